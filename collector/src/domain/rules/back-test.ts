import type { BackTest } from '@fettle/shared/api/rules';
import { FettleError } from '@fettle/shared/errors';
import type { RuleId } from '@fettle/shared/ids';
import { compileRule } from '@fettle/shared/rules/compile';
import type { RuleBody } from '@fettle/shared/rules/rule';
import { matches } from '@fettle/shared/selector/match';
import { parseSelector } from '@fettle/shared/selector/parse';
import type { Clock } from '../../clock.ts';
import { type Actor, allow, Turnstile } from '../access/index.ts';
import type { Device, DeviceStore } from '../devices/index.ts';
import type { EventStore } from '../events/index.ts';
import type { RetentionPlan, SeriesStore } from '../series/index.ts';
import { samplesIn } from './back-test/count.ts';
import { Fitting } from './back-test/fitting.ts';
import { needsOf } from './back-test/needs.ts';
import { readingOf } from './back-test/plan.ts';
import { reckoned } from './back-test/reckoned.ts';
import { runAll, type Run } from './back-test/run-all.ts';
import { checkedRule } from './checked.ts';
import type { RuleStore } from './store.ts';

export interface BackTestPorts {
  readonly store: RuleStore;
  readonly devices: DeviceStore;
  readonly series: SeriesStore;
  readonly events: EventStore;
  readonly clock: Clock;
  readonly plan: RetentionPlan;
  /** What it may take; what is not done by then is left out and told. Default 8 s. */
  readonly budgetMs?: number;
}

export interface BackTestInput {
  /** The rule as it is kept that this one is to replace. */
  readonly id?: string;
  readonly rule: RuleBody;
  /** Default: the last 30 days. */
  readonly from?: number;
  readonly to?: number;
}

/** Whoever may read rules may try one: one after the other, so that frames and pages have their turn. */
const turnstiles = new WeakMap<SeriesStore, Turnstile>();
const mostWaiting = 3;

function turnstileOf(series: SeriesStore): Turnstile {
  const known = turnstiles.get(series) ?? new Turnstile(1, mostWaiting);
  turnstiles.set(series, known);
  return known;
}

const day = 86_400_000;
const usualMs = 30 * day;
const longestMs = 400 * day;

/**
 * What a rule would have done, by the evaluator that works on the present, and what the kept one did by the same
 * reckoning, on the devices that the actor may see. Says in its notes what it could not look at.
 * @throws FettleError `input_invalid`, `not_allowed`, `too_many_requests`
 */
export async function backTest(ports: BackTestPorts, actor: Actor, input: BackTestInput): Promise<BackTest> {
  for (const permission of ['rule.read', 'device.read', 'metrics.read'] as const) allow(actor, permission);
  return turnstileOf(ports.series).pass(() => tried(ports, actor, input));
}

async function tried(ports: BackTestPorts, actor: Actor, input: BackTestInput): Promise<BackTest> {
  const began = ports.clock.now();
  const range = rangeOf(input, began);
  const body = checkedRule(input.rule);
  const kept = input.id === undefined ? null : await ports.store.rule(input.id as RuleId);
  const all = await ports.devices.devices(actor.scope);
  const then = await prepare(ports, body, all, range);
  const now = kept && kept.enabled ? await prepare(ports, kept, all, range) : null;
  const budget = { endsAt: began + (ports.budgetMs ?? 8_000) };
  const { looked, samples, notes } = await runAll(ports, actor.scope, now ? [then, now] : [then], range, budget);
  const names = new Map(all.map(({ id, name }) => [id, name]));
  const nothing = { count: 0, devices: 0, lasted: 0, fired: [] };
  return {
    from: range.from,
    to: range.to,
    step: then.reading.step ?? 0,
    devices: Math.min(looked, then.devices.length),
    samples,
    tookMs: ports.clock.now() - began,
    notes: [...then.reading.notes, ...notes, ...(kept && !kept.enabled ? ['The rule as it is kept is off.'] : [])],
    // oxlint-disable-next-line unicorn/no-thenable -- a word of the API; it is data, which no promise calls
    then: reckoned(then.episodes, names, range.to),
    now: now ? reckoned(now.episodes, names, range.to) : kept && nothing,
  };
}

function rangeOf(
  { from, to }: BackTestInput,
  now: number,
): { readonly from: number; readonly to: number; readonly now: number } {
  const end = Math.min(to ?? now, now);
  const begin = from ?? end - usualMs;
  if (begin >= end) throw new FettleError('input_invalid', '`from` must be before `to`, and both in the past.');
  if (end - begin > longestMs) throw new FettleError('input_invalid', 'A rule is tried on 400 days at most.');
  return { from: begin, to: end, now };
}

async function prepare(
  { series, plan }: Pick<BackTestPorts, 'series' | 'plan'>,
  body: RuleBody,
  all: readonly Device[],
  range: ReturnType<typeof rangeOf>,
): Promise<Run> {
  const rule = compileRule('tried', body);
  const selector = parseSelector(body.selector);
  const devices = all.filter((device) => device.state !== 'retired' && matches(selector, device));
  // Before the first of them was here there is nothing to look at.
  const from = Math.max(range.from, Math.min(range.to, ...devices.map(({ enrolledAt }) => enrolledAt)));
  const samples = await samplesIn(
    series,
    devices,
    needsOf(body.when).map(({ metric }) => metric),
    { from, to: range.to },
  );
  const reading = readingOf(rule, { from, now: range.now, samples }, plan);
  const chosen = new Set(devices.map(({ id }) => id));
  return { rule, devices, chosen, reading, fitting: new Fitting(rule), episodes: [] };
}
