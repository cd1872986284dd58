import type { RuleBody } from '@fettle/shared/rules/rule';
import { expect, test } from 'vitest';
import { normalRule, sameRule } from './normal.ts';

const rule: RuleBody = {
  name: ' Full ',
  selector: ' kind=server ',
  when: {
    kind: 'value',
    metric: 'm',
    where: { b: '2', a: '1' },
    is: 'above',
    levels: { critical: { limit: 0.9 }, warning: { clear: -0, limit: 0.8 } },
  },
  forMs: 0,
  clearForMs: 0,
  enabled: true,
  runbook: 'a\r\nb\n\n',
  overrides: [{ selector: '', where: {}, calendar: { days: [5, 1, 5], from: '08:00', to: '18:00' }, off: true }],
};

test('what means the same looks the same', () => {
  const normal = normalRule(rule);
  expect(normal).toMatchObject({ name: 'Full', selector: 'kind=server', runbook: 'a\nb' });
  expect(JSON.stringify(normal.when)).toBe(
    '{"kind":"value","metric":"m","where":{"a":"1","b":"2"},"is":"above","levels":{"warning":{"limit":0.8,"clear":0},"critical":{"limit":0.9}}}',
  );
  expect(normal.overrides).toEqual([{ calendar: { days: [1, 5], from: '08:00', to: '18:00' }, off: true }]);
  expect(normalRule(normal)).toEqual(normal);
  expect(sameRule(rule, normal)).toBe(true);
});

test('what differs in anything is not the same', () => {
  for (const change of [{ forMs: 1 }, { enabled: false }, { runbook: 'a' }, { overrides: [] }, { name: 'full' }]) {
    expect(sameRule(rule, { ...rule, ...change })).toBe(false);
  }
});
