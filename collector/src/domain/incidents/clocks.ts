// pure
import type { Incident, Pause, Targets } from './types.ts';

/** A target time and where it stands; as the API gives it. */
export interface TargetClock {
  readonly targetMs: number;
  readonly dueAt: number | null;
  readonly ranMs: number;
  readonly state: 'running' | 'paused' | 'met' | 'missed';
}

export interface IncidentClocks {
  readonly acknowledge: TargetClock;
  readonly resolve: TargetClock;
}

/**
 * How the targets of an incident stand. The first runs from when it last began to wait for somebody, the second from
 * when it opened; neither runs in a pause. A target that was missed stays missed, also when it is met later.
 */
export function clocksOf(
  {
    severity,
    openedAt,
    acknowledgedAt,
    resolvedAt,
    clocks,
  }: Pick<Incident, 'severity' | 'openedAt' | 'acknowledgedAt' | 'resolvedAt' | 'clocks'>,
  targets: Targets,
  now: number,
): IncidentClocks {
  const { acknowledgeMs, resolveMs } = targets[severity];
  const { waitingSince, pauses } = clocks;
  // Whoever sees to it that it is resolved has seen it.
  const seenAt = acknowledgedAt ?? resolvedAt;
  return {
    acknowledge: clock({ from: waitingSince, until: seenAt, pauses, targetMs: acknowledgeMs, now }),
    resolve: clock({ from: openedAt, until: resolvedAt, pauses, targetMs: resolveMs, now }),
  };
}

interface Run {
  readonly from: number;
  /** When it was met; null: it was not yet. */
  readonly until: number | null;
  readonly pauses: readonly Pause[];
  readonly targetMs: number;
  readonly now: number;
}

function clock({ from, until, pauses, targetMs, now }: Run): TargetClock {
  const end = Math.max(from, until ?? now);
  const ranMs = end - from - pausedMs(pauses, from, end);
  const missed = ranMs > targetMs;
  if (until !== null) return { targetMs, dueAt: null, ranMs, state: missed ? 'missed' : 'met' };
  const rests = pauses.some(({ from: since, to }) => since <= now && (to === null || to > now));
  const dueAt = rests ? null : now + targetMs - ranMs;
  if (missed) return { targetMs, dueAt, ranMs, state: 'missed' };
  return { targetMs, dueAt, ranMs, state: rests ? 'paused' : 'running' };
}

/** How much of a span lies in pauses; they do not overlap. */
function pausedMs(pauses: readonly Pause[], from: number, to: number): number {
  let sum = 0;
  for (const pause of pauses) sum += Math.max(0, Math.min(to, pause.to ?? to) - Math.max(from, pause.from));
  return sum;
}

export function isPaused({ pauses }: Pick<Incident['clocks'], 'pauses'>): boolean {
  return pauses.some(({ to }) => to === null);
}

/** A pause begins, if none lasts. */
export function paused(pauses: readonly Pause[], from: number, why: string): readonly Pause[] {
  return isPaused({ pauses }) ? pauses : [...fewer(pauses), { from, to: null, why }];
}

const mostPauses = 200;

/** What flaps for weeks would have thousands: the oldest two then become one that lasts as long as both. */
function fewer(pauses: readonly Pause[]): readonly Pause[] {
  const [first, second, ...rest] = pauses;
  if (rest.length + 2 < mostPauses || first === undefined || second === undefined) return pauses;
  const lasted = (first.to ?? first.from) - first.from;
  return [{ ...second, from: second.from - lasted }, ...rest];
}

/** The pause that lasts ends. */
export function resumed(pauses: readonly Pause[], to: number): readonly Pause[] {
  return pauses.map((pause) => (pause.to === null ? { ...pause, to: Math.max(pause.from, to) } : pause));
}
