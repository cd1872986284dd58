import { describe, expect, test } from 'vitest';
import { FettleError } from '../errors.ts';
import { families } from '../metrics/catalogue.ts';
import { canonicalBytes, parseCanonical } from '../trust/canonical.ts';
import { bodyOf, diskFull, mountpoint } from './body.fixture.ts';
import { compileRule } from './compile.ts';
import type { Condition, Level, Limit, RuleBody } from './rule.ts';
import { bodyOfSigned, decimalsOf, scaledFor, signedRule } from './signed.ts';

const said = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    return `${(error as FettleError).code} ${(error as Error).message}`;
  }
  return 'done';
};
const disk = () => signedRule('disk-full', bodyOf(diskFull, { forMs: 600_000, clearForMs: 60_000 }));

test('limits are integers scaled by the metric’s decimals', () => {
  expect(disk()).toEqual({
    id: 'disk-full',
    when: {
      kind: 'value',
      metric: 'system.filesystem.utilization',
      where: {},
      is: 'above',
      decimals: 4,
      levels: { warning: { limit: 8_500, clear: 8_000 }, critical: { limit: 9_500, clear: null } },
      overrides: [],
    },
    for: 600_000,
    clearFor: 60_000,
  });
  expect(scaledFor(disk(), 0.9312)).toBe(9_312);
  expect(scaledFor(disk(), -0.000_01)).toBe(0);
  expect(scaledFor(disk(), Number.NaN)).toBeNull();
});

test('what a device cannot judge for itself is refused, with why', () => {
  const trend: Condition = {
    kind: 'trend',
    metric: 'system.filesystem.utilization',
    reaches: 1,
    withinMs: { warning: 86_400_000 },
    historyMs: 86_400_000,
  };
  expect(said(() => signedRule('a', bodyOf({ kind: 'device', states: { critical: ['offline'] } })))).toMatch(
    /^input_invalid A rule about the device’s own silence/,
  );
  expect(said(() => signedRule('a', bodyOf(trend)))).toMatch(/^input_invalid A rule by trend/);
  const override = (fields: object) => bodyOf(diskFull, { overrides: [{ off: true, ...fields }] });
  expect(said(() => signedRule('a', override({ selector: 'env=test' })))).toMatch(/by labels or by time/);
  const calendar = { days: [1], from: '08:00', to: '09:00' };
  expect(said(() => signedRule('a', override({ calendar })))).toMatch(/by labels or by time/);
  expect(said(() => signedRule('a', override({ where: { [mountpoint]: '/boot' } })))).toBe('done');
});

describe('a hostile or newer form is refused', () => {
  const altered = (path: readonly (string | number)[], value: unknown) => {
    const copy = structuredClone(disk()) as unknown as Record<string, unknown>;
    const parent = path.slice(0, -1).reduce<unknown>((one, key) => (one as Record<string, unknown>)[key], copy);
    const last = path.at(-1) as string;
    if (value === undefined) delete (parent as Record<string, unknown>)[last];
    else (parent as Record<string, unknown>)[last] = value;
    return copy;
  };
  test.each([
    [['id'], 'No Slug'],
    [['more'], 1],
    [['for'], -1],
    [['for'], 1.5],
    [['for'], 2_678_400_001],
    [['clearFor'], '0'],
    [['clearFor'], undefined],
    [['when'], []],
    [['when', 'kind'], 'device'],
    [['when', 'kind'], 'toString'],
    [['when', 'also'], 1],
    [['when', 'metric'], 'no.such.metric'],
    [['when', 'metric'], 'system.disk.health'],
    [['when', 'where'], { nothing: 'x' }],
    [['when', 'where'], { [mountpoint]: 5 }],
    [['when', 'where'], Object.fromEntries(Array.from({ length: 17 }, (_, n) => [`k${n}`, 'x']))],
    [['when', 'is'], 'near'],
    [['when', 'decimals'], 5],
    [['when', 'decimals'], 0.5],
    [['when', 'decimals'], undefined],
    [['when', 'levels'], { warning: null, critical: null }],
    [['when', 'levels', 'warning'], undefined],
    [['when', 'levels', 'warning', 'limit'], 0.85],
    [['when', 'levels', 'warning', 'limit'], -0],
    [['when', 'levels', 'warning', 'limit'], 2 ** 50 + 1],
    [
      ['when', 'levels', 'warning', 'limit'],
      [1, 2],
    ],
    [['when', 'levels', 'warning', 'limit'], [1]],
    [['when', 'levels', 'warning', 'clear'], 9_000],
    [['when', 'levels', 'critical', 'limit'], 8_000],
    [['when', 'overrides'], [{}]],
    [['when', 'overrides'], [{ where: {}, off: 1, levels: null, for: null }]],
    [['when', 'overrides'], Array.from({ length: 33 }, () => ({ where: {}, off: true, levels: null, for: null }))],
    [['when', 'levels', 'warning', 'note'], 'x'.repeat(5_000)],
  ])('%j', (path, value) => {
    expect(said(() => bodyOfSigned(altered(path, value)))).toMatch(/^input_invalid /);
  });

  test('what is no object at all', () => {
    for (const value of [null, 5, 'text', [], [disk()], undefined])
      expect(said(() => bodyOfSigned(value))).toMatch(/^input_invalid /);
  });
});

