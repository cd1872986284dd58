export type { ScriptBlob, ScriptStore } from './store.ts';
export * from './types.ts';
