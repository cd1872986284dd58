/** Random rules over metrics of the catalogue, and random pasts of two devices. */
import type { Condition, RuleBody } from '@fettle/shared/rules/rule';
import * as fc from 'fast-check';

const full = 'system.filesystem.utilization';
const mountpoint = 'system.filesystem.mountpoint';

/** What a frame holds; the last one is in every frame. */
export const columns = [
  { metric: full, attributes: { [mountpoint]: '/var' }, decimals: 4 },
  { metric: full, attributes: { [mountpoint]: '/home' }, decimals: 4 },
  { metric: 'system.cpu.busy', attributes: {}, decimals: 4 },
  { metric: 'systemd.unit.state', attributes: { 'systemd.unit.name': 'nginx.service' }, decimals: 0 },
  { metric: 'system.uptime', attributes: {}, decimals: 0 },
] as const;

const tenths = fc.integer({ min: 0, max: 10 }).map((n) => n / 10);
type Sides = Extract<Condition, { kind: 'value' }>;
const where = fc.constantFrom<Record<string, string>>({}, { [mountpoint]: '/var' }, { [mountpoint]: '/*' });
const levels = (is: 'above' | 'below') =>
  fc.tuple(fc.integer({ min: 3, max: 7 }), fc.nat(2), fc.boolean()).map(([n, slack, both]) => {
    const sign = is === 'above' ? 1 : -1;
    const level = (tenth: number) => ({ limit: tenth / 10, clear: (tenth - sign * slack) / 10 });
    return both ? { warning: level(n), critical: level(n + sign * 2) } : { warning: level(n) };
  });
const band = fc.integer({ min: 1, max: 4 }).map((n) => ({ warning: { limit: [n / 10, 1 - n / 10] as const } }));

const compared: fc.Arbitrary<Pick<Sides, 'is' | 'levels'>> = fc.oneof(
  levels('above').map((some) => ({ is: 'above' as const, levels: some })),
  levels('below').map((some) => ({ is: 'below' as const, levels: some })),
  band.map((some) => ({ is: 'outside' as const, levels: some })),
);

const condition = fc.oneof<fc.Arbitrary<Condition>[]>(
  fc
    .tuple(where, compared)
    .map(([some, limits]): Condition => ({ kind: 'value', metric: full, where: some, ...limits })),
  compared.map((limits): Condition => ({
    kind: 'formula',
    expression: `max(${full}) - system.cpu.busy / 2`,
    ...limits,
  })),
  fc.tuple(fc.constantFrom(20_000, 90_000), where).map(([overMs, some]): Condition => ({
    kind: 'change',
    metric: full,
    where: some,
    overMs,
    is: 'above',
    levels: { warning: { limit: 0.3 }, critical: { limit: 0.6, clear: 0.2 } },
  })),
  fc
    .constantFrom(10_000, 30_000)
    .map((afterMs): Condition => ({ kind: 'absent', metric: full, afterMs, severity: 'critical' })),
  fc.constantFrom<Condition>({
    kind: 'state',
    metric: 'systemd.unit.state',
    states: { warning: ['activating'], critical: ['failed', 'inactive'] },
  }),
);

const sustain = fc.constantFrom(0, 0, 10_000, 25_000, 70_000);
// The past begins at a Thursday’s midnight, UTC.
const overrides = fc.constantFrom<RuleBody['overrides']>(
  [],
  [],
  [{ calendar: { days: [1, 2, 3, 4, 5, 6, 7], from: '00:02', to: '00:05' }, off: true }],
  [{ calendar: { days: [4], from: '00:03', to: '00:06', zone: 'UTC' }, forMs: 0 }],
  [{ selector: 'role=web', off: true }],
);

export const rules: fc.Arbitrary<RuleBody> = fc
  .tuple(condition, sustain, sustain, overrides)
  .map(([when, forMs, clearForMs, some]) => {
    return {
      name: 'Any',
      selector: 'kind=server',
      when,
      forMs,
      clearForMs,
      enabled: true,
      runbook: '',
      overrides: some,
    };
  });

const many = { maxLength: 60, size: 'max' } as const;

const gone = <Value>(value: fc.Arbitrary<Value>) => fc.oneof({ weight: 5, arbitrary: value }, fc.constant(Number.NaN));
const row = fc
  .tuple(gone(tenths), gone(tenths), gone(tenths), gone(fc.integer({ min: 0, max: 5 })))
  .map((values) => [...values, 1]);

/** Frames of one device or the other, mostly so far apart, at times after a silence. */
const stretch = (usualMs: number) =>
  fc.array(
    fc.record({
      afterMs: fc.oneof(
        { weight: 8, arbitrary: fc.constant(usualMs) },
        fc.constantFrom(1_000, 30_000, 61_000, 1_000_000),
      ),
      who: fc.nat(1),
      row,
    }),
    { minLength: 1, maxLength: 120, size: 'max' },
  );
/** What the devices measure at is another thing than what they measure at now. */
const changed = fc
  .array(fc.constantFrom(5_000, 60_000, 300_000).chain(stretch), { minLength: 2, maxLength: 4 })
  .map((stretches) => stretches.flat());
export const pasts: fc.Arbitrary<Past> = fc.oneof({ weight: 2, arbitrary: stretch(5_000) }, changed);
export type Past = readonly { readonly afterMs: number; readonly who: number; readonly row: readonly number[] }[];

const missed = (interval: number) =>
  fc.record({
    afterMs: fc.oneof({ weight: 8, arbitrary: fc.constant(1) }, fc.constantFrom(2, 4, 30)).map((n) => n * interval),
    row,
  });

/** Of one device: intervals that become shorter, each with its frames; some of these are missing. Begins with nothing. */
export const shortened = fc
  .tuple(
    ...[300_000, 60_000, 10_000].map((interval) => fc.tuple(fc.constant(interval), fc.array(missed(interval), many))),
  )
  .map((eras) => {
    const empty = [Number.NaN, Number.NaN, Number.NaN, Number.NaN, 1];
    const first = Array.from({ length: 4 }, () => ({ interval: 300_000, afterMs: 300_000, who: 0, row: empty }));
    return [...first, ...eras.flatMap(([interval, frames]) => frames.map((frame) => ({ interval, who: 0, ...frame })))];
  });
