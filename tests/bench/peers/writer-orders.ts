import type { Kind } from '../load/orders.ts';

export interface Make {
  readonly type: 'make';
  readonly kind: Kind;
  /** The first device, and one after the last. */
  readonly from: number;
  readonly to: number;
  /** Of each device in one round. */
  readonly frames: number;
  readonly rounds: number;
  readonly start: number;
  readonly interval: number;
}

export type WriterOrder =
  | Make
  /** The same, each request sent to all at once when it is made, and kept no longer. */
  | (Omit<Make, 'type'> & { readonly type: 'stream'; readonly urls: readonly string[] })
  /** To each the requests of a round, one after the other. */
  | { readonly type: 'send'; readonly urls: readonly string[]; readonly round: number };

export type WriterAnswer =
  | { readonly type: 'made' }
  | { readonly type: 'sent'; readonly samples: number }
  | { readonly type: 'failed'; readonly why: string };
