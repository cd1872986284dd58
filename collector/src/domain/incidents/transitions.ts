// pure
import type { IncidentState } from './types.ts';

/** Why an incident moved from one state to another. */
export type MoveReason =
  | 'acknowledged'
  | 'unacknowledged'
  | 'cleared'
  | 'rule_gone'
  | 'instance_gone'
  | 'resolved_by_hand'
  | 'breached_again'
  | 'reopened_by_hand'
  | 'closed_by_hand'
  | 'rested'
  | 'superseded';

/** Every move that there is: where it may begin, and where it leads. An incident begins `open`. */
export const moves: Readonly<
  Record<MoveReason, { readonly from: readonly IncidentState[]; readonly to: IncidentState }>
> = {
  acknowledged: { from: ['open'], to: 'acknowledged' },
  unacknowledged: { from: ['acknowledged'], to: 'open' },
  cleared: { from: ['open', 'acknowledged'], to: 'resolved' },
  rule_gone: { from: ['open', 'acknowledged'], to: 'resolved' },
  instance_gone: { from: ['open', 'acknowledged'], to: 'resolved' },
  resolved_by_hand: { from: ['open', 'acknowledged'], to: 'resolved' },
  breached_again: { from: ['resolved'], to: 'open' },
  reopened_by_hand: { from: ['resolved'], to: 'open' },
  closed_by_hand: { from: ['resolved'], to: 'closed' },
  /** It was resolved for long enough. */
  rested: { from: ['resolved'], to: 'closed' },
  /** The same trouble came back later than an incident reopens: a new one takes its place. */
  superseded: { from: ['resolved'], to: 'closed' },
};

/** The state after a move; null where the table does not have it. */
export function moved(state: IncidentState, reason: MoveReason): IncidentState | null {
  const { from, to } = moves[reason];
  return from.includes(state) ? to : null;
}

export function isLive({ state }: { readonly state: IncidentState }): boolean {
  return state === 'open' || state === 'acknowledged';
}
