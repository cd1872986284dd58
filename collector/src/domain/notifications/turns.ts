// pure
import type { PersonId } from '@fettle/shared/ids';
import type { Roster } from './types.ts';

/** One person's time on call; `override`: who else it would have been is stood in for, by this override. */
export interface Turn {
  readonly person: PersonId;
  readonly from: number;
  readonly to: number;
  readonly override: string | null;
}

type Rota = Pick<Roster, 'zone' | 'start' | 'turn' | 'people'>;

/** The turns that touch a span, overrides put in, oldest first; none before the roster's start. */
export function turnsIn(roster: Rota & Pick<Roster, 'overrides'>, from: number, to: number): Turn[] {
  const turns: Turn[] = [];
  if (roster.people.length === 0) return turns;
  for (let number = Math.max(0, numberAt(roster, from)); ; number++) {
    const [begin, end] = [handOver(roster, number), handOver(roster, number + 1)];
    if (begin >= to) break;
    const person = roster.people[number % roster.people.length];
    if (end > from && person !== undefined) turns.push({ person, from: begin, to: end, override: null });
  }
  return roster.overrides.reduce(standIn, turns).filter((turn) => turn.from < to && turn.to > from);
}

/** Who is on call at a time, and until when; null before the roster's start. */
export function turnAt(roster: Rota & Pick<Roster, 'overrides'>, time: number): Turn | null {
  return turnsIn(roster, time, time + 1)[0] ?? null;
}

/** An override cuts what stood there, of overrides the one that begins earlier. */
function standIn(turns: readonly Turn[], { id, person, from, to }: Roster['overrides'][number]): Turn[] {
  const first = turns[0]?.from;
  const last = turns.at(-1)?.to;
  if (first === undefined || last === undefined || from >= last || to <= first) return [...turns];
  const left = turns.flatMap((turn) => [
    ...(turn.from < from ? [{ ...turn, to: Math.min(turn.to, from) }] : []),
    ...(turn.to > to ? [{ ...turn, from: Math.max(turn.from, to) }] : []),
  ]);
  return [...left, { person, from, to, override: id }].toSorted((a, b) => a.from - b.from);
}

/** When turn `number` begins: at the same time of day, whatever the clocks do. */
function handOver({ zone, start, turn }: Rota, number: number): number {
  return Temporal.PlainDateTime.from(start)
    .add({ days: number * daysOf(turn) })
    .toZonedDateTime(zone).epochMilliseconds;
}

function numberAt(roster: Rota, time: number): number {
  const { zone, start, turn } = roster;
  const begin = Temporal.PlainDateTime.from(start).toPlainDate();
  const day = Temporal.Instant.fromEpochMilliseconds(time).toZonedDateTimeISO(zone).toPlainDate();
  const guess = Math.floor(begin.until(day, { largestUnit: 'days' }).days / daysOf(turn));
  // On the day of a hand-over it depends on the hour.
  return handOver(roster, guess) > time ? guess - 1 : guess;
}

const daysOf = ({ every, count }: Roster['turn']) => (every === 'week' ? 7 : 1) * count;