test('a formula’s limits have four decimals and no others', () => {
  const when: Condition = {
    kind: 'formula',
    expression: 'sum(system.memory.usage) / 2',
    unit: 'By',
    is: 'below',
    levels: { critical: { limit: -1.5 } },
  };
  const signed = signedRule('swap', bodyOf(when));
  expect(signed.when).toMatchObject({ decimals: 4, levels: { critical: { limit: -15_000, clear: null } } });
  expect(decimalsOf(signed)).toBe(4);
  expect(bodyOfSigned(signed).when).toEqual(when);
  expect(said(() => bodyOfSigned({ ...signed, when: { ...signed.when, decimals: 2 } }))).toMatch(/^input_invalid /);
});

const metrics = families.flatMap((family) => family.metrics);

/** A small generator with a seed of its own: the same rules in every run. */
function chooser(seed: number) {
  let state = Math.imul(seed, 0x9e37_79b1) >>> 0;
  const next = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    // The low bits of such a generator go round after few steps.
    return (state >>> 8) % below;
  };
  const one = <T>(of: readonly T[]): T => of[next(of.length)] as T;
  return { next, one };
}

function anyRule({ next, one }: ReturnType<typeof chooser>): RuleBody {
  const measured = metrics.filter(({ kind }) => kind !== 'state');
  const states = metrics.filter(({ kind }) => kind === 'state');
  const kind = one(['value', 'change', 'state', 'absent', 'formula'] as const);
  const metric = one(kind === 'state' ? states : measured);
  const decimals = kind === 'formula' ? 4 : metric.decimals;
  const is = one(['above', 'below', 'outside'] as const);
  const of = (scaled: number) => scaled / 10 ** decimals;
  const base = next(1_000_000) - 500_000;
  const limit = (further: number): Limit => {
    if (is === 'outside') return [of(base - further), of(base + 1 + further)];
    return of(is === 'above' ? base + further : base - further);
  };
  const level = (further: number): Level => ({
    limit: limit(further),
    ...(next(2) === 0 && { clear: limit(further - next(3)) }),
  });
  const levels = () => one([{ warning: level(5) }, { critical: level(5) }, { warning: level(5), critical: level(9) }]);
  const wheres = metric.attributes.map((key) => ({ [key]: one(['*', '/va*', 'eth0', 'x,=}"\\', 'ü€']) }));
  const where = kind !== 'formula' && wheres.length > 0 && next(2) === 0 ? { where: one(wheres) } : {};
  const conditions: Record<typeof kind, () => Condition> = {
    value: () => ({ kind: 'value', metric: metric.name, ...where, is, levels: levels() }),
    change: () => ({
      kind: 'change',
      metric: metric.name,
      ...where,
      overMs: 1_000 + next(9_999),
      is,
      levels: levels(),
    }),
    state: () => {
      const words = metric.states ?? [];
      const cut = 1 + next(words.length);
      const critical = words.slice(cut);
      return {
        kind: 'state',
        metric: metric.name,
        ...where,
        states: { warning: words.slice(0, cut), ...(critical.length > 0 && { critical }) },
      };
    },
    absent: () => ({ kind: 'absent', metric: metric.name, ...where, afterMs: 1_000, severity: 'critical' }),
    formula: () => ({ kind: 'formula', expression: `sum(${metric.name}) * 0.5`, is, levels: levels() }),
  };
  const override = {
    ...where,
    ...one([{ off: true }, { forMs: next(99) }, 'levels' in conditions[kind]() ? { levels: levels() } : { forMs: 0 }]),
  };
  const overrides = next(3) === 0 ? [override] : [];
  return bodyOf(conditions[kind](), { forMs: next(1_000_000), clearForMs: next(1_000_000), overrides });
}

test('what is signed says what the rule said: written, read, written again, 1,000 rules', () => {
  const kinds = new Set<string>();
  for (let seed = 1; seed <= 1_000; seed++) {
    const body = anyRule(chooser(seed));
    const signed = signedRule('a-rule', body);
    const bytes = canonicalBytes(signed);
    const read = bodyOfSigned(parseCanonical(bytes));
    expect(read).toEqual({ ...body, name: 'a-rule' });
    expect(canonicalBytes(signedRule('a-rule', read))).toEqual(bytes);
    expect(compileRule('a-rule', read).variants).toEqual(compileRule('a-rule', body).variants);
    kinds.add(body.when.kind);
  }
  expect(kinds.size).toBe(5);
});
