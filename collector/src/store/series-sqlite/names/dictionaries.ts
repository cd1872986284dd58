import { createHash } from 'node:crypto';
import { metricNamed } from '@fettle/shared/metrics/catalogue';
import type { Dictionary } from '@fettle/shared/protocol/frame';
import type { Database, Statement } from 'better-sqlite3';
import type { SeriesNumbers } from './series-numbers.ts';

/** Columns of frames, as they are stored: equal columns are one, whoever sends them. */
export interface StoredDictionary {
  readonly id: number;
  /** Numbers of the series, in the order of the values. */
  readonly series: Int32Array;
  readonly decimals: Uint8Array;
  /** 1 where the series is a state. */
  readonly states: Uint8Array;
}

/** All dictionaries of the journal, in memory; they are never given up. */
export class Dictionaries {
  readonly #add: Statement;
  readonly #series: SeriesNumbers;
  readonly #byId = new Map<number, StoredDictionary>();
  readonly #byHash = new Map<string, StoredDictionary>();
  readonly #known = new WeakMap<Dictionary, StoredDictionary>();
  #unwritten: { readonly id: number; readonly hash: Buffer; readonly content: Buffer }[] = [];
  #highest = 0;

  /** @throws Error when a stored one is damaged */
  constructor(db: Database, series: SeriesNumbers) {
    this.#series = series;
    this.#add = db.prepare('insert into dictionary (id, hash, content) values (?, ?, ?)');
    for (const [id, hash, content] of db
      .prepare('select id, hash, content from dictionary')
      .raw()
      .iterate() as Iterable<[number, Buffer, Buffer]>) {
      if (!hashOf(content).equals(hash)) throw new Error(`Dictionary ${id} of the journal is damaged.`);
      const count = content.length / 5;
      const numbers = Int32Array.from({ length: count }, (_, i) => content.readInt32LE(4 * i));
      this.#remember(id, hash, numbers, Uint8Array.from(content.subarray(4 * count)));
    }
  }

  get byId(): ReadonlyMap<number, StoredDictionary> {
    return this.#byId;
  }

  get highest(): number {
    return this.#highest;
  }

  get unwritten(): number {
    return this.#unwritten.length;
  }

  stored(dictionary: Dictionary): StoredDictionary {
    const known = this.#known.get(dictionary);
    if (known) return known;
    const stored = this.#find(dictionary);
    this.#known.set(dictionary, stored);
    return stored;
  }

  /** Inside the transaction of a commit; `written` after it. */
  write(): void {
    for (const { id, hash, content } of this.#unwritten) this.#add.run(id, hash, content);
  }

  written(): void {
    this.#unwritten = [];
  }

  #find({ series }: Dictionary): StoredDictionary {
    const numbers = Int32Array.from(series, (key) => this.#series.number(key));
    const decimals = Uint8Array.from(series, (key) => key.decimals);
    const content = Buffer.alloc(numbers.length * 5);
    numbers.forEach((number, i) => content.writeInt32LE(number, 4 * i));
    content.set(decimals, 4 * numbers.length);
    const hash = hashOf(content);
    const known = this.#byHash.get(hash.toString('base64'));
    if (known) return known;
    const id = this.#highest + 1;
    this.#unwritten.push({ id, hash, content });
    return this.#remember(id, hash, numbers, decimals);
  }

  #remember(id: number, hash: Buffer, series: Int32Array, decimals: Uint8Array): StoredDictionary {
    const states = Uint8Array.from(series, (number) =>
      metricNamed(this.#series.key(number).metric)?.kind === 'state' ? 1 : 0,
    );
    const stored = { id, series, decimals, states };
    this.#byId.set(id, stored);
    this.#byHash.set(hash.toString('base64'), stored);
    this.#highest = Math.max(this.#highest, id);
    return stored;
  }
}

function hashOf(content: Buffer): Buffer {
  return createHash('sha256').update(content).digest();
}
