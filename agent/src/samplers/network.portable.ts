import { networkDropped, networkErrors, networkIo, networkState } from '@fettle/shared/metrics/network';
import { known, type Portable } from './portable.ts';
import { rate, secondsBetween } from './rate.ts';
import type { SamplerFactory } from './sampler.ts';

/** Metric, the package's names for received and sent. */
const told = [
  [networkIo, 'rx_bytes', 'tx_bytes'],
  [networkErrors, 'rx_errors', 'tx_errors'],
  [networkDropped, 'rx_dropped', 'tx_dropped'],
] as const;

/** Interfaces that have an address, once a minute: their rates are averages over that time. */
export const network =
  ({ os, ask }: Portable): SamplerFactory =>
  () => {
    const before = new Map<string, number>();
    let lastAt = Number.NaN;
    return {
      family: 'network',
      lane: 'slow',
      async sample(sink, at) {
        // Named one by one: the package's word for all of them lets every other thing wait.
        const names = Object.keys(os.networkInterfaces()).join(',');
        const seconds = secondsBetween(lastAt, at.monotonic);
        lastAt = at.monotonic;
        const stats = names === '' ? [] : await (await ask()).networkStats(names);
        const seen = new Set<string>();
        for (const one of stats) {
          if (!(one.rx_bytes > 0 || one.tx_bytes > 0)) continue;
          for (const [metric, received, sent] of told) {
            for (const [direction, field] of [
              ['receive', received],
              ['transmit', sent],
            ] as const) {
              const key = `${one.iface}\0${field}`;
              const value = known(one[field]);
              sink.set(
                sink.column(metric, one.iface, direction),
                rate(before.get(key) ?? Number.NaN, value, seconds, 32),
              );
              before.set(key, value);
              seen.add(key);
            }
          }
          const state = networkState.states?.indexOf(one.operstate) ?? -1;
          sink.set(sink.column(networkState, one.iface), Math.max(0, state));
        }
        // One that comes back has been away for longer than the time between two rounds.
        for (const key of before.keys()) if (!seen.has(key)) before.delete(key);
      },
    };
  };
