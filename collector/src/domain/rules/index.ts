export type { RuleStore, RuleWrite } from './store.ts';
export type { Finding, FindingReason, Rule } from './types.ts';
export { createRuleEngine, type RuleEngine, type RuleEnginePorts, type Seed } from './engine/engine.ts';
