// pure
import type { IncidentAct } from '@fettle/shared/api/incidents';
import type { PersonId, ProblemId } from '@fettle/shared/ids';
import { isPaused, paused, resumed } from './clocks.ts';
import type { Drafts, Told } from './draft.ts';
import { handMoves, type Move } from './hand-moves.ts';
import { hushed } from './hushes.ts';
import type { Settings } from './settings.ts';
import { isLive, moved, type MoveReason } from './transitions.ts';
import type { Incident, IncidentState, NewTimelineEntry, TimelineKind } from './types.ts';

export type Deed = IncidentAct['act'];

/** Who does it, when, and what the deed names. */
export interface DeedContext {
  readonly actor: string;
  /** Who snoozes; null: not a person. */
  readonly person: PersonId | null;
  readonly now: number;
  readonly settings: Settings;
  /** The person of `own`: who it is. */
  readonly owner: { readonly id: PersonId; readonly name: string } | null;
  /** The problem of `link`. */
  readonly problem: { readonly id: ProblemId; readonly title: string } | null;
}

/** Why a deed cannot be done; the text says what to do. */
export interface Unfit {
  readonly code: 'incident_state' | 'input_invalid';
  readonly message: string;
}

type Step = (incident: Incident, context: DeedContext, line: Line) => readonly [Incident, ...Told[]] | Unfit;
type Line = (kind: TimelineKind, words: string, detail?: NewTimelineEntry['detail']) => NewTimelineEntry;

/** Does a deed of a person to an incident, or says why not. */
export function doDeed(drafts: Drafts, incident: Incident, deed: Deed, context: DeedContext): Unfit | null {
  const line: Line = (kind, words, detail = {}) => ({ time: context.now, kind, actor: context.actor, words, detail });
  const step = stepOf(deed)(incident, context, line);
  if ('code' in step) return step;
  const [after, ...told] = step;
  drafts.step(after, ...told);
  return null;
}

/** What may be done with it now, as the deeds are called. */
export function deedsOf(incident: Incident): Deed['kind'][] {
  const { state, hushes, clocks } = incident;
  const can = (reason: MoveReason) => moved(state, reason) !== null;
  const live = isLive(incident);
  const found: (Deed['kind'] | false)[] = [
    can('acknowledged') && 'acknowledge',
    can('unacknowledged') && 'unacknowledge',
    can('resolved_by_hand') && 'resolve',
    can('reopened_by_hand') && 'reopen',
    can('closed_by_hand') && 'close',
    state !== 'closed' && 'own',
    state !== 'closed' && 'priority',
    'note',
    live && 'snooze',
    hushes.snoozed !== null && 'unsnooze',
    live && !isPaused(clocks) && 'pause',
    live && isPaused(clocks) && 'resume',
    'link',
  ];
  return found.filter((one) => one !== false);
}

const changed = { kind: 'incident.changed' } as const;
const longestSnoozeMs = 30 * 86_400_000;

const unfit = (incident: Incident, what: string): Unfit => {
  const hints: Readonly<Record<IncidentState, string>> = {
    open: 'It is open: acknowledge or resolve it.',
    acknowledged: 'It is acknowledged: resolve it, or take the acknowledgement back.',
    resolved: 'It is resolved: reopen or close it.',
    closed: 'It is closed, and what is closed stays: add a note.',
  };
  return { code: 'incident_state', message: `This incident cannot be ${what}. ${hints[incident.state]}` };
};

/** `Acknowledged: because` */
const withNote = (words: string, note: string | undefined) => {
  const text = note?.trim() ?? '';
  return text === '' ? `${words}.` : `${words}: ${text}`;
};

const steps: { readonly [Kind in Deed['kind']]: (deed: Of<Kind>) => Step } = {
  acknowledge: moveStep,
  unacknowledge: moveStep,
  resolve: moveStep,
  reopen: moveStep,
  close: moveStep,
  own: ({ owner }) => own(owner),
  priority: ({ priority }) => prioritise(priority as Incident['priority']),
  note:
    ({ text }) =>
    (incident, _, line) => [{ ...incident }, { entry: line('note', text.trim()), event: { kind: 'incident.noted' } }],
  snooze: snoozeStep,
  unsnooze: snoozeStep,
  pause: pauseStep,
  resume: pauseStep,
  link: ({ problem }) => link(problem),
};

