/** Rules that are written to a file and read again are the same rules, whatever they are. */
import { normalRule } from '@fettle/collector/domain/rules/index';
import { readFile, ruleKind, textOf } from '@fettle/collector/edge/files/index';
import { checkRule } from '@fettle/shared/rules/check';
import type { Calendar, Condition, Level, Levels, Override, RuleBody, Where } from '@fettle/shared/rules/rule';
import { metricNamed } from '@fettle/shared/metrics/catalogue';
import type { Severity } from '@fettle/shared/severity';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';

const metrics = [
  'system.filesystem.utilization',
  'system.memory.linux.available',
  'system.network.io.rate',
  'system.disk.operation.duration',
  'system.uptime',
  'hw.temperature',
  'hw.fan.speed',
  'system.network.errors.rate',
  'system.process.count',
];
const scales = [1, 1_024 ** 3, 1_000, 60, 0.01];
const ms = fc.oneof(fc.constantFrom(0, 1_000, 60_000, 300_000, 3_600_000, 86_400_000), fc.nat(34_560_000_000));
const longer = ms.map((time) => Math.max(600_000, time));
const name = fc.string({ unit: 'binary', minLength: 1, maxLength: 20 });
const text = fc.string({ unit: 'binary', maxLength: 60 });
const lines = fc.array(text, { maxLength: 5 }).map((some) => some.join('\n'));
const attribute = fc.oneof(fc.constantFrom('/var', '*', '0', 'true', '', ' x ', '- a', '# b', 'null', '1e3'), text);
const selector = fc.constantFrom(
  '',
  'kind=server',
  'role in (db, "a b"), not has "x: y"',
  ' site=berlin ',
  'os!="# 1"',
);

function sides(metric: string): fc.Arbitrary<{ is: 'above' | 'below' | 'outside'; levels: Levels }> {
  const decimals = metricNamed(metric)?.decimals ?? 0;
  const value = fc
    .tuple(fc.integer({ min: 1, max: 99_999 }), fc.constantFrom(...scales))
    .map(([n, scale]) => Number((n * scale).toFixed(decimals)));
  const sorted = fc.uniqueArray(value, { minLength: 4, maxLength: 4 }).map((some) => some.toSorted((a, b) => a - b));
  return fc
    .tuple(sorted, fc.constantFrom('above', 'below', 'outside'), fc.boolean(), fc.boolean(), fc.nat(2))
    .map(([values, is, clear, clearToo, which]) => {
      const [a = 0, b = 0, c = 0, d = 0] = is === 'below' ? values.toReversed() : values;
      const level = (limit: Level['limit'], end: Level['limit'], has: boolean): Level => ({
        limit,
        ...(has && { clear: end }),
      });
      const warning = is === 'outside' ? level([b, c], [b, c], clear) : level(b, a, clear);
      const critical = is === 'outside' ? level([a, d], [b, c], clearToo) : level(d, c, clearToo);
      return { is, levels: which === 0 ? { warning } : which === 1 ? { critical } : { warning, critical } };
    });
}

const measured = fc.constantFrom(...metrics).chain((metric) => {
  const keys = metricNamed(metric)?.attributes ?? [];
  const where = fc.record(Object.fromEntries(keys.map((key) => [key, attribute])), { requiredKeys: [] });
  return fc.tuple(sides(metric), fc.option(where)).map(([limits, chosen]) => {
    return { ...limits, at: { metric, ...(chosen && { where: chosen as Where }) } };
  });
});
const several = (words: readonly string[]) =>
  fc.tuple(fc.shuffledSubarray([...words], { minLength: 1 }), fc.nat(8)).map(([chosen, cut]) => ({
    ...(cut > 0 && { warning: chosen.slice(0, cut) }),
    ...(chosen.length > cut && { critical: chosen.slice(cut) }),
  }));

