// pure
import type { IncidentId } from '@fettle/shared/ids';
import { quantile } from '@fettle/shared/statistics/quantile';
import { clocksOf } from './clocks.ts';
import { usualTargets } from './settings.ts';
import type { Incident } from './types.ts';

/** [from, to) ms since 1970. */
interface Between {
  readonly from: number;
  readonly to: number;
}

/** How long something took, once for each incident. */
export interface Took {
  readonly incident: IncidentId;
  readonly ms: number;
}

/** Of several: ms, rounded half up at the very end. Percentiles are R-7. Null: of none. */
export interface Times {
  readonly count: number;
  readonly sum: number;
  readonly mean: number | null;
  readonly p50: number | null;
  readonly p95: number | null;
}

type Clocked = Pick<Incident, 'id' | 'severity' | 'openedAt' | 'acknowledgedAt' | 'resolvedAt' | 'clocks'>;

/**
 * Time to acknowledge, of each incident that was acknowledged in a span: from when it last began to wait for somebody, less its pauses. One
 * that was resolved before anybody acknowledged it has none; of a reopened one the newest waiting counts.
 */
export function timesToAcknowledge(incidents: readonly Clocked[], { from, to }: Between): Took[] {
  return incidents.flatMap((incident) => {
    const { id, acknowledgedAt: at } = incident;
    if (at === null || at < from || at >= to) return [];
    return [{ incident: id, ms: clocksOf(incident, usualTargets, to).acknowledge.ranMs }];
  });
}

/**
 * Time to resolve, of each incident that was resolved in a span and is so still: from when it opened, less its pauses; the times in which it
 * was resolved before it opened again are pauses. So a reopened incident counts once, with all the time that it was open.
 */
export function timesToResolve(incidents: readonly Clocked[], { from, to }: Between): Took[] {
  return incidents.flatMap((incident) => {
    const { id, resolvedAt: at } = incident;
    if (at === null || at < from || at >= to) return [];
    return [{ incident: id, ms: clocksOf(incident, usualTargets, to).resolve.ranMs }];
  });
}

/** MTTA or MTTR: the mean of what each took, with the median and the 95th percentile. */
export function timesOf(took: readonly Took[]): Times {
  const values = took.map(({ ms }) => ms);
  const sum = values.reduce((all, ms) => all + ms, 0);
  return {
    count: values.length,
    sum,
    mean: values.length === 0 ? null : halfUp(sum / values.length),
    p50: halfUp(quantile(values, 0.5)),
    p95: halfUp(quantile(values, 0.95)),
  };
}

/** A time in which something was out; `to` null: it lasts. */
export interface Failure {
  /** What failed: two of one unit at once are one outage. */
  readonly unit: string;
  /** Of what: what goes on at once with the same is the same failure, as when a severity changes. */
  readonly key: string;
  readonly from: number;
  readonly to: number | null;
}

export interface BetweenFailures {
  /** Failures that began in the span; a reopened incident is one each time. */
  readonly failures: number;
  /** Time in which units were not out, summed over all of them; ms. */
  readonly upMs: number;
  readonly downMs: number;
  /** MTBF: the one divided by the other, rounded half up; null: nothing failed. */
  readonly mtbf: number | null;
}

/**
 * Mean time between failures of some units over a span that ends now at the latest: the time in which they were not out, divided by how
 * often they failed.
 * @param units how many there are, also those that never failed
 */
export function betweenFailures(failures: readonly Failure[], span: Between, units: number): BetweenFailures {
  const within = wholes(failures).filter(({ from, to }) => from < span.to && (to ?? span.to) > span.from);
  const began = within.filter(({ from }) => from >= span.from).length;
  let downMs = 0;
  for (const own of Map.groupBy(within, ({ unit }) => unit).values()) downMs += coveredMs(own, span);
  const upMs = units * (span.to - span.from) - downMs;
  return { failures: began, upMs, downMs, mtbf: began === 0 ? null : halfUp(upMs / began) };
}

/** Pieces of one failure that touch, as one. */
function wholes(failures: readonly Failure[]): Failure[] {
  const whole: Failure[] = [];
  for (const own of Map.groupBy(failures, ({ unit, key }) => JSON.stringify([unit, key])).values()) {
    const sorted = own.toSorted((a, b) => a.from - b.from);
    let last: Failure | undefined;
    for (const one of sorted) {
      const touches = last !== undefined && (last.to === null || one.from <= last.to);
      if (!touches) {
        last = one;
        whole.push(one);
      } else if (last !== undefined) {
        const to: number | null = last.to === null || one.to === null ? null : Math.max(last.to, one.to);
        last = { ...last, to };
        whole[whole.length - 1] = last;
      }
    }
  }
  return whole;
}

/** How much of a span is covered by any. */
function coveredMs(failures: readonly Failure[], span: Between): number {
  let covered = 0;
  let end = span.from;
  for (const { from, to } of failures.toSorted((a, b) => a.from - b.from)) {
    const until = Math.min(to ?? span.to, span.to);
    covered += Math.max(0, until - Math.max(from, end));
    end = Math.max(end, until);
  }
  return covered;
}

function halfUp(ms: number): number;
function halfUp(ms: number | null): number | null;
function halfUp(ms: number | null): number | null {
  return ms === null ? null : Math.floor(ms + 0.5);
}
