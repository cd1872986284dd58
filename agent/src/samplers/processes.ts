import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { KernelUnits } from '../platform/linux/auxv.ts';
import { ProcFile } from '../platform/linux/proc-file.ts';
import { type Process, ProcessReader } from './process-reader.ts';
import { Ranking } from './ranking.ts';

/** Those that nothing points at are read every so many cycles. */
const rounds = 6;
/** So many of each column are shown. */
const shown = 10;
/** The code of the last digit: other files of /proc begin with letters. */
const nine = 57;
/** Above so many processes descriptors are not kept, so that they do not run out. */
const mostKept = 400;

/**
 * All processes, read by turns: the new ones and those in the top lists at every scan, the others at each sixth; what they
 * read and write from those that did so last time, the others at each sixth. Rates are those between a process's own
 * readings. A process that is gone is forgotten without ado.
 */
export class Processes {
  readonly #proc: string;
  readonly #reader: ProcessReader;
  readonly #lastPid: ProcFile;
  readonly #known = new Map<number, Process>();
  /** The same ones: an array is walked without an object a step, which a map is not. */
  readonly #all: Process[] = [];
  readonly #rankings = {
    busy: new Ranking<Process>(shown),
    pages: new Ranking<Process>(shown),
    traffic: new Ranking<Process>(shown),
  };
  readonly #top: Process[] = [];
  #lastPidSeen = Number.NaN;
  #scan = 0;
  #lists = 0;

  constructor(root: string, units: KernelUnits) {
    this.#proc = join(root, 'proc');
    this.#reader = new ProcessReader(this.#proc, units);
    this.#lastPid = new ProcFile(join(this.#proc, 'loadavg'));
  }

  /** Every process by its id, as last read. */
  get known(): ReadonlyMap<number, Process> {
    return this.#known;
  }

  /** Those that use most of something, most processor time first; valid until the next scan. */
  get top(): readonly Process[] {
    return this.#top;
  }

  /** @param monotonic ms */
  scan(monotonic: number): void {
    const scan = this.#reader.begin(monotonic);
    const turn = scan % rounds;
    if (this.#mayHaveNew() || turn === 0) this.#list();
    const keep = this.#all.length <= mostKept;
    // Backwards: who is forgotten is replaced by the last, which was read already.
    for (let at = this.#all.length - 1; at >= 0; at--) {
      const process = this.#all[at] as Process;
      const isDue = process.readings < 2 || process.pid % rounds === turn;
      if (!isDue && process.topAt !== this.#scan) continue;
      if (!this.#reader.read(process, isDue || process.traffic > 0)) this.#forget(at);
      else if (!keep) process.close();
    }
    this.#scan = scan;
    this.#choose();
  }

  /** How many processes are in each state, by the order of `processStates`. */
  countStates(into: Int32Array): void {
    into.fill(0);
    for (let at = 0; at < this.#all.length; at++) {
      const { state } = this.#all[at] as Process;
      into[state] = (into[state] as number) + 1;
    }
  }

  /** The executable's name without path and arguments. */
  title(process: Process): string {
    return this.#reader.title(process);
  }

  close(): void {
    this.#lastPid.close();
    for (let at = this.#all.length - 1; at >= 0; at--) this.#forget(at);
  }

  /** Whether a process or thread was started since the last scan: the last number of loadavg is the newest id. */
  #mayHaveNew(): boolean {
    const reader = this.#reader.reader;
    if (!this.#lastPid.read(reader)) return true;
    reader.skip(8);
    const newest = reader.integer();
    const changed = newest !== this.#lastPidSeen;
    this.#lastPidSeen = newest;
    return changed;
  }

  #list(): void {
    const lists = ++this.#lists;
    const names = readdirSync(this.#proc);
    for (let at = 0; at < names.length; at++) {
      const name = names[at] as string;
      const pid = name.charCodeAt(0) > nine ? 0 : Number(name);
      if (!(pid > 0)) continue;
      let process = this.#known.get(pid);
      if (process === undefined) {
        process = this.#reader.meet(pid);
        this.#known.set(pid, process);
        this.#all.push(process);
      }
      process.listed = lists;
    }
    for (let at = this.#all.length - 1; at >= 0; at--) {
      if ((this.#all[at] as Process).listed !== lists) this.#forget(at);
    }
  }

  #forget(at: number): void {
    const process = this.#all[at] as Process;
    const last = this.#all.pop() as Process;
    if (last !== process) this.#all[at] = last;
    process.close();
    this.#known.delete(process.pid);
  }

  #choose(): void {
    const { busy, pages, traffic } = this.#rankings;
    busy.clear();
    pages.clear();
    traffic.clear();
    for (let at = 0; at < this.#all.length; at++) {
      const process = this.#all[at] as Process;
      busy.offer(process, process.busy);
      pages.offer(process, process.pages);
      traffic.offer(process, process.traffic);
    }
    this.#top.length = 0;
    this.#add(busy);
    this.#add(pages);
    this.#add(traffic);
  }

  #add({ items, count }: Ranking<Process>): void {
    for (let at = 0; at < count; at++) {
      const process = items[at] as Process;
      if (process.topAt === this.#scan) continue;
      process.topAt = this.#scan;
      this.#top.push(process);
    }
  }
}
