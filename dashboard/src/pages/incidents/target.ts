// pure
import type { Incident, TargetClock } from '@fettle/shared/api/incidents';
import { span } from '../../format/time.ts';
import type { Shape } from '../../state/standing.ts';

/** The clock that counts now: to acknowledge while nobody did, then to resolve. */
export interface ClockLeft {
  /** How much of the time is used up, 0 to 1. */
  readonly share: number;
  readonly shape: Shape | undefined;
  /** "12 min", "over by 3 min", "paused" */
  readonly figure: string;
  /** "to acknowledge" */
  readonly what: string;
}

/** From here on little is left: it is seen. */
const soon = 0.75;

export const clockOf = ({ state, acknowledge, resolve }: Pick<Incident, 'state' | 'acknowledge' | 'resolve'>) =>
  state === 'open' ? { clock: acknowledge, what: 'to acknowledge' } : { clock: resolve, what: 'to resolve' };

/** How a clock stands at a time. Pure: `now` is ms since 1970. */
export function leftOf({ clock, what }: { clock: TargetClock; what: string }, now: number): ClockLeft {
  if (clock.state === 'paused' || clock.dueAt === null) {
    return { share: clock.ranMs / clock.targetMs, shape: undefined, figure: 'paused', what };
  }
  const left = clock.dueAt - now;
  const share = Math.min(1, Math.max(0, 1 - left / clock.targetMs));
  if (left <= 0 || clock.state === 'missed') {
    return { share: 1, shape: 'critical', figure: `${span(Math.abs(left))} over`, what };
  }
  return { share, shape: share >= soon ? 'warning' : undefined, figure: span(left), what };
}

/** How a clock came out, for the steps of an incident: "in 4 min; target 15 min, kept". */
export function outcomeOf({ targetMs, ranMs, state }: TargetClock): string {
  const kept = state === 'met' && ranMs <= targetMs;
  return `in ${span(ranMs)}; target ${span(targetMs)}, ${kept ? 'kept' : 'missed'}`;
}
