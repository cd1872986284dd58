import type { PeriodFiles } from '../files/files.ts';
import type { Period } from '../files/periods.ts';

/** Which spans of which files have blocks of level 0. What the files say, kept in memory. */
export class SealedSpans {
  readonly #spans = new Map<string, Set<number>>();

  constructor(files: PeriodFiles) {
    for (const period of files.all('raw', 'late')) {
      this.#spans.set(period.name, new Set(files.week(period).blocks.sealedSpans()));
    }
  }

  add({ name }: Period, span: number): void {
    const spans = this.#spans.get(name) ?? new Set();
    this.#spans.set(name, spans.add(span));
  }

  /** Those of a file, ascending. */
  of({ name }: Period): number[] {
    return [...(this.#spans.get(name) ?? [])].toSorted((a, b) => a - b);
  }

  /** The span has no such blocks any longer. */
  done({ name }: Period, span: number): void {
    this.#spans.get(name)?.delete(span);
  }

  forget({ name }: Period): void {
    this.#spans.delete(name);
  }
}
