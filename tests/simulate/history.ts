/** The past: every frame that the fleet sent, in order, at its time, into the collector's own verbs. */
import { FettleError } from '@fettle/shared/errors';
import type { Frame } from '@fettle/shared/protocol/frame';
import { version } from '@fettle/shared/version';
import type { SimCollector } from './collector.ts';
import { dictionaryFor } from './columns.ts';
import { type Device, type Fleet, spreadMs } from './fleet.ts';
import { factsAt } from './facts.ts';
import { frameAt } from './frame.ts';
import { bootOf, isReachable, offAt } from './power.ts';
import type { SimClock } from './sim-clock.ts';
import { day, minute } from './time.ts';

export const coarseMs = 5 * minute;
export const fineMs = minute;
/** What waited for a connection goes out in batches of so many frames. */
const batchFrames = 64;

export interface Progress {
  readonly time: number;
  readonly frames: number;
  readonly samples: number;
}

/** Intervals are coarse until a day before the end. */
export function intervalAt({ options }: Fleet, time: number): number {
  return time < options.end - day ? coarseMs : fineMs;
}

interface Endpoint {
  readonly device: Device;
  connected: boolean;
  interval: number;
  boot: number;
  waiting: Frame[];
}

export class History {
  readonly #collector: SimCollector;
  readonly #clock: SimClock;
  readonly #fleet: Fleet;
  readonly #endpoints: Endpoint[];
  #frames = 0;
  #samples = 0;

  constructor(collector: SimCollector, clock: SimClock, fleet: Fleet) {
    this.#collector = collector;
    this.#clock = clock;
    this.#fleet = fleet;
    this.#endpoints = fleet.devices
      .map((device) => ({ device, connected: false, interval: 0, boot: 0, waiting: [] }))
      .toSorted((a, b) => a.device.phase - b.device.phase);
  }

  /** Lives through the time from `from` until `until` says that it is over; gives where it stopped. */
  async run(from: number, until: () => number, tell: (progress: Progress) => void): Promise<number> {
    const { app } = this.#collector;
    let step = Math.ceil(from / coarseMs) * coarseMs;
    for (; step + spreadMs <= until(); step += intervalAt(this.#fleet, step)) {
      await this.#step(step);
      this.#clock.set(step + spreadMs);
      await app.jobs.runDue();
      await app.settle();
      tell({ time: step, frames: this.#frames, samples: this.#samples });
    }
    return step;
  }

  /** Everybody measures once; what arrives together shares a commit. */
  async #step(step: number): Promise<void> {
    const arriving: Promise<void>[] = [];
    for (const endpoint of this.#endpoints) {
      const time = step + endpoint.device.phase;
      this.#clock.set(time);
      const arrival = this.#visit(endpoint, time, intervalAt(this.#fleet, step));
      if (arrival) arriving.push(arrival);
    }
    await Promise.all(arriving);
  }

  #visit(endpoint: Endpoint, time: number, interval: number): Promise<void> | undefined {
    const { device } = endpoint;
    const off = offAt(device, time);
    if (off) {
      this.#disconnect(endpoint, time, off.goodbye);
      endpoint.waiting = [];
      return undefined;
    }
    endpoint.waiting.push(frameAt(device, time, this.#fleet.options.begin, this.#hasTable(device, time, interval)));
    if (!isReachable(device, time)) {
      this.#disconnect(endpoint, time, false);
      return undefined;
    }
    this.#connect(endpoint, time, interval);
    return this.#send(endpoint);
  }

  /** Tables take much room: in the past one an hour, and all while a process is to blame. */
  #hasTable({ troubles, phase }: Device, time: number, interval: number): boolean {
    const every = interval === fineMs ? 10 * minute : 60 * minute;
    if ((time - phase) % every === 0) return true;
    return troubles.some(({ kind, from, to }) => kind === 'cpu-runaway' && from <= time && time < to);
  }

  async #send(endpoint: Endpoint): Promise<void> {
    const { verbs, presence } = this.#collector.app.agents;
    const { device, waiting } = endpoint;
    endpoint.waiting = [];
    await this.#tellFacts(endpoint, waiting);
    for (let i = 0; i < waiting.length; i += batchFrames) {
      const frames = waiting.slice(i, i + batchFrames);
      const outcomes = await verbs.ingest(device.id, frames, dictionaryFor(device));
      const refusal = outcomes.find((one) => one instanceof FettleError);
      if (refusal) throw refusal;
      this.#frames += frames.length;
      this.#samples += frames.reduce((sum, { values }) => sum + values.length, 0);
    }
    const now = this.#clock.now();
    const offset = waiting.at(-1)?.offset ?? 0;
    presence.change(device.id, 'frame', { lastFrame: now, lastHeard: now, offset });
  }

  /** After each start they differ by the boot. */
  async #tellFacts(endpoint: Endpoint, waiting: readonly Frame[]): Promise<void> {
    const { device } = endpoint;
    const last = waiting.at(-1);
    const time = last ? last.time + last.offset : 0;
    const boot = bootOf(device, time);
    if (boot === endpoint.boot) return;
    endpoint.boot = boot;
    await this.#collector.app.agents.verbs.facts(device.id, time, factsAt(device, time));
  }

  #connect(endpoint: Endpoint, time: number, interval: number): void {
    const { presence } = this.#collector.app.agents;
    const { id } = endpoint.device;
    if (!endpoint.connected) presence.connected(id, time, { version, interval });
    else if (endpoint.interval !== interval) presence.change(id, 'interval', { interval });
    endpoint.connected = true;
    endpoint.interval = interval;
  }

  #disconnect(endpoint: Endpoint, time: number, goodbye: boolean): void {
    if (!endpoint.connected) return;
    const { presence } = this.#collector.app.agents;
    const { id } = endpoint.device;
    endpoint.connected = false;
    if (goodbye) presence.change(id, 'goodbye', { goodbye: 'shutdown', lastHeard: time });
    presence.change(id, 'disconnected', { connected: false, watched: false, since: time });
  }
}
