// pure
import type { Settings } from './settings.ts';
import { closed, reopened, resolved } from './take-finding.ts';
import type { MoveReason } from './transitions.ts';
import type { Incident, NewTimelineEntry, TimelineKind } from './types.ts';

interface When {
  readonly now: number;
  readonly settings: Settings;
}

export type Move = 'acknowledge' | 'unacknowledge' | 'resolve' | 'reopen' | 'close';

/** What people do to the state: the move of the table, what it makes of the incident, what is told. */
export const handMoves: Readonly<
  Record<
    Move,
    {
      readonly reason: MoveReason;
      readonly done: string;
      readonly kind: TimelineKind;
      readonly words: string;
      readonly after: (incident: Incident, when: When) => Incident;
      readonly detail: (incident: Incident) => NewTimelineEntry['detail'];
    }
  >
> = {
  acknowledge: {
    reason: 'acknowledged',
    done: 'acknowledged',
    kind: 'acknowledged',
    words: 'Acknowledged',
    after: (incident, { now }) => ({ ...incident, state: 'acknowledged', acknowledgedAt: now }),
    detail: () => ({}),
  },
  unacknowledge: {
    reason: 'unacknowledged',
    done: 'taken back',
    kind: 'unacknowledged',
    words: 'Acknowledgement taken back',
    after: (incident) => ({ ...incident, state: 'open', acknowledgedAt: null }),
    detail: () => ({}),
  },
  resolve: {
    reason: 'resolved_by_hand',
    done: 'resolved',
    kind: 'resolved',
    words: 'Resolved',
    after: (incident, { now, settings }) => resolved(incident, 'resolved_by_hand', now, settings),
    detail: () => ({ by: 'hand' }),
  },
  reopen: {
    reason: 'reopened_by_hand',
    done: 'reopened',
    kind: 'reopened',
    words: 'Reopened',
    after: (incident, { now, settings }) => reopened(incident, 'reopened_by_hand', now, settings),
    detail: ({ severity }) => ({ severity }),
  },
  close: {
    reason: 'closed_by_hand',
    done: 'closed',
    kind: 'closed',
    words: 'Closed',
    after: (incident, { now }) => closed(incident, 'closed_by_hand', now),
    detail: () => ({ by: 'hand' }),
  },
};
