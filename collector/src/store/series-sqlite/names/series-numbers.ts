import type { Attributes, SeriesKey } from '@fettle/shared/metrics/metric';
import type { Database, Statement } from 'better-sqlite3';

/** A number for each metric with its attributes, all in memory; about 300 bytes each. They are never given up. */
export class SeriesNumbers {
  readonly #add: Statement;
  readonly #keys: (SeriesKey | undefined)[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #byMetric = new Map<string, number[]>();
  /** Not in the journal yet. */
  #unwritten: number[] = [];

  constructor(db: Database) {
    this.#add = db.prepare('insert into series (id, metric, attributes) values (?, ?, ?)');
    for (const [id, metric, attributes] of db
      .prepare('select id, metric, attributes from series')
      .raw()
      .iterate() as Iterable<[number, string, string]>) {
      this.#remember(id, { metric, attributes: JSON.parse(attributes) as Attributes }, textOf(metric, attributes));
    }
  }

  number({ metric, attributes }: SeriesKey): number {
    const json = jsonOf(attributes);
    const text = textOf(metric, json);
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = Math.max(1, this.#keys.length);
    this.#remember(number, { metric, attributes: JSON.parse(json) as Attributes }, text);
    this.#unwritten.push(number);
    return number;
  }

  key(number: number): SeriesKey {
    const key = this.#keys[number];
    if (!key) throw new Error(`Series ${number} has no name.`);
    return key;
  }

  ofMetric(metric: string): readonly number[] {
    return this.#byMetric.get(metric) ?? [];
  }

  get unwritten(): number {
    return this.#unwritten.length;
  }

  /** Inside the transaction of a commit; `written` after it. */
  write(): void {
    for (const number of this.#unwritten) {
      const { metric, attributes } = this.key(number);
      this.#add.run(number, metric, jsonOf(attributes));
    }
  }

  written(): void {
    this.#unwritten = [];
  }

  #remember(number: number, key: SeriesKey, text: string): void {
    this.#keys[number] = key;
    this.#numbers.set(text, number);
    const same = this.#byMetric.get(key.metric);
    if (same) same.push(number);
    else this.#byMetric.set(key.metric, [number]);
  }
}

const textOf = (metric: string, json: string) => `${metric} ${json}`;

/** Equal for equal attributes, whatever their order. */
function jsonOf(attributes: Attributes): string {
  const keys = Object.keys(attributes);
  if (keys.length === 0) return '{}';
  return JSON.stringify(Object.fromEntries(keys.toSorted().map((key) => [key, attributes[key]])));
}
