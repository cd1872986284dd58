/** Rules for tests. */
import type { Condition, RuleBody } from './rule.ts';

export const bodyOf = (when: Condition, fields: Partial<RuleBody> = {}): RuleBody => ({
  name: 'A rule',
  selector: '',
  when,
  forMs: 0,
  clearForMs: 0,
  enabled: true,
  runbook: '',
  overrides: [],
  ...fields,
});

export const mountpoint = 'system.filesystem.mountpoint';
export const diskFull = {
  kind: 'value',
  metric: 'system.filesystem.utilization',
  is: 'above',
  levels: { warning: { limit: 0.85, clear: 0.8 }, critical: { limit: 0.95 } },
} as const satisfies Condition;
