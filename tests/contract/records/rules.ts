import type { Rule, RuleWrite } from '@fettle/collector/domain/rules/index';
import type { RuleId } from '@fettle/shared/ids';
import { expect, test } from 'vitest';
import type { Open } from './place.ts';
import { note, noted, start } from './samples.ts';

const ruleId = (name: string) => name as RuleId;

const rule = (name: string, fields: Partial<Rule> = {}): Rule => ({
  id: ruleId(name),
  name: `Rule “${name}”`,
  selector: 'kind=server, role in (db, "o’clock; --")',
  when: {
    kind: 'value',
    metric: 'system.filesystem.utilization',
    where: { 'system.filesystem.mountpoint': '/*' },
    is: 'above',
    levels: { warning: { limit: 0.85, clear: 0.8 }, critical: { limit: 0.95 } },
  },
  forMs: 600_000,
  clearForMs: 0,
  enabled: true,
  runbook: 'First:\n\tlook — "there"\\',
  overrides: [{ where: { 'system.filesystem.mountpoint': '/srv' }, off: true }],
  origin: 'person',
  createdAt: start,
  changedAt: start,
  version: 1,
  ...fields,
});
const put = (one: Rule, before: number): RuleWrite => ({ what: 'put', rule: one, before });
const remove = (name: string, before: number): RuleWrite => ({ what: 'remove', id: ruleId(name), before });

export function ruleContract(open: Open): void {
  test('a rule is read as it was written, one by one and all by id', async () => {
    await using place = await open();
    const { rules } = place.records;
    expect(await rules.rules()).toEqual([]);
    expect(await rules.rule(ruleId('a'))).toBeNull();
    expect(await rules.write([put(rule('b'), 0), put(rule('a'), 0), put(rule('a-1'), 0)], note('made'))).toBe(
      'written',
    );
    expect(await rules.rule(ruleId('a'))).toEqual(rule('a'));
    expect(await rules.rules()).toEqual([rule('a'), rule('a-1'), rule('b')]);
    expect(await noted(place)).toEqual(['made']);
  });

  test('changed and removed with the version that was read, and with no other', async () => {
    await using place = await open();
    const { rules } = place.records;
    await rules.write([put(rule('a'), 0)], note('made'));
    const changed = rule('a', { name: 'Other', enabled: false, changedAt: start + 5, version: 2, origin: 'file' });
    expect(await rules.write([put(changed, 3)], note('no'))).toEqual({ changedMeanwhile: 'a' });
    expect(await rules.write([put(changed, 0)], note('no'))).toEqual({ changedMeanwhile: 'a' });
    expect(await rules.write([put(rule('b', { version: 2 }), 1)], note('no'))).toEqual({ changedMeanwhile: 'b' });
    expect(await rules.write([put(changed, 1)], note('changed'))).toBe('written');
    expect(await rules.rule(ruleId('a'))).toEqual(changed);
    expect(await rules.write([remove('a', 1)], note('no'))).toEqual({ changedMeanwhile: 'a' });
    expect(await rules.write([remove('a', 2)], note('removed'))).toBe('written');
    expect(await rules.write([remove('a', 2)], note('no'))).toEqual({ changedMeanwhile: 'a' });
    expect(await rules.rules()).toEqual([]);
    expect(await noted(place)).toEqual(['made', 'changed', 'removed']);
  });

  test('of several writes all are done, or none', async () => {
    await using place = await open();
    const { rules } = place.records;
    await rules.write([put(rule('a'), 0), put(rule('z'), 0)], note('made'));
    const writes = [put(rule('a', { version: 2 }), 1), put(rule('m'), 0), remove('z', 7)];
    expect(await rules.write(writes, note('no'), [ruleId('m')])).toEqual({ changedMeanwhile: 'z' });
    expect(await rules.rules()).toEqual([rule('a'), rule('z')]);
    expect(await rules.shipped()).toEqual(new Set());
    expect(await noted(place)).toEqual(['made']);
  });

  test('of ten at once with the same version one wins', async () => {
    await using place = await open();
    const { rules } = place.records;
    const wins = (answers: readonly unknown[]) => answers.filter((answer) => answer === 'written').length;
    const ten = <Answer>(work: (n: number) => Promise<Answer>) =>
      Promise.all(Array.from({ length: 10 }, (_, n) => work(n)));
    expect(wins(await ten((n) => rules.write([put(rule('a', { name: `${n}` }), 0)], note('made'))))).toBe(1);
    const change = (n: number) => put(rule('a', { name: `${n}`, version: 2 }), 1);
    const both = (n: number) => (n % 2 === 0 ? [change(n), put(rule('b'), 0)] : [put(rule('b'), 0), change(n)]);
    expect(wins(await ten((n) => rules.write(both(n), note('changed'))))).toBe(1);
    expect(wins(await ten(() => rules.write([remove('a', 2)], note('removed'))))).toBe(1);
    expect(await noted(place)).toEqual(['made', 'changed', 'removed']);
  });

  test('what was shipped is remembered, also when the rule is gone', async () => {
    await using place = await open();
    const { rules } = place.records;
    await rules.write([put(rule('a', { origin: 'default' }), 0)], note('made'), [ruleId('a'), ruleId('b')]);
    await rules.write([remove('a', 1)], note('removed'), [ruleId('b'), ruleId('c')]);
    expect(await rules.shipped()).toEqual(new Set(['a', 'b', 'c']));
  });
}
