import { backOff } from './backoff.ts';
import type { LiveMessage, StreamListener } from './stream.ts';
import { isNothing, nothing, same, scrolled, type Topics } from './topics.ts';

export type LiveState =
  | { readonly kind: 'closed' }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  /** Since when the connection is gone, and when it is tried again. */
  | { readonly kind: 'lost'; readonly since: number; readonly next: number };

export interface KeeperParts {
  readonly open: (topics: Topics, listener: StreamListener) => () => void;
  readonly now: () => number;
  readonly random: () => number;
  /** Runs something later; the function it gives stops that. */
  readonly later: (run: () => void, ms: number) => () => void;
  readonly message: (message: LiveMessage) => void;
  readonly state: (state: LiveState) => void;
}

/** A stream on which nothing came for so long is opened anew: it may be half dead. */
const silentMs = 45_000;

/**
 * Keeps one stream open for what is wanted. When the wish changes, the new stream is opened before the old one is
 * closed, so that nothing falls between them. A lost stream is tried again with back-off until it is back.
 */
export class Keeper {
  readonly #parts: KeeperParts;
  #wish: Topics = nothing;
  #close: (() => void) | undefined;
  #closeOld: (() => void) | undefined;
  #stopTimer: (() => void) | undefined;
  #attempt = 0;
  #lostSince: number | undefined;
  #live = false;
  /** The next stream takes over without a greeting. */
  #silent = false;

  constructor(parts: KeeperParts) {
    this.#parts = parts;
  }

  want(topics: Topics): void {
    if (same(topics, this.#wish)) return;
    // The stream that stands stays open until the new one is, so that a page has nothing to read anew.
    this.#silent = this.#live && scrolled(topics, this.#wish);
    this.#wish = topics;
    this.#reopen();
  }

  /** Tries at once when the connection is lost. */
  retry(): void {
    if (this.#lostSince !== undefined) this.#reopen();
  }

  #reopen(): void {
    this.#stopTimer?.();
    this.#closeOld?.();
    this.#closeOld = this.#close;
    this.#close = undefined;
    if (isNothing(this.#wish)) {
      this.#dropOld();
      this.#lostSince = undefined;
      this.#parts.state({ kind: 'closed' });
      return;
    }
    if (!this.#closeOld && this.#lostSince === undefined) this.#parts.state({ kind: 'connecting' });
    this.#open();
  }

  #open(): void {
    let current = true;
    const close = this.#parts.open(this.#wish, {
      message: (message) => {
        if (!current) return;
        const silent = message.name === 'hello' && this.#silent;
        if (message.name === 'hello') this.#opened();
        this.#watch();
        if (!silent) this.#parts.message(message);
      },
      lost: () => {
        if (!current) return;
        current = false;
        this.#lost();
      },
    });
    this.#close = () => {
      current = false;
      close();
    };
    this.#watch();
  }

  #opened(): void {
    this.#dropOld();
    this.#attempt = 0;
    this.#live = true;
    this.#silent = false;
    this.#lostSince = undefined;
    this.#parts.state({ kind: 'live' });
  }

  #watch(): void {
    this.#stopTimer?.();
    this.#stopTimer = this.#parts.later(() => {
      this.#silent = false;
      this.#reopen();
    }, silentMs);
  }

  #lost(): void {
    this.#dropOld();
    this.#live = false;
    this.#silent = false;
    this.#close = undefined;
    this.#stopTimer?.();
    this.#attempt += 1;
    const wait = backOff(this.#attempt, this.#parts.random);
    const now = this.#parts.now();
    this.#lostSince ??= now;
    this.#parts.state({ kind: 'lost', since: this.#lostSince, next: now + wait });
    this.#stopTimer = this.#parts.later(() => this.#open(), wait);
  }

  #dropOld(): void {
    this.#closeOld?.();
    this.#closeOld = undefined;
  }
}
