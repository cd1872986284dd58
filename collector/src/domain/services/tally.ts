// pure
import type { Part, ServiceState } from '@fettle/shared/api/services';

/** What one member of a part is now. */
export interface Member {
  /** Spells that it is out for, or 1 for a service that is down. */
  out: number;
  /** Degraded: it does its work, and whoever relies on it is not quite in order. */
  ailing: boolean;
  /** Nobody can tell. */
  unknown: boolean;
  /** What is out of it now was to be. */
  planned: boolean;
}

/** One part, as its members are now. */
export interface Tally {
  readonly part: Part;
  readonly members: readonly Member[];
  /** In the order in which they began. */
  readonly causes: Set<string>;
  out: number;
  unplanned: number;
  ailing: number;
  unknown: number;
}

export interface Judged {
  readonly state: ServiceState;
  readonly planned: boolean;
  readonly causes: readonly string[];
}

/** So many causes are named; whoever wants more follows these. */
const causesAtMost = 100;

export function tallyOf(part: Part, members: number): Tally {
  const blank = (): Member => ({ out: 0, ailing: false, unknown: false, planned: false });
  return {
    part,
    members: Array.from({ length: members }, blank),
    causes: new Set(),
    out: 0,
    unplanned: 0,
    ailing: 0,
    unknown: 0,
  };
}

/** Changes one member and keeps the sums. */
export function alter(tally: Tally, member: Member, change: Partial<Member>): void {
  count(tally, member, -1);
  Object.assign(member, change);
  count(tally, member, 1);
}

function count(tally: Tally, { out, ailing, unknown, planned }: Member, by: 1 | -1): void {
  if (out > 0) tally.out += by;
  if ((out > 0 || ailing) && !planned) tally.unplanned += by;
  if (ailing) tally.ailing += by;
  if (unknown) tally.unknown += by;
}

/** How many members must be in order. */
function needed({ part: { need }, members }: Tally): number {
  if (need.kind === 'all') return Math.max(1, members.length);
  return need.kind === 'any' ? 1 : need.count;
}

/** Whether enough of a part is in order; null: nobody can tell, also where it has fewer members than it needs. */
export function isMet(tally: Tally): boolean | null {
  const least = needed(tally);
  if (tally.members.length < least) return null;
  const up = tally.members.length - tally.out;
  if (up < least) return false;
  return up - tally.unknown >= least ? true : null;
}

/**
 * What a service is by its parts: down where a part that takes it down falls short (`window` where all that is out of these parts was to
 * be), unknown where nobody can tell whether one does, degraded where anything else is out or degraded.
 */
export function judge(tallies: readonly Tally[]): Judged {
  const met = tallies.map(isMet);
  const short = tallies.filter(({ part }, i) => part.impact === 'down' && met[i] === false);
  if (short.length > 0) {
    const planned = isPlanned(short);
    return { state: planned ? 'window' : 'down', planned, causes: causesOf(short) };
  }
  if (tallies.some(({ part }, i) => part.impact === 'down' && met[i] === null)) return unknown;
  const touched = tallies.filter(({ out, ailing }) => out + ailing > 0);
  if (touched.length > 0) {
    return { state: 'degraded', planned: isPlanned(touched), causes: causesOf(touched) };
  }
  return met.includes(null) ? unknown : inOrder;
}

export const unknown: Judged = { state: 'unknown', planned: false, causes: [] };
const inOrder: Judged = { state: 'in-order', planned: false, causes: [] };

const isPlanned = (tallies: readonly Tally[]) => tallies.every(({ unplanned }) => unplanned === 0);

function causesOf(tallies: readonly Tally[]): string[] {
  const found = new Set<string>();
  for (const { causes } of tallies) {
    for (const cause of causes) {
      if (found.size >= causesAtMost) return [...found];
      found.add(cause);
    }
  }
  return [...found];
}
