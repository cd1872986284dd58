/** What one program has spent on samples, although others take their turns meanwhile and much is done afterwards. */
import { setTimeout as sleep } from 'node:timers/promises';

export interface Metered {
  readonly samples: number;
  /** Of the turns and of what followed from them; what it spends with nothing to do is taken off. */
  readonly cpuSeconds: number;
  /** Samples a processor second of each turn by itself, without what followed. */
  readonly turns: readonly number[];
}

export class Meter {
  readonly name: string;
  readonly #cpuSeconds: () => number;
  #idleShare = 0;
  #begun = { cpu: 0, at: 0 };
  #own = 0;
  #samples = 0;
  #turns: number[] = [];

  /** @param cpuSeconds of the whole process so far */
  constructor(name: string, cpuSeconds: () => number) {
    this.name = name;
    this.#cpuSeconds = cpuSeconds;
  }

  /** What it spends while nothing comes. */
  async idle(ms: number): Promise<void> {
    const before = this.#cpuSeconds();
    const began = performance.now();
    await sleep(ms);
    this.#idleShare = (1_000 * (this.#cpuSeconds() - before)) / (performance.now() - began);
  }

  /** What was before does not count. */
  begin(): void {
    this.#begun = { cpu: this.#cpuSeconds(), at: performance.now() };
    this.#own = 0;
    this.#samples = 0;
    this.#turns = [];
  }

  /** @param work gives the samples that were taken */
  async turn(work: () => Promise<number>): Promise<void> {
    const before = this.#cpuSeconds();
    const began = performance.now();
    const samples = await work();
    this.#own += performance.now() - began;
    this.#samples += samples;
    this.#turns.push(Math.round(samples / (this.#cpuSeconds() - before)));
  }

  end(): Metered {
    const outside = performance.now() - this.#begun.at - this.#own;
    const spent = this.#cpuSeconds() - this.#begun.cpu;
    return {
      samples: this.#samples,
      cpuSeconds: spent - (this.#idleShare * outside) / 1_000,
      turns: this.#turns,
    };
  }
}
