import type { CalendarBody } from '@fettle/shared/api/levels';
import { FettleError } from '@fettle/shared/errors';
import { type Actor, allow, audited, covers, everywhere } from '../access/index.ts';
import { isSlug, type LevelProblem, wrongInCalendar } from './check.ts';
import type { LevelStore, LevelWrite } from './store.ts';
import type { Calendar, Origin } from './types.ts';

/** What the verbs over calendars need; `now` ms since 1970. */
export interface CalendarPorts {
  readonly levels: LevelStore;
  readonly services: { services(): Promise<readonly { readonly name: string; readonly calendar: string | null }[]> };
  readonly now: number;
}

/** The calendars that share a site with the actor, by id. @throws FettleError `not_allowed` */
export async function listCalendars({ levels }: Pick<CalendarPorts, 'levels'>, actor: Actor): Promise<Calendar[]> {
  allow(actor, 'calendar.read');
  return levels.calendars(actor.scope);
}

export interface CalendarInput {
  readonly id: string;
  readonly body: CalendarBody;
  /** As it was read; 0 makes a new one. */
  readonly version: number;
}

/**
 * Makes a calendar, or changes it; what was reckoned by it is reckoned anew, also of the past. It is for the sites of whoever makes it.
 * @throws FettleError `not_allowed`, `not_found`, `input_invalid`, `changed_meanwhile`
 */
export async function putCalendar(ports: CalendarPorts, actor: Actor, input: CalendarInput): Promise<Calendar> {
  allow(actor, 'calendar.change');
  const before = await readCalendar(ports, actor, input.id);
  if (before === null && input.version > 0) throw new FettleError('not_found');
  if ((before?.version ?? 0) !== input.version) throw new FettleError('changed_meanwhile');
  const step = calendarStep(actor, { ...input, before, origin: 'person' });
  await writeCalendars(ports, actor, [step]);
  return step.calendar;
}

/** @throws FettleError `not_allowed`, `not_found`, `changed_meanwhile`, `calendar_in_use` */
export async function removeCalendar(
  ports: CalendarPorts,
  actor: Actor,
  { id, version }: { readonly id: string; readonly version: number },
): Promise<void> {
  allow(actor, 'calendar.change');
  const before = await readCalendar(ports, actor, id);
  if (before === null) throw new FettleError('not_found');
  if (before.version !== version) throw new FettleError('changed_meanwhile');
  const using = await usersOf(ports, [id], actor.scope.sites === 'all');
  if (using.length > 0) {
    throw new FettleError(
      'calendar_in_use',
      `${[...new Set(using)].slice(0, 5).join(', ')} is reckoned by it. Give it another calendar first.`,
    );
  }
  await writeCalendars(ports, actor, [{ what: 'remove-calendar', id, version }]);
}

/** What is reckoned by some calendars: by name to who sees everything, else only that there is something. */
export async function usersOf(
  { levels, services }: CalendarPorts,
  ids: readonly string[],
  named: boolean,
): Promise<string[]> {
  const users = [...(await services.services()), ...(await levels.objectives())];
  return users
    .filter(({ calendar }) => calendar !== null && ids.includes(calendar))
    .map(({ name }) => (named ? `“${name}”` : 'A service or an objective'));
}

/** Also one of other sites: then the id is taken. @throws FettleError `not_allowed` */
async function readCalendar({ levels }: CalendarPorts, actor: Actor, id: string): Promise<Calendar | null> {
  const before = await levels.calendar(everywhere, id);
  if (before !== null) allowWhole(actor, before);
  return before;
}

/** @throws FettleError `not_allowed` */
export function allowWhole({ scope }: Actor, calendar: Pick<Calendar, 'scope'>): void {
  if (covers(scope, calendar.scope)) return;
  throw new FettleError('not_allowed', 'This calendar is also for sites that are none of yours.');
}

interface CalendarPut {
  readonly id: string;
  readonly body: CalendarBody;
  readonly before: Calendar | null;
  readonly origin: Origin;
}

/** @throws FettleError `input_invalid`, with all that is wrong */
export function calendarStep(actor: Actor, { id, body, before, origin }: CalendarPut) {
  if (!isSlug(id))
    throw new FettleError('input_invalid', 'A calendar’s id has small letters, digits and hyphens, at most 64.');
  refuse(wrongInCalendar(body));
  const { name, zone, hours, holidays } = body;
  const calendar: Calendar = {
    id,
    name,
    zone,
    hours,
    holidays,
    scope: before?.scope ?? actor.scope,
    origin,
    version: (before?.version ?? 0) + 1,
  };
  return { what: 'put-calendar' as const, calendar };
}

/** @throws FettleError `input_invalid` */
export function refuse(wrong: readonly LevelProblem[]): void {
  if (wrong.length === 0) return;
  const problems = wrong.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new FettleError('input_invalid', problems.join(' '), { problems });
}

type CalendarWrite = Extract<LevelWrite, { readonly what: 'put-calendar' | 'remove-calendar' }>;

/** @throws FettleError `changed_meanwhile` */
export async function writeCalendars(
  { levels, now }: Pick<CalendarPorts, 'levels' | 'now'>,
  actor: Actor,
  writes: readonly CalendarWrite[],
): Promise<void> {
  if (writes.length === 0) return;
  const ids = writes.map((write) => (write.what === 'put-calendar' ? write.calendar.id : write.id));
  const answer = await levels.write(writes, {
    events: ids.map((calendar) => ({
      time: now,
      kind: 'calendar.changed',
      device: null,
      site: null,
      detail: { calendar },
    })),
    audit: writes.map((write) =>
      write.what === 'put-calendar'
        ? audited(actor, now, 'calendars.put', `calendar:${write.calendar.id}`, { ...write.calendar })
        : audited(actor, now, 'calendars.remove', `calendar:${write.id}`),
    ),
  });
  if (answer !== 'written') throw new FettleError(answer);
}
