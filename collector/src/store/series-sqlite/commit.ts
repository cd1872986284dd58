/** When to commit what has come together. */
export interface CommitTiming {
  /** Little is committed after so long. */
  readonly smallMs: number;
  readonly smallBytes: number;
  /** More waits for company until so long has passed since its first, or until it is so much. */
  readonly longestMs: number;
  readonly mostBytes: number;
}

export const usualTiming: CommitTiming = {
  smallMs: 10,
  smallBytes: 64 * 1024,
  longestMs: 100,
  mostBytes: 4 * 1024 * 1024,
};

interface Waiting<Entry, Answer> {
  readonly entry: Entry;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Gathers entries and commits them together, so that many of them share one flush of the disk. `commit` is one
 * transaction: it gives one answer an entry, in order, or throws and has changed nothing; then exactly its entries reject.
 */
export class GroupCommit<Entry, Answer> {
  readonly #commit: (entries: readonly Entry[]) => readonly Answer[];
  readonly #timing: CommitTiming;
  #waiting: Waiting<Entry, Answer>[] = [];
  #bytes = 0;
  #timer: NodeJS.Timeout | null = null;
  #held = false;

  constructor(commit: (entries: readonly Entry[]) => readonly Answer[], timing: CommitTiming = usualTiming) {
    this.#commit = commit;
    this.#timing = timing;
  }

  /** Resolves with the entry's answer after the commit that holds it. */
  add(entry: Entry, bytes: number): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ entry, resolve, reject });
      this.#bytes += bytes;
      if (this.#bytes >= this.#timing.mostBytes) this.flush();
      else this.#timer ??= setTimeout(() => this.#soon(), this.#timing.smallMs);
    });
  }

  #soon(): void {
    if (this.#bytes <= this.#timing.smallBytes) this.flush();
    else this.#timer = setTimeout(() => this.flush(), this.#timing.longestMs - this.#timing.smallMs);
  }

  /** Nothing is committed until it may go on; what comes waits. */
  hold(): void {
    this.#held = true;
  }

  goOn(): void {
    this.#held = false;
    this.flush();
  }

  /** Commits now what waits. */
  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#held) return;
    const batch = this.#waiting;
    this.#waiting = [];
    this.#bytes = 0;
    if (batch.length === 0) return;
    try {
      const answers = this.#commit(batch.map(({ entry }) => entry));
      batch.forEach(({ resolve }, place) => resolve(answers[place] as Answer));
    } catch (error) {
      for (const { reject } of batch) reject(error as Error);
    }
  }
}
