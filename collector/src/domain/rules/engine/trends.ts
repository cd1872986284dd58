import type { DeviceId, RuleId } from '@fettle/shared/ids';
import type { Tell } from '@fettle/shared/rules/evaluator';
import type { CompiledRule } from '@fettle/shared/rules/compiled';
import { elsewhere, slotOf } from '@fettle/shared/rules/slot';
import { isFarOff, type Trend, untilReached } from '@fettle/shared/rules/trend';
import { plainValue, shownValue, spanWords, valueWords } from '@fettle/shared/rules/words';
import type { SeriesPoints, SeriesStore } from '../../series/index.ts';
import type { Entry, PastOfRule } from './entry.ts';
import { type Grid, gridOf, History, type Past } from './history.ts';

/** How often the trends of a device are looked at, ms: what is reckoned in days does not change sooner. */
export const trendEveryMs = 3_600_000;
/** Where the history is short, and while something goes on. */
const soonMs = 900_000;
/** Devices that are asked for at once. */
export const trendSlice = 64;
const hourMs = 3_600_000;
const fiveMs = 300_000;
/** Points of a series; more add little to a line. */
const points = 84;
/** Series of a slice at most, and ms of work for it. */
const limits = { maxPoints: trendSlice * 64 * (points + 2), budgetMs: 5_000 } as const;

export interface TrendPorts {
  readonly series: Pick<SeriesStore, 'scan'>;
  failed(rule: RuleId, error: unknown): void;
  /** Takes what was told of a device. */
  telling(device: DeviceId): Tell;
}

type Looked = Extract<CompiledRule['body']['when'], { kind: 'trend' }>;

/** Looks at the trends of some devices, a query a rule. */
export async function judgeTrends(ports: TrendPorts, entries: readonly Entry[], now: number): Promise<void> {
  const byRule = Map.groupBy(
    entries.flatMap((entry) => entry.evaluator.rules.scoped.map(({ rule }) => ({ entry, rule }))),
    ({ rule }) => rule,
  );
  for (const [rule, chosen] of byRule) {
    if (rule.body.when.kind !== 'trend') continue;
    try {
      await judgeRule(ports, rule, rule.body.when, new Map(chosen.map(({ entry }) => [entry.device.id, entry])), now);
    } catch (error) {
      ports.failed(rule.id as RuleId, error);
    }
  }
}

async function judgeRule(
  ports: TrendPorts,
  rule: CompiledRule,
  when: Looked,
  entries: ReadonlyMap<DeviceId, Entry>,
  now: number,
): Promise<void> {
  const usual = Math.max(soonMs, when.historyMs / points);
  for (const entry of entries.values()) entry.trendsDue = Math.min(entry.trendsDue, now + usual);
  const grid = gridOf(stepOf(when), now - when.historyMs, now);
  await readOn(ports, { rule, when, grid, now }, entries);
  for (const [device, entry] of entries) {
    const met = new Set<string>();
    for (const { attributes, values } of entry.pasts.get(rule)?.history.series ?? []) {
      // Its rules may have become others while the store was read.
      const scoped = entry.evaluator.rules.find(rule.id);
      const slot = scoped?.rule === rule ? slotOf(scoped, attributes, elsewhere) : null;
      if (!slot) continue;
      met.add(slot.instance);
      const isQuiet = !entry.evaluator.isBusyWith(slot.key);
      if (isQuiet && isFarOff(when, grid.times, values)) continue;
      const judged = untilReached(when, grid.times, values);
      if (!judged) continue;
      const words = trendWords(rule, { attributes, values }, when.reaches, judged.trend);
      const shown = { value: lastOf(values), limit: when.reaches, words };
      entry.evaluator.feed(slot, judged.compared, now, shown, ports.telling(device));
      if (entry.evaluator.isBusyWith(slot.key)) entry.trendsDue = Math.min(entry.trendsDue, now + soonMs);
    }
    for (const { rule: told, instance, key } of entry.evaluator.told()) {
      if (told === rule.id && !met.has(instance))
        entry.evaluator.drop(key, now, 'instance_gone', ports.telling(device));
    }
  }
}

interface Look {
  readonly rule: CompiledRule;
  readonly when: Looked;
  readonly grid: Grid;
  readonly now: number;
}

/** Brings the past of some devices up to now: a query for those that are to be read from the same time on. */
async function readOn(
  { series }: TrendPorts,
  { rule, when, grid, now }: Look,
  entries: ReadonlyMap<DeviceId, Entry>,
): Promise<void> {
  const pasts = [...entries].map(([device, entry]) => {
    const past = pastOf(entry, rule);
    const { touched } = past;
    // What comes while the store is read is read again the next time.
    past.touched = Number.POSITIVE_INFINITY;
    return { device, past, touched, from: past.history.from(grid, touched) };
  });
  try {
    for (const [from, some] of Map.groupBy(pasts, (one) => one.from)) {
      const found: SeriesPoints[] = [];
      const devices = some.map(({ device }) => device);
      const asked = { devices, metrics: [when.metric], from, to: now, step: grid.step, ...limits };
      for await (const one of series.scan(asked)) found.push(one);
      for (const { past } of some) past.history.begin(grid, from);
      const byDevice = new Map(some.map(({ device, past }) => [device, past]));
      for (const one of found) byDevice.get(one.device)?.history.put(one);
      for (const one of some) one.touched = Number.POSITIVE_INFINITY;
    }
  } finally {
    for (const { past, touched } of pasts) past.touched = Math.min(past.touched, touched);
  }
}

/** Of rules that it has no more a device forgets the past. */
function pastOf(entry: Entry, rule: CompiledRule): PastOfRule {
  const known = entry.pasts.get(rule);
  if (known) return known;
  for (const old of entry.pasts.keys()) {
    if (!entry.evaluator.rules.scoped.some((one) => one.rule === old)) entry.pasts.delete(old);
  }
  const past = { history: new History(), touched: Number.POSITIVE_INFINITY };
  entry.pasts.set(rule, past);
  return past;
}

function stepOf({ historyMs }: Looked): number {
  const least = historyMs / points;
  // Whole hours and whole five minutes are read from roll-ups.
  const unit = least > hourMs / 2 ? hourMs : least > fiveMs / 2 ? fiveMs : 10_000;
  return Math.ceil(least / unit) * unit;
}

function lastOf(values: Float64Array): number | null {
  return values.findLast((value) => !Number.isNaN(value)) ?? null;
}

/** `/var is 88 % full; by its trend it reaches 95 % in about 3.2 days (2.6 days to 4.5 days)` */
function trendWords({ metric, body }: CompiledRule, found: Past, reaches: number, trend: Trend): string {
  const value = lastOf(found.values);
  const so = metric && value !== null ? valueWords(metric, found.attributes, value) : body.name;
  const limit = metric ? shownValue(metric, reaches) : plainValue(reaches, '', 4);
  const { inMs, soonestMs, latestMs } = trend;
  if (!Number.isFinite(inMs)) return `${so}; by its trend it does not reach ${limit}`;
  const latest = Number.isFinite(latestMs) ? spanWords(latestMs) : 'never';
  return `${so}; by its trend it reaches ${limit} in about ${spanWords(inMs)} (${spanWords(soonestMs)} to ${latest})`;
}
