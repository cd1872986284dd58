import type { DeviceId, RuleId } from '@fettle/shared/ids';
import type { Tell } from '@fettle/shared/rules/evaluator';
import type { CompiledRule } from '@fettle/shared/rules/compiled';
import { elsewhere, slotOf } from '@fettle/shared/rules/slot';
import { isFarOff, type Trend, untilReached } from '@fettle/shared/rules/trend';
import { plainValue, shownValue, spanWords, valueWords } from '@fettle/shared/rules/words';
import type { RangeQuery, SeriesPoints, SeriesStore } from '../../series/index.ts';
import type { Entry } from './entry.ts';

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
  const met = new Map<DeviceId, Set<string>>([...entries.keys()].map((id) => [id, new Set()]));
  for (const entry of entries.values()) entry.trendsDue = Math.min(entry.trendsDue, now + usual);
  for await (const found of ports.series.scan(queryOf(when, [...entries.keys()], now))) {
    const entry = entries.get(found.device);
    // Its rules may have become others while the store was read.
    const scoped = entry?.evaluator.rules.find(rule.id);
    const slot = scoped?.rule === rule ? slotOf(scoped, found.attributes, elsewhere) : null;
    if (!entry || !slot) continue;
    met.get(found.device)?.add(slot.instance);
    const isQuiet = !entry.evaluator.isBusyWith(slot.key);
    if (isQuiet && isFarOff(when, found.times, found.values)) continue;
    const judged = untilReached(when, found.times, found.values);
    if (!judged) continue;
    const words = trendWords(rule, found, when.reaches, judged.trend);
    const shown = { value: lastOf(found.values), limit: when.reaches, words };
    entry.evaluator.feed(slot, judged.compared, now, shown, ports.telling(found.device));
    if (entry.evaluator.isBusyWith(slot.key)) entry.trendsDue = Math.min(entry.trendsDue, now + soonMs);
  }
  for (const [id, { evaluator }] of entries) {
    for (const { rule: told, instance, key } of evaluator.told()) {
      if (told === rule.id && !met.get(id)?.has(instance)) evaluator.drop(key, now, 'instance_gone', ports.telling(id));
    }
  }
}

function queryOf({ metric, historyMs }: Looked, devices: readonly DeviceId[], now: number): RangeQuery {
  const least = historyMs / points;
  // Whole hours and whole five minutes are read from roll-ups.
  const unit = least > hourMs / 2 ? hourMs : least > fiveMs / 2 ? fiveMs : 10_000;
  const step = Math.ceil(least / unit) * unit;
  return { devices, metrics: [metric], from: now - historyMs, to: now, step, ...limits };
}

function lastOf(values: Float64Array): number | null {
  return values.findLast((value) => !Number.isNaN(value)) ?? null;
}

/** `/var is 88 % full; by its trend it reaches 95 % in about 3.2 days (2.6 days to 4.5 days)` */
function trendWords({ metric, body }: CompiledRule, found: SeriesPoints, reaches: number, trend: Trend): string {
  const value = lastOf(found.values);
  const so = metric && value !== null ? valueWords(metric, found.attributes, value) : body.name;
  const limit = metric ? shownValue(metric, reaches) : plainValue(reaches, '', 4);
  const { inMs, soonestMs, latestMs } = trend;
  if (!Number.isFinite(inMs)) return `${so}; by its trend it does not reach ${limit}`;
  const latest = Number.isFinite(latestMs) ? spanWords(latestMs) : 'never';
  return `${so}; by its trend it reaches ${limit} in about ${spanWords(inMs)} (${spanWords(soonestMs)} to ${latest})`;
}
