import type { PeriodFiles } from '../files/files.ts';
import type { Period } from '../files/periods.ts';

/**
 * Which spans of which files have blocks of level 0: what the files say, kept in memory. And of which shards devices were compacted
 * since; a restart forgets that, and then a span's fleet rows may be missing: its pieces are read in their place.
 */
export class SealedSpans {
  readonly #spans = new Map<string, Set<number>>();
  readonly #shards = new Map<string, Set<number>>();

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

  /** A device of the shard was compacted. */
  touch({ name }: Period, span: number, shard: number): void {
    const key = `${name} ${span}`;
    this.#shards.set(key, (this.#shards.get(key) ?? new Set()).add(shard));
  }

  /** Takes one of the shards of which devices were compacted. */
  takeShard({ name }: Period, span: number): number | undefined {
    const shards = this.#shards.get(`${name} ${span}`);
    const [shard] = shards ?? [];
    if (shard === undefined) this.#shards.delete(`${name} ${span}`);
    else shards?.delete(shard);
    return shard;
  }

  /** The span has no such blocks any longer. */
  done({ name }: Period, span: number): void {
    this.#spans.get(name)?.delete(span);
  }

  forget({ name }: Period): void {
    this.#spans.delete(name);
  }
}
