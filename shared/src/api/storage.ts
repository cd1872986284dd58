import { type Static, Type } from 'typebox';
import { Closed, Time } from './schema.ts';

/** The collector's disk; told on every page while it is full. */
export const StorageItem = Closed({
  state: Type.Union([Type.Literal('ok'), Type.Literal('full')]),
  since: Time,
});
export type StorageItem = Static<typeof StorageItem>;
