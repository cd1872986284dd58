// pure
import type { Level, ObjectiveBody } from '@fettle/shared/api/levels';
import type { StateStretch } from '../services/index.ts';
import { common, joined, lengthOf, type Span } from './calendar.ts';
import { ppmOf, scaledUp, shareOf } from './ppm.ts';

/** What an objective over time needs to be reckoned. */
export type TimeObjective = Pick<ObjectiveBody, 'targetPpm' | 'windows' | 'degraded'>;

/** A time in which the budget was spent, and the causes of its stretches. */
export interface SpentTime extends Span {
  readonly ms: number;
  readonly causes: readonly string[];
}

/** A level as far as it follows from times alone. */
export interface Reckoned extends Pick<
  Level,
  'from' | 'to' | 'countedTo' | 'measured' | 'bad' | 'budget' | 'valuePpm' | 'state' | 'burn' | 'goneAt'
> {
  readonly spent: readonly SpentTime[];
}

const hour = 3_600_000;
/** How far back rates of burning look before the time that is counted to. */
export const burnMs = { hour, sixHours: 6 * hour, day: 24 * hour, threeDays: 72 * hour } as const;

/**
 * An objective over a period, exact to the millisecond.
 * @param stretches the service's history, from three days before the end of what is counted; what they leave out is not measured
 * @param hours sorted, apart, over the same time and on to the period's end
 */
export function levelOf(
  objective: TimeObjective,
  stretches: readonly StateStretch[],
  hours: readonly Span[],
  period: Span,
  now: number,
): Reckoned {
  const countedTo = Math.max(period.from, Math.min(period.to, now));
  const { measured: all, bad: allBad } = weighed(objective, stretches, hours);
  const measured = lengthIn(all, period.from, countedTo);
  const bad = lengthIn(allBad, period.from, countedTo);
  const allowedPpm = 1_000_000 - objective.targetPpm;
  const budget = shareOf(measured + lengthIn(hours, countedTo, period.to), allowedPpm);
  return {
    ...standing(period, countedTo, { measured, bad, budget }, (ms) =>
      rateOf({ measured: all, bad: allBad }, countedTo, ms, allowedPpm),
    ),
    goneAt: goneAt({ left: budget - bad, all, allBad, hours, countedTo, to: period.to }),
    spent: spentIn(objective, stretches, allBad, { from: period.from, to: countedTo }),
  };
}

/** What every kind of level says of what was measured, what of it was bad and what may be, in ms or in things that were counted. */
export function standing(
  { from, to }: Span,
  countedTo: number,
  { measured, bad, budget }: Pick<Level, 'measured' | 'bad' | 'budget'>,
  rate: (ms: number) => number | null,
): Omit<Reckoned, 'goneAt' | 'spent'> {
  const { hour: one, sixHours, day, threeDays } = burnMs;
  return {
    from,
    to,
    countedTo,
    measured,
    bad,
    budget,
    valuePpm: ppmOf(measured - bad, measured),
    state: stateOf(measured, bad, budget),
    burn: { hour: rate(one), sixHours: rate(sixHours), day: rate(day), threeDays: rate(threeDays) },
  };
}

/** How fast a budget burnt over so long before a time. */
export function rateOf({ measured, bad }: Weighed, time: number, ms: number, allowedPpm: number): number | null {
  return burnOf(lengthIn(bad, time - ms, time), lengthIn(measured, time - ms, time), allowedPpm);
}

/** Share of bad ÷ share that is allowed; null: nothing was measured, or nothing at all is allowed. */
export function burnOf(bad: number, measured: number, allowedPpm: number): number | null {
  return measured === 0 || allowedPpm === 0 ? null : (bad / measured) * (1_000_000 / allowedPpm);
}

/** Three quarters of the budget spent is close. */
function stateOf(measured: number, bad: number, budget: number): Level['state'] {
  if (measured === 0) return 'not-measured';
  if (bad > budget) return 'missed';
  return bad > 0 && 4 * bad >= 3 * budget ? 'close' : 'kept';
}

/** How much of some spans lies between two times, ms. */
export function lengthIn(spans: readonly Span[], from: number, to: number): number {
  let sum = 0;
  for (const span of spans) sum += Math.max(0, Math.min(span.to, to) - Math.max(span.from, from));
  return sum;
}

/** What a stretch is to an objective; what nobody can tell, and planned outage if it is to be so, is not measured at all. */
function weigh(
  { windows, degraded }: TimeObjective,
  { state, planned }: Pick<StateStretch, 'state' | 'planned'>,
): 'good' | 'bad' | 'left-out' {
  if (state === 'in-order' || (state === 'degraded' && degraded === 'up')) return 'good';
  if (state === 'unknown') return 'left-out';
  return planned && windows === 'leave-out' ? 'left-out' : 'bad';
}

/** What is measured, and what of it is bad; each sorted, and apart. */
export interface Weighed {
  readonly measured: readonly Span[];
  readonly bad: readonly Span[];
}

export function weighed(objective: TimeObjective, stretches: readonly StateStretch[], hours: readonly Span[]): Weighed {
  const measured = stretches.filter((one) => weigh(objective, one) !== 'left-out');
  const bad = stretches.filter((one) => weigh(objective, one) === 'bad');
  return { measured: common(joined(measured), hours), bad: common(joined(bad), hours) };
}

/** Bad stretches that touch are one time. */
function spentIn(
  objective: TimeObjective,
  stretches: readonly StateStretch[],
  bad: readonly Span[],
  { from, to }: Span,
): SpentTime[] {
  const times: { from: number; to: number; causes: Set<string> }[] = [];
  for (const stretch of stretches) {
    if (weigh(objective, stretch) !== 'bad' || stretch.to <= from || stretch.from >= to) continue;
    const last = times.at(-1);
    if (last?.to === stretch.from) {
      last.to = Math.min(stretch.to, to);
      for (const cause of stretch.causes) last.causes.add(cause);
    } else {
      times.push({ from: Math.max(stretch.from, from), to: Math.min(stretch.to, to), causes: new Set(stretch.causes) });
    }
  }
  return times.flatMap((time) => {
    const ms = lengthIn(bad, time.from, time.to);
    return ms === 0 ? [] : [{ from: time.from, to: time.to, ms, causes: [...time.causes] }];
  });
}

interface Burning {
  /** Of the budget. */
  readonly left: number;
  readonly all: readonly Span[];
  readonly allBad: readonly Span[];
  readonly hours: readonly Span[];
  readonly countedTo: number;
  readonly to: number;
}

/** When the budget is gone if of the hours to come the same share is bad as of those measured in the last three days. */
function goneAt({ left, all, allBad, hours, countedTo, to }: Burning): number | null {
  const since = countedTo - burnMs.threeDays;
  const bad = lengthIn(allBad, since, countedTo);
  if (left <= 0 || bad === 0) return null;
  let needed = scaledUp(left, lengthIn(all, since, countedTo), bad);
  for (const span of common(hours, [{ from: countedTo, to }])) {
    if (lengthOf([span]) >= needed) return span.from + needed;
    needed -= lengthOf([span]);
  }
  return null;
}
