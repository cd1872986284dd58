// pure
import type { Channel, Roster, Route, Target } from '@fettle/shared/api/notices';
import type { Person, Team } from '@fettle/shared/api/people';
import { durationText } from '../../format/duration.ts';
import { plain } from '../../format/text.ts';

/** What targets are called; a list that did not come leaves ids. */
export interface Names {
  readonly people: readonly Pick<Person, 'id' | 'name'>[];
  readonly teams: readonly Pick<Team, 'id' | 'name'>[];
  readonly rosters: readonly Pick<Roster, 'id' | 'name'>[];
  readonly channels: readonly Pick<Channel, 'id' | 'name'>[];
}

const lists = { person: 'people', team: 'teams', 'on-call': 'rosters', channel: 'channels' } as const;

/** "Ida Lund", "the team Operations", "who is on call for Databases", "the channel Chat" */
export function targetWords({ kind, id }: Target, names: Names): string {
  const name = plain(names[lists[kind]].find((one) => one.id === id)?.name ?? id, 60);
  if (kind === 'person') return name;
  if (kind === 'team') return `the team ${name}`;
  return kind === 'on-call' ? `who is on call for ${name}` : `the channel ${name}`;
}

const dayNames = ['', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;

function daysWords(days: readonly number[]): string {
  if (days.length === 7) return 'every day';
  const [first = 1] = days;
  const run = days.length > 2 && days.every((day, n) => day === first + n);
  if (run) return `${dayNames[first]} to ${dayNames[days.at(-1) ?? first]}`;
  return days.map((day) => dayNames[day]).join(', ');
}

/** Which incidents a route takes: "Critical incidents on role=db, Mon to Fri 08:00 to 18:00 Europe/Berlin" */
export function scopeWords({
  severity,
  selector,
  calendar,
}: Pick<Route, 'severity' | 'selector' | 'calendar'>): string {
  const which = severity === 'critical' ? 'Critical incidents' : 'Incidents from warning on';
  const where = selector === '' ? 'of every device' : `on ${plain(selector, 120)}`;
  const when = calendar
    ? `, ${daysWords(calendar.days)} ${calendar.from} to ${calendar.to} ${calendar.zone ?? 'UTC'}`
    : ', at any time';
  return `${which} ${where}${when}`;
}

/** When a step is taken. */
export function stepTime(afterMs: number, first: boolean): string {
  if (first) return afterMs === 0 ? 'At once' : `After ${durationText(afterMs)}`;
  return afterMs === 0 ? 'Together with that' : `After ${durationText(afterMs)} more without an answer`;
}

/** What happens at the end of a route. */
export function endWords({ repeat, resolved, stop }: Pick<Route, 'repeat' | 'resolved' | 'stop'>): string {
  const again =
    repeat === 0
      ? 'Then no more'
      : repeat === 1
        ? 'Then all of it once more'
        : repeat === 2
          ? 'Then all of it twice more'
          : `Then all of it ${repeat} times more`;
  const told = resolved ? 'told again when it resolves' : 'not told when it resolves';
  return `${again}; ${told}; ${stop ? 'later routes do not see it' : 'later routes see it too'}.`;
}
