/** Frames of every device each ten seconds, appended to the series as the gateway does it, a batch each 100 ms whatever became of the one before. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { SeriesStore } from '@fettle/collector/domain/series/index';
import type { DeviceId } from '@fettle/shared/ids';
import { dictionary, madeDevice } from '../data/device.ts';

const batchMs = 100;
const interval = 10_000;

export interface Fed {
  /** From when a batch was handed in until it was durable, ms. */
  readonly took: readonly number[];
  /** By how much later than it was due a batch was handed in, as others had the thread; ms. */
  readonly late: readonly number[];
  readonly frames: number;
  readonly ms: number;
}

export class Feed {
  readonly #series: SeriesStore;
  readonly #devices: readonly { readonly id: DeviceId; readonly made: ReturnType<typeof madeDevice> }[];
  #place = 0;

  constructor(series: SeriesStore, ids: readonly DeviceId[]) {
    this.#series = series;
    this.#devices = ids.map((id, seed) => ({ id, made: madeDevice({ seed, start: Date.now(), interval }) }));
  }

  /** While something is done. */
  async during(work: () => Promise<unknown>): Promise<Fed> {
    const began = performance.now();
    const state = { over: false };
    const fed = this.#feed(state);
    try {
      await work();
    } finally {
      state.over = true;
    }
    return { ...(await fed), ms: performance.now() - began };
  }

  async #feed(state: { readonly over: boolean }): Promise<Omit<Fed, 'ms'>> {
    const took: number[] = [];
    const late: number[] = [];
    const many = Math.ceil((this.#devices.length * batchMs) / interval);
    for (let due = performance.now(); !state.over; due += batchMs) {
      await sleep(Math.max(0, due - performance.now()));
      const handedIn = performance.now();
      late.push(handedIn - due);
      await this.#series.append(Array.from({ length: many }, () => this.#next()));
      took.push(performance.now() - handedIn);
    }
    return { took, late, frames: took.length * many };
  }

  #next() {
    const device = this.#devices[this.#place++ % this.#devices.length];
    if (!device) throw new Error('there is no device');
    const frame = device.made.next(Date.now());
    return { device: device.id, frame: { ...frame, values: frame.values.slice() }, time: frame.time, dictionary };
  }
}
