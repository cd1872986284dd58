import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Dictionary } from '@fettle/shared/protocol/frame';
import type { Database, Statement } from 'better-sqlite3';

/** Series of decoded dictionaries that are kept; about 200 bytes each. */
const seriesKept = 200_000;

const decimals = new WeakMap<Dictionary, Uint8Array>();

/** Digits after the point, one number a column. */
export function decimalsOf(dictionary: Dictionary): Uint8Array {
  let found = decimals.get(dictionary);
  if (!found) {
    found = Uint8Array.from(dictionary.series, (series) => series.decimals);
    decimals.set(dictionary, found);
  }
  return found;
}

/** The dictionaries of the file, each stored once by the hash of its content. */
export class Dictionaries {
  readonly #find: Statement;
  readonly #add: Statement;
  readonly #read: Statement;
  #ids = new WeakMap<Dictionary, number>();
  readonly #decoded = new Map<number, Dictionary>();
  #seriesDecoded = 0;

  constructor(db: Database) {
    this.#find = db.prepare('select id from dictionary where hash = ?').pluck();
    this.#add = db.prepare('insert into dictionary (hash, content) values (?, ?)');
    this.#read = db.prepare('select content from dictionary where id = ?').pluck();
  }

  /** Its id; adds it when it is new. Inside a transaction; after one that failed call `forget`. */
  id(dictionary: Dictionary): number {
    const known = this.#ids.get(dictionary);
    if (known !== undefined) return known;
    const content = Buffer.from(contentOf(dictionary));
    const hash = createHash('sha256').update(content).digest();
    const id = (this.#find.get(hash) ?? this.#add.run(hash, deflateRawSync(content)).lastInsertRowid) as number;
    this.#ids.set(dictionary, id);
    return id;
  }

  /** Ids given in a transaction that was rolled back do not exist. */
  forget(): void {
    this.#ids = new WeakMap();
  }

  get(id: number): Dictionary {
    const known = this.#decoded.get(id);
    if (known) return known;
    const content = this.#read.get(id) as Buffer | undefined;
    if (!content) throw new Error(`Dictionary ${id} of the series is missing.`);
    const dictionary = JSON.parse(inflateRawSync(content).toString('utf8')) as Dictionary;
    this.#keep(id, dictionary);
    return dictionary;
  }

  #keep(id: number, dictionary: Dictionary): void {
    this.#decoded.set(id, dictionary);
    this.#seriesDecoded += dictionary.series.length;
    for (const [oldest, { series }] of this.#decoded) {
      if (this.#seriesDecoded <= seriesKept || oldest === id) return;
      this.#decoded.delete(oldest);
      this.#seriesDecoded -= series.length;
    }
  }
}

/** JSON, equal for equal dictionaries: properties and attribute keys in one order. */
function contentOf({ series }: Dictionary): string {
  return JSON.stringify({
    series: series.map(({ metric, attributes, decimals: digits }) => ({
      metric,
      attributes: Object.fromEntries(Object.entries(attributes).toSorted(([a], [b]) => (a < b ? -1 : 1))),
      decimals: digits,
    })),
  });
}
