export type { RuleStore, RuleWrite } from './store.ts';
export type { Finding, FindingReason, Rule } from './types.ts';
