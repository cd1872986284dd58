/** What the collector's thread and the copier's say to each other: `begin`, `begun`, then one of the other two. */
import type { Manifest } from './manifest.ts';

export type ToCopier = { readonly type: 'begin' };
export type FromCopier =
  | { readonly type: 'begun' }
  | { readonly type: 'done'; readonly manifest: Manifest }
  | { readonly type: 'failed'; readonly message: string };
