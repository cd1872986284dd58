export { listFacts } from './list-facts.ts';
export { type FactsReport, recordFacts } from './record-facts.ts';
export type { InventoryStore } from './store.ts';
export type { Fact, FactChange, FactSheet } from './types.ts';
