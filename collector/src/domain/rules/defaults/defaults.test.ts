import { compileRule } from '@fettle/shared/rules/compile';
import { describe, expect, test } from 'vitest';
import { normalRule } from '../normal.ts';
import { defaultRules } from './index.ts';

test('each theme is there, and no id is used twice', () => {
  expect(defaultRules.size).toBeGreaterThan(30);
  for (const id of [
    'server-silent',
    'router-silent',
    'filesystem-full',
    'filesystem-fills',
    'memory-short',
    'cpu-busy',
  ]) {
    expect([...defaultRules.keys()]).toContain(id);
  }
});

describe.each([...defaultRules])('%s', (id, rule) => {
  test('compiles against the catalogue and is in its normal form', () => {
    expect(compileRule(id, rule).id).toBe(id);
    expect(normalRule(rule)).toEqual(rule);
    expect(id).toMatch(/^[a-z0-9][a-z0-9-]{0,63}$/);
  });

  test('has a name and a runbook of steps', () => {
    expect(rule.name).toMatch(/^[A-Z].*[^.]$/);
    expect(rule.runbook.split('\n').length).toBeGreaterThanOrEqual(2);
    expect(rule.runbook).toMatch(/^1\. /);
    expect(rule.runbook.length).toBeLessThan(8_192);
  });

  test('does not jump: what goes up and down has a time or a clear value', () => {
    const { when, forMs, clearForMs } = rule;
    if (when.kind !== 'value' && when.kind !== 'formula') return;
    const clear = Object.values(when.levels).every((level) => level.clear !== undefined);
    // Wear and spare blocks go one way only.
    const oneWay = when.kind === 'value' && /endurance|spare/.test(when.metric);
    expect(oneWay || clear || forMs + clearForMs > 0).toBe(true);
  });
});
