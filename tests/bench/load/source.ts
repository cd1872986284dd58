/** Where the frames of a load come from. */
import type { Dictionary, Frame } from '@fettle/shared/protocol/frame';
import { machine } from '../../support/machine.ts';
import { decimals as sixtyDecimals, dictionary as sixty, madeDevice } from '../data/device.ts';
import { recorded } from '../data/recorded.ts';
import type { Kind } from './orders.ts';

export interface Source {
  readonly dictionary: Dictionary;
  readonly decimals: Uint8Array;
  /** The first frames of a device. A frame's values are used again by the next one. */
  frames(index: number, count: number): Iterable<Frame>;
  /** A device that measures whenever it is asked. @param time ms */
  live(index: number): (time: number) => Frame;
}

/** Of an agent on a server with units, disks and interfaces. */
const agentValues = 553;

export interface SourceOptions {
  readonly kind: Kind;
  readonly start: number;
  readonly interval: number;
}

export function sourceOf({ kind, start, interval }: SourceOptions): Source {
  if (kind === 'recorded') return replayed(start);
  const one = (index: number) =>
    kind === 'sixty'
      ? madeDevice({ seed: index, start, interval })
      : machine({ seed: index, values: agentValues, interval, busy: index % 4 === 0, time: start });
  const dictionary =
    kind === 'sixty' ? sixty : machine({ seed: 0, values: agentValues, interval, busy: false }).dictionary;
  return {
    dictionary,
    decimals: kind === 'sixty' ? sixtyDecimals : Uint8Array.from(dictionary.series, (each) => each.decimals),
    *frames(index, count) {
      const made = one(index);
      for (let n = 0; n < count; n++) yield made.next();
    },
    live(index) {
      const made = one(index);
      return (time) => ({ ...made.next(), time });
    },
  };
}

/** The recorded machine, its times moved to the start. */
function replayed(start: number): Source {
  const { dictionary, frames } = recorded();
  const shift = start - (frames[0]?.time ?? 0);
  const frameAt = (at: number): Frame => {
    const { time, values } = frames[at % frames.length] as (typeof frames)[number];
    return { sequence: at + 1, time: time + shift, offset: 0, values, tables: [] };
  };
  return {
    dictionary,
    decimals: Uint8Array.from(dictionary.series, (one) => one.decimals),
    *frames(_index, count) {
      for (let n = 0; n < Math.min(count, frames.length); n++) yield frameAt(n);
    },
    live() {
      let at = 0;
      return (time) => ({ ...frameAt(at++), time });
    },
  };
}
