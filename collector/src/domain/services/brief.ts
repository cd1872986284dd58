/** What was reckoned is given again for so long, ms: a page that many people load at once is made once. */
const keptMs = 10_000;
const keysAtMost = 200;

interface Kept {
  readonly until: number;
  readonly value: Promise<unknown>;
}

/** Answers that are good for a few seconds, also to those who ask while one is being made. One that failed is made anew. */
export class Brief {
  readonly #kept = new Map<string, Kept>();

  of<Value>(key: string, now: number, make: () => Promise<Value>): Promise<Value> {
    const known = this.#kept.get(key);
    if (known && now < known.until) return known.value as Promise<Value>;
    const value = make();
    if (this.#kept.size >= keysAtMost) this.#kept.clear();
    this.#kept.set(key, { until: now + keptMs, value });
    value.catch(() => {
      if (this.#kept.get(key)?.value === value) this.#kept.delete(key);
    });
    return value;
  }
}