const conditions: fc.Arbitrary<Condition>[] = [
  measured.map(({ at, is, levels }) => ({ kind: 'value', ...at, is, levels })),
  fc.tuple(measured, longer).map(([{ at, is, levels }, overMs]) => ({ kind: 'change', ...at, overMs, is, levels })),
  fc.tuple(measured, longer, fc.constantFrom<Severity[]>('warning', 'critical')).map(([{ at }, afterMs, severity]) => {
    return { kind: 'absent', ...at, afterMs, severity };
  }),
  several(['failed', 'activating', 'inactive']).map((states) => ({
    kind: 'state',
    metric: 'systemd.unit.state',
    states,
  })),
  several(['offline', 'unreachable', 'stopped', 'late']).map((states) => {
    return { kind: 'device', states } as Condition;
  }),
  fc
    .tuple(
      longer.filter((time) => time < 400 * 86_400_000),
      longer,
      fc.nat(2),
    )
    .map(([a, historyMs, which]) => ({
      kind: 'trend',
      metric: 'system.filesystem.utilization',
      reaches: 1,
      withinMs: { ...(which !== 1 && { warning: a + 1 }), ...(which !== 0 && { critical: a }) },
      historyMs,
    })),
  sides('hw.temperature').map((limits) => ({
    kind: 'formula',
    expression: 'system.cpu.load_average.5m / 4',
    unit: 'Cel',
    ...limits,
  })),
];
const condition = fc.oneof(...conditions);

const clock = fc
  .tuple(fc.nat(23), fc.nat(59))
  .map((parts) => parts.map((part) => `${part}`.padStart(2, '0')).join(':'));
const calendar: fc.Arbitrary<Calendar> = fc
  .tuple(
    fc.shuffledSubarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 }),
    clock,
    clock,
    fc.constantFrom('', 'Europe/Berlin', 'UTC'),
  )
  .map(([days, from, to, zone]) => ({ days, from, to, ...(zone !== '' && { zone }) }));
const override = (when: Condition): fc.Arbitrary<Override> =>
  fc
    .tuple(fc.option(selector), fc.option(calendar), fc.boolean(), fc.option(ms), fc.option(fc.boolean()))
    .map(([chosen, during, limits, forMs, off]) => ({
      selector: chosen ?? 'kind=server',
      ...(during && { calendar: during }),
      ...(limits && 'levels' in when && { levels: when.levels }),
      ...(forMs !== null && { forMs }),
      off: off ?? false,
    }));

const rule: fc.Arbitrary<RuleBody> = condition.chain((when) =>
  fc
    .tuple(name, selector, ms, ms, fc.boolean(), lines, fc.array(override(when), { maxLength: 3 }))
    .map(([own, chosen, forMs, clearForMs, enabled, runbook, overrides]) => {
      return { name: own, selector: chosen, when, forMs, clearForMs, enabled, runbook, overrides };
    }),
);

/** What people may give a name; the rest the collector refuses. */
const isNamed = ({ name: own }: RuleBody) => own.trim() !== '' && !/[\p{C}\p{Zl}\p{Zp}]/u.test(own);

test('a rule, written and read, is the same rule', () => {
  let seen = 0;
  fc.assert(
    fc.property(rule.filter(isNamed), (made) => {
      const wanted = normalRule(made);
      fc.pre(checkRule(wanted).length === 0);
      seen++;
      const written = textOf(ruleKind, [{ id: 'one', body: wanted }]);
      const { source, items } = readFile('a.yaml', written);
      expect(source.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(items.map(({ id }) => id)).toEqual(['one']);
      expect(normalRule(items[0]?.body as RuleBody)).toEqual(wanted);
      expect(textOf(ruleKind, [{ id: 'one', body: normalRule(items[0]?.body as RuleBody) }])).toBe(written);
    }),
    { numRuns: 500 },
  );
  expect(seen).toBeGreaterThan(400);
});

/** What texts of rules are made of, and what YAML does odd things with. */
const pieces =
  'rules:|\n  a:|\n    |metric: |warning: |above |85 %|for: |10m|- |{|}|[|]|&x |*x|"|\'|\n|  |: |overrides:|where:|state: |?|!!str |#|\t|scope: '
    .split('|')
    .concat('|');

test('no text makes reading fail but with a problem and its place', () => {
  const piece = fc.constantFrom(...pieces);
  const anything = fc.oneof(
    fc.array(piece, { maxLength: 40 }).map((parts) => parts.join('')),
    fc.string(),
  );
  fc.assert(
    fc.property(anything, (given) => {
      const { source } = readFile('any.yaml', given);
      const last = given.split('\n').length + 1;
      for (const { line, column, message } of source.problems) {
        expect(line).toBeGreaterThanOrEqual(1);
        expect(line).toBeLessThanOrEqual(last);
        expect(column).toBeGreaterThanOrEqual(1);
        expect(message.length).toBeGreaterThan(5);
      }
    }),
    { numRuns: 3_000 },
  );
});
