import { machine, scanned, text } from '../wasm/machine.ts';
import type { Reader } from './reader.ts';

/** What is read of one process; used again for each. */
export interface ProcessStat {
  /** Where the name's bytes are in the reader's buffer. */
  nameFrom: number;
  nameTo: number;
  /** The character code of the state. */
  state: number;
  /** Processor time in user and kernel mode, in ticks. */
  ticks: number;
  /** In ticks since the system started. */
  start: number;
  /** Whether it is one of the kernel's own: those have no memory. */
  isKernels: boolean;
  residentPages: number;
}

export function emptyStat(): ProcessStat {
  return { nameFrom: 0, nameTo: 0, state: 0, ticks: 0, start: 0, isKernels: false, residentPages: 0 };
}

/**
 * Parses `/proc/PID/stat` where it lies in the reader; agent/wasm/process.ts does it. False: this is no such line.
 */
export function parseStat(reader: Reader, stat: ProcessStat): boolean {
  if (reader.buffer !== text) text.set(reader.buffer.subarray(0, reader.end));
  if (machine.stat(reader.end) === 0) return false;
  // Small whole numbers: a reader that once stood at another sort of number would make an object of every step from then on.
  stat.nameFrom = (scanned[0] as number) | 0;
  stat.nameTo = (scanned[1] as number) | 0;
  stat.state = (scanned[2] as number) | 0;
  stat.ticks = small(scanned[3] as number);
  stat.start = small(scanned[4] as number);
  stat.isKernels = scanned[5] === 0;
  stat.residentPages = small(scanned[6] as number);
  return true;
}

/** The same number; no object where it is small and whole. */
function small(value: number): number {
  const whole = value | 0;
  return whole === value ? whole : value;
}
