import { processStates } from '@fettle/shared/metrics/process';
import { join } from 'node:path';
import type { KernelUnits } from '../platform/linux/auxv.ts';
import { KeyedLines } from '../platform/linux/keyed-lines.ts';
import { ProcFile, readOnce } from '../platform/linux/proc-file.ts';
import { emptyStat, parseStat } from '../platform/linux/process-stat.ts';
import { Reader } from '../platform/linux/reader.ts';
import { rate, secondsBetween } from './rate.ts';

export type ProcessState = (typeof processStates)[number];

/** The kernel's letters, proc_pid_stat(5); any other is taken for sleep. */
const letters: Readonly<Record<string, ProcessState>> = {
  R: 'running',
  S: 'sleeping',
  D: 'waiting',
  T: 'stopped',
  t: 'stopped',
  Z: 'defunct',
  X: 'defunct',
  I: 'idle',
  P: 'idle',
};
/** By the letter's code: the state's place among `processStates`. */
const stateOf = Uint8Array.from({ length: 256 }, (_, code) =>
  processStates.indexOf(letters[String.fromCharCode(code)] ?? 'sleeping'),
);

/** The kernel keeps so many bytes of a name. */
const longestName = 15;

/** One process as it was last read. Its id and start name it for good: ids are used again. */
export class Process {
  readonly pid: number;
  readonly stat: ProcFile;
  readonly ioFile: ProcFile;
  /** In ticks since the system started. */
  start = Number.NaN;
  /** Its place among `processStates`. */
  state = 0;
  /** The last listing of all processes that it was in. */
  listed = 0;
  /** The kernel's name for it, as bytes. */
  name: Uint8Array = new Uint8Array();
  /** Share of one processor; NaN until read twice. */
  cpu = Number.NaN;
  /** Resident bytes. */
  memory = 0;
  /** Bytes a second from and to disks; NaN where it may not be known. */
  io = Number.NaN;
  ticks = Number.NaN;
  ioBytes = Number.NaN;
  readAt = Number.NaN;
  readings = 0;
  /** False once the system refused to tell: another user's process. */
  mayReadIo = true;
  /** What people are shown, found when it is first asked for. */
  title: string | undefined;

  constructor(proc: string, pid: number) {
    this.pid = pid;
    this.stat = new ProcFile(join(proc, String(pid), 'stat'));
    this.ioFile = new ProcFile(join(proc, String(pid), 'io'));
  }

  close(): void {
    this.stat.close();
    this.ioFile.close();
  }
}

/** Reads processes one after the other with the same buffers. */
export class ProcessReader {
  readonly reader = new Reader();
  readonly #proc: string;
  readonly #units: KernelUnits;
  readonly #stat = emptyStat();
  readonly #io = new KeyedLines(['read_bytes', 'write_bytes']);

  constructor(proc: string, units: KernelUnits) {
    this.#proc = proc;
    this.#units = units;
  }

  meet(pid: number): Process {
    return new Process(this.#proc, pid);
  }

  /** Brings a process up to date; false when it is gone. */
  read(process: Process, monotonic: number): boolean {
    const stat = this.#stat;
    if (!process.stat.read(this.reader) || !parseStat(this.reader, stat)) return false;
    if (stat.start !== process.start) this.#begin(process);
    this.#rename(process);
    const seconds = secondsBetween(process.readAt, monotonic);
    process.cpu = rate(process.ticks, stat.ticks, seconds) / this.#units.ticksPerSecond;
    process.ticks = stat.ticks;
    process.memory = stat.residentPages * this.#units.pageSize;
    process.state = stateOf[stat.state] as number;
    process.readAt = monotonic;
    process.readings++;
    // The kernel's own processes have no memory and do their disk work in the name of others.
    if (stat.virtualBytes > 0 && process.mayReadIo) this.#readIo(process, seconds);
    return true;
  }

  /** The executable's name without path and arguments. */
  title(process: Process): string {
    process.title ??= this.#fullName(process);
    return process.title;
  }

  /** A new process under an old id. */
  #begin(process: Process): void {
    process.start = this.#stat.start;
    process.readAt = Number.NaN;
    process.ioBytes = Number.NaN;
    process.io = Number.NaN;
    process.readings = 0;
    process.mayReadIo = true;
    process.title = undefined;
  }

  /** A process takes another name when it becomes another program. */
  #rename(process: Process): void {
    const { nameFrom, nameTo } = this.#stat;
    this.reader.at = nameFrom;
    if (process.name.length === nameTo - nameFrom && this.reader.sees(process.name)) return;
    process.name = this.reader.buffer.slice(nameFrom, nameTo);
    process.title = undefined;
  }

  #readIo(process: Process, seconds: number): void {
    try {
      if (!process.ioFile.read(this.reader)) return;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'EACCES' && code !== 'EPERM') throw error;
      process.mayReadIo = false;
      return;
    }
    this.#io.parse(this.reader);
    const { values } = this.#io;
    const bytes = (values[0] as number) + (values[1] as number);
    process.io = rate(process.ioBytes, bytes, seconds);
    process.ioBytes = bytes;
  }

  /** A name that may have been cut is looked up in the command line, of which no argument is kept. */
  #fullName({ name, pid }: Process): string {
    this.reader.load(name, name.length);
    const short = this.reader.text(0, name.length);
    if (name.length < longestName) return short;
    if (!readOnce(join(this.#proc, String(pid), 'cmdline'), this.reader)) return short;
    const { buffer, end } = this.reader;
    const zero = buffer.indexOf(0);
    const command = this.reader.text(0, zero < 0 || zero > end ? end : zero);
    // Some programs write a whole title there: only its first word is the name.
    return command.split(' ', 1)[0]?.split('/').at(-1) || short;
  }
}
