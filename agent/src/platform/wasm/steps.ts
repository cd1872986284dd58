import { allocate, machine, memory, scanned } from './machine.ts';

/** agent/wasm/form.ts has the same list. */
const kinds = { gauge: 0, rate: 1, rateOf32: 2, lessGrowth: 3, add: 4, tell: 5, unlessZero: 6, wake: 7 } as const;
/** Bytes of a form and of a step: four whole numbers and a factor. */
const [formBytes, stepBytes] = [24, 24];
const [ofSteps, ofList] = [3, 4];
const none = -1;

interface Step {
  readonly does: keyof typeof kinds;
  readonly column: number;
  readonly a: number;
  readonly b: number;
  readonly factor: number;
}

/**
 * What is told of one file, as a list of steps over the places of its numbers: 0 is the first number of the text. A place that
 * is undefined is not in the file, and nothing is told of it. Columns are those of the sink that is in use.
 */
export class Steps {
  #steps: Step[] = [];
  readonly #form = allocate(formBytes);
  #room = 0;

  clear(): void {
    this.#steps = [];
  }

  gauge(place: number | undefined, column: () => number, factor = 1): void {
    if (place !== undefined) this.#add('gauge', { column: column(), a: place, factor });
  }

  /** Growth a second, times a factor. @param bits 32 where the kernel may count so */
  rate(place: number | undefined, column: () => number, { factor = 1, bits = 64 } = {}): void {
    if (place !== undefined) this.#add(bits === 32 ? 'rateOf32' : 'rate', { column: column(), a: place, factor });
  }

  /** Growth a second less that of another column, whose rate is told before. */
  rateLess(place: number | undefined, other: number, column: () => number): void {
    if (place !== undefined) this.#add('lessGrowth', { column: column(), a: place, b: other });
  }

  /** The sum of numbers with their signs, times a factor, maybe divided by another number. Nothing where one is missing. */
  sum(
    terms: readonly (readonly [place: number | undefined, sign: 1 | -1])[],
    column: () => number,
    { factor = 1, per = none }: { readonly factor?: number; readonly per?: number | undefined } = {},
  ): void {
    const known = terms.filter((term): term is [number, 1 | -1] => term[0] !== undefined);
    if (known.length < terms.length) return;
    for (const [place, sign] of known) this.#add('add', { a: place, factor: sign });
    this.#add('tell', { column: column(), a: per, factor });
  }

  /** `inner` only while one of two numbers is not 0; while both are, its columns are not even asked for. */
  unlessZero([a, b]: readonly [number, number], inner: () => void): void {
    const first = scanned[a];
    const second = scanned[b];
    if (first === 0 && second === 0) {
      // Looked for before all else: what wakes is learned anew before anything is told.
      this.#steps.unshift({ does: 'wake', column: none, a, b, factor: 0 });
      return;
    }
    const guarded = this.#steps.length;
    inner();
    const count = this.#steps.length - guarded;
    this.#steps.splice(guarded, 0, { does: 'unlessZero', column: count, a, b, factor: 0 });
  }

  /** What was scanned last is the form from now on. */
  learn(): void {
    if (this.#steps.length > this.#room) {
      this.#room = Math.max(2 * this.#room, this.#steps.length);
      memory.words[this.#form / 4 + ofList] = allocate(stepBytes * this.#room);
    }
    memory.words[this.#form / 4 + ofSteps] = this.#steps.length;
    let at = memory.words[this.#form / 4 + ofList] as number;
    for (const { does, column, a, b, factor } of this.#steps) {
      memory.words.set([kinds[does], column, a, b], at / 4);
      memory.numbers[at / 8 + 2] = factor;
      at += stepBytes;
    }
    machine.learn(this.#form);
  }

  /** Tells what the text says. @param now ms @returns false, and nothing is told, where it must be learned anew */
  take(length: number, now: number): boolean {
    return machine.take(this.#form, length, now) !== 0;
  }

  #add(does: Step['does'], { column = none, a = none, b = none, factor = 1 }: Partial<Omit<Step, 'does'>>): void {
    this.#steps.push({ does, column, a, b, factor });
  }
}
