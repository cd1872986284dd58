export { type RunReader, runReader } from './read.ts';
export type * from './store.ts';
export * from './types.ts';
