// pure
import type { IncidentDetail } from '@fettle/shared/api/incidents';
import { moment, span } from '../../../format/time.ts';
import { leftOf, outcomeOf } from '../target.ts';

export interface Step {
  readonly state: 'done' | 'here' | 'open';
  readonly title: string;
  readonly note: string;
  /** When it was. */
  readonly at?: number;
  /** The clock ran out. */
  readonly late: boolean;
}

type Of = Pick<
  IncidentDetail,
  | 'state'
  | 'openedAt'
  | 'acknowledgedAt'
  | 'resolvedAt'
  | 'severity'
  | 'timeline'
  | 'acknowledge'
  | 'resolve'
  | 'reopened'
>;

/** How it began, and what became of it. */
function opened({ openedAt, timeline, severity, reopened }: Of, now: number): Step {
  const worse = timeline.findLast(({ kind, detail }) => kind === 'severity' && detail['to'] === severity);
  const began = timeline.find(({ kind }) => kind === 'opened')?.detail['severity'];
  const again = reopened > 0 ? `; reopened ${reopened === 1 ? 'once' : `${reopened} times`}` : '';
  const note =
    worse && typeof began === 'string' && began !== severity
      ? `${began}; ${severity} since ${moment(worse.time, now)}`
      : severity;
  return { state: 'done', title: `Opened ${moment(openedAt, now)}`, at: openedAt, note: note + again, late: false };
}

function acknowledged({ state, acknowledgedAt, acknowledge }: Of, now: number): Step {
  if (acknowledgedAt !== null) {
    const late = acknowledge.ranMs > acknowledge.targetMs;
    const title = `Acknowledged ${moment(acknowledgedAt, now)}`;
    return { state: 'done', title, at: acknowledgedAt, note: outcomeOf(acknowledge), late };
  }
  if (state !== 'open')
    return { state: 'done', title: 'Not acknowledged', note: 'it was put right before', late: false };
  const left = leftOf({ clock: acknowledge, what: '' }, now);
  const target = `target ${span(acknowledge.targetMs)}`;
  const note =
    left.figure === 'paused' || left.share >= 1 ? `${left.figure}; ${target}` : `${left.figure} left; ${target}`;
  return { state: 'here', title: 'Not acknowledged yet', note, late: left.share >= 1 };
}

function worked({ state, resolve }: Of, now: number): Step {
  const over = state === 'resolved' || state === 'closed';
  if (over) return { state: 'done', title: 'Worked on', note: '', late: false };
  if (state === 'open')
    return { state: 'open', title: 'Being worked', note: 'begins when somebody acknowledges', late: false };
  const left = leftOf({ clock: resolve, what: '' }, now);
  if (resolve.dueAt === null) return { state: 'here', title: 'Being worked', note: 'clock paused', late: false };
  const end = left.share >= 1 ? left.figure : `${left.figure} left`;
  return {
    state: 'here',
    title: 'Being worked',
    at: resolve.dueAt,
    note: `target ${moment(resolve.dueAt, now)} · ${end}`,
    late: left.share >= 1,
  };
}

function resolved({ state, resolvedAt, resolve }: Of, now: number): Step {
  if (resolvedAt === null || state === 'open' || state === 'acknowledged') {
    return { state: 'open', title: 'Resolved', note: 'by itself once it is in order again', late: false };
  }
  const note = outcomeOf(resolve);
  const late = resolve.ranMs > resolve.targetMs;
  return { state: 'done', title: `Resolved ${moment(resolvedAt, now)}`, at: resolvedAt, note, late };
}

/** How far it is, with its clocks. Pure: `now` is ms since 1970. */
export const stepsOf = (incident: Of, now: number): Step[] =>
  [opened, acknowledged, worked, resolved].map((step) => step(incident, now));
