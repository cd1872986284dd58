import type { Rule } from '@fettle/collector/domain/rules/index';
import type { RuleId } from '@fettle/shared/ids';
import type { RuleBody } from '@fettle/shared/rules/rule';
import type { TestApp } from '../app.ts';
import { begin } from './truths.ts';

const plain = (name: string, when: RuleBody['when']): RuleBody => ({
  name,
  selector: '',
  when,
  forMs: 0,
  clearForMs: 0,
  enabled: true,
  runbook: '',
  overrides: [],
});
const above = (metric: string, warning: number, clear: number): RuleBody['when'] => ({
  kind: 'value',
  metric,
  is: 'above',
  levels: { warning: { limit: warning, clear } },
});

/** As people would have written them. */
export async function writeRules(stores: Pick<TestApp['stores'], 'rules'>): Promise<void> {
  const failed = (unit: string): RuleBody['when'] => ({
    kind: 'state',
    metric: 'systemd.unit.state',
    states: { critical: ['failed'] },
    where: { 'systemd.unit.name': unit },
  });
  const bodies: Record<string, RuleBody> = {
    'unit-failed': plain('The main service has failed', failed('main.service')),
    'backup-failed': plain('The backup has failed', failed('backup.service')),
    'disk-full': plain('/var is full', above('system.filesystem.utilization', 0.9, 0.85)),
    'disk-slow': plain('A disk answers slowly', above('system.disk.operation.duration', 100, 50)),
    'cpu-high': plain('CPU above 85 %', above('system.cpu.busy', 0.85, 0.8)),
  };
  for (const [id, body] of Object.entries(bodies)) {
    const rule: Rule = { ...body, id: id as RuleId, origin: 'person', createdAt: begin, changedAt: begin, version: 1 };
    const event = { time: begin, kind: 'rule.created', device: null, site: null, detail: { rule: id } };
    await stores.rules.write([{ what: 'put', rule, before: 0 }], { events: [event], audit: [] });
  }
}
