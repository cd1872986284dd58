/** A collector that has taken the past of some devices, and has put it away. */
import { Collector } from './collector.ts';
import { Loads } from './loads.ts';
import type { Kind } from './orders.ts';
import { drain, still } from './settle.ts';

export interface History {
  readonly devices: number;
  readonly kind: Kind;
  /** Of each device. */
  readonly frames: number;
  readonly interval: number;
  /** Of the first frame. */
  readonly start: number;
}

/** As many at once as an agent sends. */
const burst = 64;
const patienceMs = 1_800_000;
/** Frames wait up to half a minute to be sealed, and blocks a minute to be put together. */
const quietFor = { forMs: 75_000, patienceMs: 420_000 };

/** @returns samples that were stored */
export async function fill(collector: Collector, history: History): Promise<number> {
  const before = await collector.figure('samples_total');
  await using loads = await Loads.make(collector.place, { ...history, processes: 2 });
  await loads.connectAll();
  await drain(collector, loads, burst, patienceMs / 1_000);
  const samples = (await collector.figure('samples_total')) - before;
  await still(collector, quietFor.forMs, quietFor.patienceMs);
  return samples;
}

export interface Bytes {
  /** Samples as they came, as they are kept for good. */
  readonly raw: number;
  readonly rollUps: number;
  /** What waits to be put away, and names. */
  readonly journal: number;
}

/**
 * @param files by name, as `Collector.files` gives them
 * @throws Error where a log lies beside a period file: who closes in order moves it into the file, and one log is as much as a small file
 */
export function bytesOf(files: ReadonlyMap<string, number>): Bytes {
  const log = [...files.keys()].find((name) => name.endsWith('-wal') && !name.includes('journal'));
  if (log !== undefined) throw new Error(`The collector did not close its files in order: ${log} is left.`);
  const sum = (of: (name: string) => boolean) =>
    [...files].reduce((all, [name, size]) => all + (of(name) ? size : 0), 0);
  const isRollUp = (name: string) => /(^|\/)(five|hour)-/.test(name);
  const isJournal = (name: string) => /(^|\/)(journal|lock)\.db/.test(name);
  return {
    raw: sum((name) => !isRollUp(name) && !isJournal(name)),
    rollUps: sum(isRollUp),
    journal: sum(isJournal),
  };
}
