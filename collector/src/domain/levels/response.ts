// pure
import type { ObjectiveBody } from '@fettle/shared/api/levels';
import type { Incident, Targets } from '../incidents/index.ts';
import type { Composition } from '../services/index.ts';
import { common, type Span } from './calendar.ts';
import { burnOf, lengthIn, type Reckoned, standing } from './level.ts';
import { shareOf } from './ppm.ts';

/** How an incident stands against an objective of response. */
export interface Answer {
  readonly incident: Incident;
  /** How long its clock ran in business hours, without pauses. */
  readonly ranMs: number;
  readonly targetMs: number;
  /** `running`: not answered, and still in time. */
  readonly state: 'met' | 'missed' | 'running';
  /** When it was answered; null: not yet. */
  readonly endedAt: number | null;
}

export type ResponseObjective = Pick<ObjectiveBody, 'kind' | 'withinMs' | 'targetPpm'>;

/**
 * The clock of an incident against an objective: acknowledging runs from when it last began to wait for somebody until it was acknowledged,
 * or resolved; resolving from when it opened until it was resolved. Neither runs outside the hours nor in a pause of the incident.
 * @param hours over the time from its opening until now
 */
export function answerOf(
  { kind, withinMs }: ResponseObjective,
  incident: Incident,
  targets: Targets,
  hours: readonly Span[],
  now: number,
): Answer {
  const { openedAt, acknowledgedAt, resolvedAt, clocks, severity } = incident;
  const target = targets[severity];
  const [from, endedAt, targetMs] =
    kind === 'acknowledge'
      ? [clocks.waitingSince, acknowledgedAt ?? resolvedAt, withinMs ?? target.acknowledgeMs]
      : [openedAt, resolvedAt, withinMs ?? target.resolveMs];
  const end = Math.max(from, Math.min(endedAt ?? now, now));
  const ranMs = runs(from, end, clocks.pauses, hours);
  const ended = endedAt !== null && endedAt <= now;
  const state = ranMs > targetMs ? 'missed' : ended ? 'met' : 'running';
  return { incident, ranMs, targetMs, state, endedAt: ended ? endedAt : null };
}

/** An objective of response over the incidents that opened in a period; those that are still in time are not counted yet. */
export function levelOfAnswers(
  { targetPpm }: ResponseObjective,
  answers: readonly Answer[],
  period: Span,
  now: number,
): Reckoned {
  const countedTo = Math.max(period.from, Math.min(period.to, now));
  const allowedPpm = 1_000_000 - targetPpm;
  const decided = answers.filter(({ state }) => state !== 'running');
  const opened = (from: number) =>
    decided.filter(({ incident: { openedAt } }) => openedAt >= from && openedAt < countedTo);
  const missed = (some: readonly Answer[]) => some.filter(({ state }) => state === 'missed');
  const own = opened(period.from);
  const [measured, bad] = [own.length, missed(own).length];
  const budget = shareOf(measured, allowedPpm);
  const rate = (ms: number) => {
    const some = opened(countedTo - ms);
    return burnOf(missed(some).length, some.length, allowedPpm);
  };
  return {
    ...standing(period, countedTo, { measured, bad, budget }, rate),
    goneAt: null,
    spent: missed(own).map(({ incident: { id, openedAt }, endedAt }) => {
      const to = Math.max(openedAt, endedAt ?? countedTo);
      return { from: openedAt, to, ms: 0, causes: [`i:${id}:${openedAt}`] };
    }),
  };
}

/** Whether a service was made of a device at a time. */
export function isMember(compositions: readonly Composition[], device: string, time: number): boolean {
  const held = compositions.findLast(({ from }) => from <= time);
  return held?.devices.some((part) => (part as readonly string[]).includes(device)) ?? false;
}

function runs(from: number, to: number, pauses: Incident['clocks']['pauses'], hours: readonly Span[]): number {
  const whole = common(hours, [{ from, to }]);
  const rests = pauses.map((pause) => ({ from: pause.from, to: pause.to ?? to })).toSorted((a, b) => a.from - b.from);
  // Pauses of one incident do not overlap.
  return lengthIn(whole, from, to) - rests.reduce((sum, rest) => sum + lengthIn(whole, rest.from, rest.to), 0);
}