function stepOf<Kind extends Deed['kind']>(deed: Of<Kind>): Step {
  return (steps[deed.kind] as (deed: Of<Kind>) => Step)(deed);
}

type Of<Kind extends Deed['kind']> = Extract<Deed, { readonly kind: Kind }>;

function moveStep(deed: Of<Move>): Step {
  const { reason, done, kind, words, after, detail: detailOf } = handMoves[deed.kind];
  return (incident, context, line) => {
    if (moved(incident.state, reason) === null) return unfit(incident, done);
    const detail = detailOf(incident);
    const entry = line(kind, withNote(words, 'note' in deed ? deed.note : undefined), detail);
    return [after(incident, context), { entry, event: { kind: `incident.${kind}`, detail } }];
  };
}

function own(wanted: string | null): Step {
  return (incident, { owner }, line) => {
    if (incident.state === 'closed') return unfit(incident, 'given to somebody');
    if (wanted !== null && !owner)
      return { code: 'input_invalid', message: 'There is nobody with this id. Choose another owner.' };
    return [
      { ...incident, owner: owner?.id ?? null },
      {
        entry: line('owner', owner ? `Owned by ${owner.name}.` : 'Owned by nobody.', { owner: owner?.id ?? null }),
        event: { kind: 'incident.owned', detail: { owner: owner?.id ?? null } },
      },
    ];
  };
}

function prioritise(priority: Incident['priority']): Step {
  return (incident, _, line) => {
    if (incident.state === 'closed') return unfit(incident, 'put before others');
    const detail = { from: incident.priority, to: priority };
    return [
      { ...incident, priority },
      { entry: line('priority', `Priority ${priority}.`, detail), event: changed },
    ];
  };
}

function snoozeStep(deed: Of<'snooze' | 'unsnooze'>): Step {
  return (incident, { now, person }, line) => {
    if (deed.kind === 'unsnooze') {
      if (incident.hushes.snoozed === null) return { code: 'incident_state', message: 'This incident is not snoozed.' };
      const after = hushed(incident, { snoozed: null });
      const event = { kind: 'incident.quiet', detail: { quiet: after.quiet } };
      return [after, { entry: line('snoozed', 'The snooze was ended.'), event }];
    }
    const { until } = deed;
    if (!isLive(incident)) return unfit(incident, 'snoozed');
    if (until <= now || until > now + longestSnoozeMs) {
      return { code: 'input_invalid', message: 'A snooze ends in the future, within 30 days.' };
    }
    const after = hushed(incident, { snoozed: { until, person } });
    const event = { kind: 'incident.quiet', detail: { quiet: after.quiet } };
    return [after, { entry: line('snoozed', `Snoozed until ${new Date(until).toISOString()}.`, { until }), event }];
  };
}

function pauseStep(deed: Of<'pause' | 'resume'>): Step {
  return (incident, { now }, line) => {
    if (!isLive(incident)) return unfit(incident, 'paused');
    const { clocks } = incident;
    const pauses = deed.kind === 'pause' ? paused(clocks.pauses, now, deed.why.trim()) : resumed(clocks.pauses, now);
    if (isPaused(clocks) === (deed.kind === 'pause')) {
      const message = deed.kind === 'pause' ? 'Its clocks are paused already.' : 'Its clocks are not paused.';
      return { code: 'incident_state', message };
    }
    const words = deed.kind === 'pause' ? withNote('Clocks paused', deed.why) : 'Clocks run on.';
    return [
      { ...incident, clocks: { ...clocks, pauses } },
      { entry: line('clock', words), event: changed },
    ];
  };
}

function link(wanted: string | null): Step {
  return (incident, { problem }, line) => {
    if (wanted !== null && !problem)
      return { code: 'input_invalid', message: 'There is no such problem. Choose another.' };
    const words = problem ? `Linked to the problem “${problem.title}”.` : 'Linked to no problem.';
    return [
      { ...incident, problem: problem?.id ?? null },
      { entry: line('problem', words, { problem: problem?.id ?? null }), event: changed },
    ];
  };
}
