export type { TrustStore } from './store.ts';
export * from './types.ts';
