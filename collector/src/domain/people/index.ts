export type { ManpowerStore } from './store.ts';
export type { Case, Deed, HandOverNote } from './types.ts';
