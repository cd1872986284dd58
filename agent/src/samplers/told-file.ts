import { type LearnedLine, learnLines } from '../platform/linux/learned-lines.ts';
import { ProcFile } from '../platform/linux/proc-file.ts';
import { Steps } from '../platform/wasm/steps.ts';
import type { Sink } from './sampler.ts';

/**
 * A file of /proc whose numbers go straight into columns. What stands where is learned from its words, once, and again when
 * these change; counters go on meanwhile, each with the time of its own last reading.
 */
export class ToldFile {
  readonly #file: ProcFile;
  readonly #plan: (lines: readonly LearnedLine[], steps: Steps, sink: Sink) => void;
  readonly #steps = new Steps();
  #sink: Sink | undefined;

  /** @param plan what is to be done with the numbers of such a file */
  constructor(path: string, plan: (lines: readonly LearnedLine[], steps: Steps, sink: Sink) => void) {
    this.#file = new ProcFile(path);
    this.#plan = plan;
  }

  /** Reads and tells. False: there is no such file now. @param now monotonic ms */
  tell(sink: Sink, now: number): boolean {
    const length = this.#file.load();
    if (length < 0) return false;
    sink.aim();
    if (this.#sink === sink && this.#steps.take(length, now)) return true;
    this.#sink = sink;
    this.#steps.clear();
    this.#plan(learnLines(length), this.#steps, sink);
    this.#steps.learn();
    this.#steps.take(length, now);
    return true;
  }

  /** Whether there is such a file. @throws what the system says, such as EOPNOTSUPP */
  get exists(): boolean {
    return this.#file.load() >= 0;
  }

  close(): void {
    this.#file.close();
  }
}

/** Numbers by the names of their lines, for files of lines `key: number` or `key number`. */
export function placesByKey(lines: readonly LearnedLine[]): ReadonlyMap<string, number> {
  return new Map(lines.filter(({ count }) => count > 0).map(({ key, first }) => [key, first]));
}
