// pure
import type { OnCall, Rota } from './ports.ts';

/** The turn that is handed over, and who has the next. */
export interface Ending {
  readonly from: number;
  readonly to: number;
  readonly leaving: OnCall['person'] | null;
  readonly coming: OnCall['person'] | null;
}

const hour = 3_600_000;
/** Without a roster. */
const usualTurnMs = 12 * hour;
/** So long after a hand-over the turn before is still the one to speak of, of short turns a quarter of the turn. */
const justEndedMs = 2 * hour;

/** Of a roster the turn that ends, or has just ended, at a time; without one, or before it began, the last 12 hours. */
export function turnEnding(rota: Pick<Rota, 'turns'> | null, now: number): Ending {
  const turn = rota?.turns(now, now + 1)[0];
  if (!rota || !turn) return { from: Math.max(0, now - usualTurnMs), to: now, leaving: null, coming: null };
  const before = rota.turns(turn.from - 1, turn.from)[0];
  const isNew = now - turn.from < Math.min(justEndedMs, (turn.to - turn.from) / 4);
  if (isNew && before) return { from: before.from, to: before.to, leaving: before.person, coming: turn.person };
  const after = rota.turns(turn.to, turn.to + 1)[0];
  return { from: turn.from, to: turn.to, leaving: turn.person, coming: after?.person ?? null };
}

/** Who had, and has, a roster's turn at the ends of a span that somebody chose. */
export function turnAround(rota: Pick<Rota, 'turns'> | null, from: number, to: number): Ending {
  const leaving = rota?.turns(to - 1, to).at(-1)?.person ?? null;
  const coming = rota?.turns(to, to + 1)[0]?.person ?? null;
  return { from, to, leaving, coming };
}
