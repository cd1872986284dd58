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

/** So many small commits may follow each other closely; after them there is one each `longestMs`, for a flush costs as much as dozens of frames. */
const quickCommits = 5;
/** Those of so few senders do not count: who sends the next when this is durable would wait for company that never comes. */
const fewSenders = 3;

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
  /** How many wait. */
  #adds = 0;
  #timer: NodeJS.Timeout | null = null;
  #immediate: NodeJS.Immediate | null = null;
  #held = false;
  /** Quick commits that are left, as of the last one. */
  #quick = quickCommits;
  #last = Number.NEGATIVE_INFINITY;

  constructor(commit: () => void, timing: CommitTiming = usualTiming) {
    this.#commit = commit;
    this.#timing = timing;
  }

  /**
   * So many bytes were gathered. Resolves after the commit that holds them; rejects with what it throws.
   * @param urgent it waits for nothing but what else comes in the same turn
   */
  add(bytes: number, urgent = false): Promise<void> {
    this.#waiting ??= newWaiting();
    const { durable } = this.#waiting;
    this.#bytes += bytes;
    this.#adds++;
    if (this.#bytes >= this.#timing.mostBytes) this.flush();
    else if (urgent) this.#immediate ??= setImmediate(() => this.flush());
    else this.#timer ??= this.#plan();
    return durable;
  }

  #plan(): NodeJS.Timeout {
    const { smallMs, longestMs } = this.#timing;
    const since = this.#sinceLast(performance.now());
    if (this.#quick + since / longestMs >= 1) return setTimeout(() => this.#soon(), smallMs);
    return setTimeout(() => this.flush(), Math.max(smallMs, longestMs - since));
  }

  /** Never below 0: whatever its clock does, nothing waits longer than `longestMs`. */
  #sinceLast(now: number): number {
    return Math.max(0, now - this.#last);
  }

  #soon(): void {
    const { smallMs, smallBytes, longestMs } = this.#timing;
    if (this.#bytes <= smallBytes) this.flush();
    else this.#timer = setTimeout(() => this.flush(), longestMs - smallMs);
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
    if (this.#immediate !== null) clearImmediate(this.#immediate);
    this.#timer = null;
    this.#immediate = null;
    if (this.#held) return;
    const waiting = this.#waiting;
    this.#waiting = null;
    this.#bytes = 0;
    if (waiting === null) return;
    this.#count(this.#adds);
    this.#adds = 0;
    try {
      this.#commit();
      waiting.resolve();
    } catch (error) {
      waiting.reject(error as Error);
    }
  }

  #count(adds: number): void {
    const now = performance.now();
    const earned = this.#sinceLast(now) / this.#timing.longestMs;
    const spent = adds > fewSenders ? 1 : 0;
    this.#quick = Math.max(0, Math.min(quickCommits, this.#quick + earned) - spent);
    this.#last = now;
  }
}

function newWaiting(): Waiting {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  return { durable: promise, resolve, reject };
}
