import { Keeper, type LiveState } from './keeper.ts';
import { type LiveMessage, openStream } from './stream.ts';
import { nothing, type Topics, union } from './topics.ts';

/** What tabs of one browser say to each other. */
type Word =
  | { readonly kind: 'wish'; readonly tab: string; readonly topics: Topics }
  | { readonly kind: 'bye'; readonly tab: string }
  | { readonly kind: 'ask' }
  | { readonly kind: 'retry' }
  | { readonly kind: 'message'; readonly message: LiveMessage }
  | { readonly kind: 'state'; readonly state: LiveState };

/** A tab that has not repeated its wish for so long is gone. */
const forgottenMs = 70_000;
const repeatMs = 25_000;
const name = 'fettle.live';

export interface TabsListener {
  message(message: LiveMessage): void;
  state(state: LiveState): void;
}

/**
 * One stream for all tabs of a browser. The tab that holds the lock (the leader) opens it for what all tabs want and
 * hands on what comes; where the browser has no locks, each tab is its own leader. A hidden tab gives the lock away.
 */
export class Tabs {
  readonly #me = crypto.getRandomValues(new Uint32Array(2)).join('');
  readonly #channel = new BroadcastChannel(name);
  readonly #listener: TabsListener;
  readonly #keeper: Keeper;
  readonly #wishes = new Map<string, { topics: Topics; heard: number }>();
  #wish: Topics = nothing;
  #release: (() => void) | undefined;
  #waiting: AbortController | undefined;
  #state: LiveState = { kind: 'closed' };

  constructor(listener: TabsListener, now: () => number) {
    this.#listener = listener;
    this.#keeper = new Keeper({
      open: openStream,
      now,
      random: Math.random,
      later: (run, ms) => {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
      message: (message) => this.#lead({ kind: 'message', message }),
      state: (state) => this.#lead({ kind: 'state', state }),
    });
    this.#channel.addEventListener('message', (event: MessageEvent<Word>) => this.#hear(event.data));
    addEventListener('pagehide', () => this.#tell({ kind: 'bye', tab: this.#me }));
    setInterval(() => this.#repeat(), repeatMs);
  }

  /** Whether this tab speaks for all tabs of the browser. */
  get leads(): boolean {
    return this.#release !== undefined;
  }

  /** From now on this tab wants these topics. */
  want(topics: Topics): void {
    this.#wish = topics;
    this.#say();
    if (this.#release) this.#gather();
  }

  /** Takes part: says its wish, and leads when no other tab does. */
  join(): void {
    if (this.#release || this.#waiting) return;
    this.#say();
    if (!('locks' in navigator)) {
      this.#release = () => {};
      this.#gather();
      return;
    }
    const waiting = new AbortController();
    this.#waiting = waiting;
    navigator.locks
      .request(name, { signal: waiting.signal }, () => this.#hold())
      .catch((error: unknown) => {
        if (!(error instanceof DOMException && error.name === 'AbortError')) throw error;
      });
  }

  /** Wants nothing any more, and lets another tab lead. */
  leave(): void {
    this.want(nothing);
    this.#waiting?.abort();
    this.#waiting = undefined;
    if (!this.#release) return;
    this.#keeper.want(nothing);
    this.#wishes.clear();
    this.#release();
    this.#release = undefined;
  }

  retry(): void {
    if (this.#release) this.#keeper.retry();
    else this.#tell({ kind: 'retry' });
  }

  #tell(word: Word): void {
    // A channel reaches only our own pages; it takes no target.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    this.#channel.postMessage(word);
  }

  #hold(): Promise<void> {
    this.#waiting = undefined;
    return new Promise((resolve) => {
      this.#release = resolve;
      this.#tell({ kind: 'ask' });
      this.#gather();
    });
  }

  #say(): void {
    this.#tell({ kind: 'wish', tab: this.#me, topics: this.#wish });
  }

  #repeat(): void {
    if (this.#wish !== nothing) this.#say();
    if (this.#release) this.#gather();
  }

  #gather(): void {
    const now = performance.now();
    this.#wishes.set(this.#me, { topics: this.#wish, heard: now });
    for (const [tab, { heard }] of this.#wishes) if (now - heard > forgottenMs) this.#wishes.delete(tab);
    this.#keeper.want(union([...this.#wishes.values()].map(({ topics }) => topics)));
  }

  #lead(word: Extract<Word, { kind: 'message' | 'state' }>): void {
    this.#tell(word);
    this.#take(word);
  }

  #take(word: Extract<Word, { kind: 'message' | 'state' }>): void {
    if (word.kind === 'message') this.#listener.message(word.message);
    else {
      this.#state = word.state;
      this.#listener.state(word.state);
    }
  }

  #hear(word: Word): void {
    if (word.kind === 'message' || word.kind === 'state') {
      if (!this.#release) this.#take(word);
      return;
    }
    if (word.kind === 'ask') this.#say();
    if (!this.#release) return;
    if (word.kind === 'retry') this.#keeper.retry();
    if (word.kind === 'bye') this.#wishes.delete(word.tab);
    if (word.kind === 'wish') {
      this.#wishes.set(word.tab, { topics: word.topics, heard: performance.now() });
      this.#tell({ kind: 'state', state: this.#state });
    }
    this.#gather();
  }
}
