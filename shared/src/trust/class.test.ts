import { describe, expect, test } from 'vitest';
import type { Action, ActionClass } from './action.ts';
import { type ClassQuestion, isAbove, isCritical, reckonClass } from './class.ts';
import { allScripts, exampleScript, exampleStep, hashOf, rawStep } from './maintenance.fixture.ts';

const scripts = new Map(allScripts.map((one) => [hashOf(one), one.class]));
const usual: Omit<ClassQuestion, 'action'> = { scripts, targets: 2, bulk: 25, critical: false };
const steps = (...all: (typeof rawStep)[]): Action => ({ kind: 'script', steps: all });
const [list, clear, wipe] = (['list', 'clear', 'wipe'] as const).map((name) => exampleStep(exampleScript(name)));
const update: Action = { kind: 'agent-update', version: '1.0.0', sha256: 'ab'.repeat(32), size: 1 };

describe('an action is', () => {
  test.each<[ActionClass, string[], string, Action, Partial<ClassQuestion>]>([
    ['read', [], 'a script that reads', steps(list!), {}],
    ['change', [], 'a script that changes, beside one that reads', steps(list!, clear!), {}],
    ['dangerous', ['script'], 'a script that is dangerous', steps(wipe!), {}],
    ['read', [], 'a script that is not there', steps(wipe!), { scripts: new Map() }],
    ['dangerous', ['raw'], 'a script of nobody', steps(list!, rawStep), {}],
    ['read', [], 'on as many devices as is small', steps(list!), { targets: 25 }],
    ['dangerous', ['bulk'], 'on one more', steps(list!), { targets: 26 }],
    ['read', [], 'on whatever a selector fits', steps(list!), { targets: null }],
    ['dangerous', ['critical'], 'on a critical device', steps(list!), { critical: true }],
    ['change', [], 'a restart', { kind: 'unit-restart', unit: 'ssh' }, {}],
    ['change', [], 'a reboot of one', { kind: 'reboot', notice: 0 }, { targets: 1 }],
    ['dangerous', ['reboot-many'], 'a reboot of two', { kind: 'reboot', notice: 0 }, {}],
    ['dangerous', ['reboot-many'], 'a reboot of who knows how many', { kind: 'reboot', notice: 0 }, { targets: null }],
    ['dangerous', ['bulk', 'agent-update', 'critical'], 'all at once', update, { targets: 30, critical: true }],
    ['read', [], 'refreshing trust', { kind: 'trust-refresh' }, {}],
  ])('%s %j: %s', (found, dangers, _name, action, change) => {
    expect(reckonClass({ ...usual, action, ...change })).toEqual({ class: found, dangers });
  });
});

test('one class is above another', () => {
  expect([isAbove('change', 'read'), isAbove('read', 'read'), isAbove('change', 'dangerous')]).toEqual([
    true,
    false,
    false,
  ]);
});

test('critical is what a grant calls so, and nothing else', () => {
  expect(isCritical({ critical: 'true' })).toBe(true);
  for (const labels of [{}, { critical: 'false' }, { critical: 'TRUE' }, Object.create({ critical: 'true' })])
    expect(isCritical(labels)).toBe(false);
});
