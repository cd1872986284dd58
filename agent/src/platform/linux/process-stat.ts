// pure
import type { Reader } from './reader.ts';

const space = 0x20;
const open = 0x28;
const close = 0x29;
const zero = 0x30;

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
 * Parses `/proc/PID/stat`, proc_pid_stat(5): `12 (name) S 1 …`. The name may hold spaces, newlines and parentheses, so
 * the last parenthesis ends it. False: this is no such line.
 */
export function parseStat(reader: Reader, stat: ProcessStat): boolean {
  const { buffer, end } = reader;
  const from = buffer.indexOf(open);
  const to = end > 0 ? buffer.lastIndexOf(close, end - 1) : -1;
  if (from < 0 || to < from || to + 2 >= end) return false;
  stat.nameFrom = from + 1;
  stat.nameTo = to;
  stat.state = buffer[to + 2] as number;
  reader.at = to + 3;
  // ppid pgrp session tty_nr tpgid flags minflt cminflt majflt cmajflt
  reader.skip(10);
  stat.ticks = reader.integer() + reader.integer();
  // cutime cstime priority nice num_threads itrealvalue
  reader.skip(6);
  stat.start = reader.integer();
  while (buffer[reader.at] === space) reader.at++;
  // Only whether it is 0 counts; the number itself is large.
  stat.isKernels = buffer[reader.at] === zero;
  reader.skip(1);
  stat.residentPages = reader.integer();
  return !Number.isNaN(stat.residentPages);
}
