export type { Finding, FindingReason, Rule } from './types.ts';
