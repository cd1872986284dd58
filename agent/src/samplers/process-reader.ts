import { processStates } from '@fettle/shared/metrics/process';
import type { TableRow } from '@fettle/shared/protocol/frame';
import { join } from 'node:path';
import type { KernelUnits } from '../platform/linux/auxv.ts';
import { KeyedLines } from '../platform/linux/keyed-lines.ts';
import { ProcFile, readOnce } from '../platform/linux/proc-file.ts';
import { emptyStat, parseStat } from '../platform/linux/process-stat.ts';
import { Reader } from '../platform/linux/reader.ts';
import { secondsBetween } from './rate.ts';

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

/** `Process.busy` of one whole processor. */
export const shareUnits = 10_000;

/** The kernel keeps so many bytes of a name. */
const longestName = 15;

/** What is not known: these figures are never negative. */
export const unknown = -1;

/**
 * One process as it was last read. Its id and start name it for good: ids are used again. Whole numbers throughout: in a
 * program that is not optimized each fraction would be an object.
 */
export class Process {
  readonly pid: number;
  readonly stat: ProcFile;
  readonly ioFile: ProcFile;
  /** In ticks since the system started. */
  start = unknown;
  /** Its place among `processStates`. */
  state = 0;
  /** The last listing of all processes that it was in. */
  listed = 0;
  /** The last scan after which it was among those that use most. */
  topAt = 0;
  /** The kernel's name for it, as bytes. */
  name: Uint8Array = new Uint8Array();
  /** Ten-thousandths of one processor; unknown until read twice. */
  busy = unknown;
  /** Resident. */
  pages = 0;
  /** Bytes a second from and to disks; unknown where it may not be known. */
  traffic = unknown;
  ticks = 0;
  /** The scan that read it last, and the one that read its traffic. */
  readAt = 0;
  ioAt = 0;
  ioBytes = 0;
  readings = 0;
  /** False once the system refused to tell: another user's process. */
  mayReadIo = true;
  /** What people are shown, found when it is first asked for. */
  title: string | undefined;
  /** What was told of it last: told again as the same object while nothing changes. */
  row: TableRow | undefined;
  toldBusy = unknown;
  toldPages = 0;
  toldTraffic = unknown;

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

/** So many scans back their times are known. */
const remembered = 16;

/** Reads processes one after the other with the same buffers. */
export class ProcessReader {
  readonly reader = new Reader();
  readonly #proc: string;
  readonly #units: KernelUnits;
  readonly #stat = emptyStat();
  readonly #io = new KeyedLines(['read_bytes', 'write_bytes']);
  /** When the last scans began, ms. */
  readonly #times = new Float64Array(remembered).fill(Number.NaN);
  #scan = 0;

  constructor(proc: string, units: KernelUnits) {
    this.#proc = proc;
    this.#units = units;
  }

  meet(pid: number): Process {
    return new Process(this.#proc, pid);
  }

  /** A scan begins. @param monotonic ms @returns its number, from 1 */
  begin(monotonic: number): number {
    this.#times[++this.#scan % remembered] = monotonic;
    return this.#scan;
  }

  /** Brings a process up to date; false when it is gone. @param withIo its traffic too */
  read(process: Process, withIo: boolean): boolean {
    const stat = this.#stat;
    if (!process.stat.read(this.reader) || !parseStat(this.reader, stat)) return false;
    if (stat.start !== process.start) this.#start(process);
    this.#rename(process);
    if (process.readings > 0) {
      const share = this.#perSecond(stat.ticks - process.ticks, process.readAt, shareUnits);
      process.busy = share < 0 ? unknown : Math.round(share / this.#units.ticksPerSecond);
    }
    process.ticks = stat.ticks;
    process.pages = stat.residentPages;
    process.state = stateOf[stat.state] as number;
    process.readAt = this.#scan;
    process.readings++;
    // The kernel's own processes do their disk work in the name of others.
    if (withIo && !stat.isKernels && process.mayReadIo) this.#readIo(process);
    return true;
  }

  /** The executable's name without path and arguments. */
  title(process: Process): string {
    process.title ??= this.#fullName(process);
    return process.title;
  }

  /** `growth` times `factor` a second since a scan, unknown where it cannot be told. */
  #perSecond(growth: number, scan: number, factor: number): number {
    if (growth === 0) return 0;
    const ago = this.#scan - scan;
    if (growth < 0 || ago >= remembered) return unknown;
    const seconds = secondsBetween(
      this.#times[scan % remembered] as number,
      this.#times[this.#scan % remembered] as number,
    );
    return Number.isNaN(seconds) ? unknown : (growth * factor) / seconds;
  }

  /** A new process, maybe under an old id. */
  #start(process: Process): void {
    process.start = this.#stat.start;
    process.readings = 0;
    process.busy = unknown;
    process.traffic = unknown;
    process.ioAt = 0;
    process.mayReadIo = true;
    process.title = undefined;
    process.row = undefined;
  }

  /** A process takes another name when it becomes another program. */
  #rename(process: Process): void {
    const { nameFrom, nameTo } = this.#stat;
    this.reader.at = nameFrom;
    if (process.name.length === nameTo - nameFrom && this.reader.sees(process.name)) return;
    process.name = this.reader.buffer.slice(nameFrom, nameTo);
    process.title = undefined;
    process.row = undefined;
  }

  #readIo(process: Process): void {
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
    const traffic = process.ioAt === 0 ? unknown : this.#perSecond(bytes - process.ioBytes, process.ioAt, 1);
    process.traffic = traffic >= 0 ? Math.round(traffic) : unknown;
    process.ioAt = this.#scan;
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
