// pure
import type { Roster } from '@fettle/shared/api/notices';
import { addDays, localOf, utcOf } from '../../format/zoned.ts';

type Turning = Pick<Roster, 'zone' | 'start' | 'turn' | 'people'>;

/** "turns of a week, hand-over at 08:00, Europe/Berlin" */
export function turnWords({ zone, start, turn: { every, count } }: Turning): string {
  const long = count === 1 ? `a ${every}` : `${count} ${every}s`;
  return `turns of ${long}, hand-over at ${start.slice(11)}, ${zone}`;
}

export interface NextTurn {
  readonly person: string;
  readonly from: number;
  readonly to: number;
}

/** Turns from `now` on as the rotation makes them, without swaps. None where the start or the zone is wrong. */
export function nextTurns(
  { zone, start, turn: { every, count }, people }: Turning,
  now: number,
  many: number,
): NextTurn[] {
  const days = count * (every === 'week' ? 7 : 1);
  const first = start.slice(0, 10);
  if (people.length === 0 || !(days > 0) || Number.isNaN(utcOf(start, zone))) return [];
  const at = (n: number) => utcOf(addDays(first, n * days) + start.slice(10), zone);
  const passed = (Date.parse(localOf(now, zone).slice(0, 10)) - Date.parse(first)) / 86_400_000;
  let n = Math.max(0, Math.floor(passed / days) - 1);
  while (at(n + 1) <= now) n++;
  return Array.from({ length: many }, (_, k) => ({
    person: people[(n + k) % people.length] ?? '',
    from: at(n + k),
    to: at(n + k + 1),
  }));
}
