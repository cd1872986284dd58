export type { RequestListQuery, RequestPlace, RequestStore } from './store.ts';
export type { Asker, AttachedPart, Request, RequestEntry, RequestItem } from './types.ts';
