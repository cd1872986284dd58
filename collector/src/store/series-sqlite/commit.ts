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

interface Waiting {
  readonly durable: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/**
 * Commits together what came close together, so that much of it shares one flush of the disk. `commit` is one
 * transaction of all that was gathered: it throws and has changed nothing, or all of it is durable. All who wait for it share one promise.
 */
export class GroupCommit {
  readonly #commit: () => void;
  readonly #timing: CommitTiming;
  #waiting: Waiting | null = null;
  #bytes = 0;
  #timer: NodeJS.Timeout | null = null;
  #held = false;

  constructor(commit: () => void, timing: CommitTiming = usualTiming) {
    this.#commit = commit;
    this.#timing = timing;
  }

  /** So many bytes were gathered. Resolves after the commit that holds them; rejects with what it throws. */
  add(bytes: number): Promise<void> {
    this.#waiting ??= newWaiting();
    const { durable } = this.#waiting;
    this.#bytes += bytes;
    if (this.#bytes >= this.#timing.mostBytes) this.flush();
    else this.#timer ??= setTimeout(() => this.#soon(), this.#timing.smallMs);
    return durable;
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
    const waiting = this.#waiting;
    this.#waiting = null;
    this.#bytes = 0;
    if (waiting === null) return;
    try {
      this.#commit();
      waiting.resolve();
    } catch (error) {
      waiting.reject(error as Error);
    }
  }
}

function newWaiting(): Waiting {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  return { durable: promise, resolve, reject };
}
