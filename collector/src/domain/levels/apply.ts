import type { CalendarBody, ObjectiveBody } from '@fettle/shared/api/levels';
import { FettleError } from '@fettle/shared/errors';
import { isDeepStrictEqual } from 'node:util';
import { type Actor, allow, covers, everywhere } from '../access/index.ts';
import { allowWhole, type CalendarPorts, calendarStep, usersOf, writeCalendars } from './calendars.ts';
import { bodyOf, type ObjectivePorts, objectiveStep, refer, servicesSeen, writeObjectives } from './objectives.ts';
import type { Calendar } from './types.ts';

/** Things of files, by id. */
export interface Wanted<Body> {
  readonly items: readonly { readonly id: string; readonly body: Body }[];
  /** Those that an earlier file made and that are not among these are taken away. */
  readonly prune: boolean;
  /** Only says what would be. */
  readonly dryRun: boolean;
}

/** What a thing was, and what it is; null: there is none. */
export interface AppliedStep<Body> {
  readonly id: string;
  readonly before: Body | null;
  readonly after: Body | null;
  readonly same: boolean;
}

export function calendarBody({ name, zone, hours, holidays }: Calendar | CalendarBody): CalendarBody {
  return { name, zone, hours, holidays };
}

/** Makes the calendars of files so: all or nothing. @throws FettleError `not_allowed`, `input_invalid`, `changed_meanwhile` */
export async function applyCalendars(
  ports: CalendarPorts,
  actor: Actor,
  { items, prune, dryRun }: Wanted<CalendarBody>,
): Promise<AppliedStep<CalendarBody>[]> {
  const kept = new Map((await ports.levels.calendars(everywhere)).map((one) => [one.id, one]));
  const steps = items.map(({ id, body }) => {
    const before = kept.get(id) ?? null;
    const same = before !== null && isDeepStrictEqual(calendarBody(before), calendarBody(body));
    if (before !== null && !same) allowWhole(actor, before);
    return { id, before, body, same, put: calendarStep(actor, { id, body, before, origin: 'file' }) };
  });
  const named = new Set(items.map(({ id }) => id));
  const gone = prune
    ? await unused(
        ports,
        [...kept.values()].filter(
          ({ id, origin, scope }) => origin === 'file' && !named.has(id) && covers(actor.scope, scope),
        ),
      )
    : [];
  // A file of rules alone is for whoever changes rules.
  if (items.length + gone.length === 0) return [];
  allow(actor, 'calendar.change');
  if (!dryRun) {
    await writeCalendars(ports, actor, [
      ...steps.filter(({ same }) => !same).map(({ put }) => put),
      ...gone.map(({ id, version }) => ({ what: 'remove-calendar' as const, id, version })),
    ]);
  }
  return [
    ...steps.map(({ id, before, body, same }) => {
      return { id, before: before && calendarBody(before), after: calendarBody(body), same };
    }),
    ...gone.map((one) => ({ id: one.id, before: calendarBody(one), after: null, same: false })),
  ];
}

/** What something is reckoned by stays, until a file that uses it no more was applied. */
async function unused(ports: CalendarPorts, calendars: readonly Calendar[]): Promise<Calendar[]> {
  const free: Calendar[] = [];
  for (const one of calendars) if ((await usersOf(ports, [one.id], false)).length === 0) free.push(one);
  return free;
}

/** Makes the objectives of files so: all or nothing. @throws FettleError `not_allowed`, `not_found`, `input_invalid`, `changed_meanwhile` */
export async function applyObjectives(
  ports: ObjectivePorts,
  actor: Actor,
  { items, prune, dryRun }: Wanted<ObjectiveBody>,
): Promise<AppliedStep<ObjectiveBody>[]> {
  const seen = await servicesSeen(ports, actor);
  const kept = new Map((await ports.levels.objectives()).map((one) => [one.id, one]));
  const own = (id: string) => {
    const before = kept.get(id) ?? null;
    if (before === null || seen.has(before.service)) return before;
    throw new FettleError('not_allowed', `There is an objective “${id}” that is none of yours. Choose another id.`);
  };
  const steps = items.map(({ id, body }) => {
    const before = own(id);
    const same = before !== null && isDeepStrictEqual(bodyOf(before), bodyOf(body));
    return { id, before, body, same, put: objectiveStep({ id, body, before, origin: 'file', now: ports.now }) };
  });
  const named = new Set(items.map(({ id }) => id));
  const gone = [...kept.values()].filter(
    ({ id, origin, service }) => prune && origin === 'file' && !named.has(id) && seen.has(service),
  );
  if (items.length + gone.length === 0) return [];
  allow(actor, 'level.change');
  if (!dryRun) {
    // What a file names may be made by the same file: it is looked for when all of that is done.
    for (const { body, same } of steps) {
      if (!same) await refer(ports, actor, body, seen);
    }
    await writeObjectives(ports, actor, [
      ...steps.filter(({ same }) => !same).map(({ put }) => put),
      ...gone.map(({ id, version }) => ({ what: 'remove-objective' as const, id, version })),
    ]);
  }
  return [
    ...steps.map(({ id, before, body, same }) => ({ id, before: before && bodyOf(before), after: bodyOf(body), same })),
    ...gone.map((one) => ({ id: one.id, before: bodyOf(one), after: null, same: false })),
  ];
}
