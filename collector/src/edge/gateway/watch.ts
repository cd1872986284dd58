/** Watches: while somebody looks at a device, its agent is asked again and again to measure more often. */
import type { DeviceId } from '@fettle/shared/ids';
import { limits } from '@fettle/shared/protocol/limits';
import type { FromCollector } from '@fettle/shared/protocol/messages';

/** A lease is renewed so often, so that two renewals may be lost before it ends. */
export const renewMs = 20_000;

export interface Watches {
  /** Asks the device to measure every `interval` ms, at once and until the answer is called. */
  watch(device: DeviceId, interval: number): () => void;
  /** The device is connected (again): asks it at once if somebody looks. */
  connected(device: DeviceId): void;
  /** How many devices are looked at. */
  readonly size: number;
  close(): void;
}

/** @param send gives the message to the device if it is connected */
export function createWatches(send: (device: DeviceId, message: FromCollector) => void): Watches {
  const wanted = new Map<DeviceId, Map<symbol, number>>();
  let timer: NodeJS.Timeout | undefined;

  function ask(device: DeviceId): void {
    const intervals = wanted.get(device);
    if (intervals === undefined) return;
    send(device, { type: 'watch', interval: Math.min(...intervals.values()), lease: limits.watchLeaseMs });
  }

  function stop(): void {
    clearInterval(timer);
    timer = undefined;
  }

  return {
    watch(device, interval) {
      const { min, max } = limits.intervalMs;
      const watcher = Symbol(device);
      const intervals = wanted.get(device) ?? new Map<symbol, number>();
      wanted.set(device, intervals.set(watcher, Math.round(Math.min(max, Math.max(min, interval)))));
      ask(device);
      timer ??= setInterval(() => [...wanted.keys()].forEach(ask), renewMs).unref();
      return () => {
        intervals.delete(watcher);
        if (intervals.size === 0 && wanted.get(device) === intervals) wanted.delete(device);
        if (wanted.size === 0) stop();
      };
    },
    connected: ask,
    get size() {
      return wanted.size;
    },
    close() {
      wanted.clear();
      stop();
    },
  };
}
