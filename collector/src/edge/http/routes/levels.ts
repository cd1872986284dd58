import {
  Calendar,
  CalendarPage,
  CalendarPut,
  LevelPage,
  LevelQuery,
  Objective,
  ObjectivePage,
  ObjectivePut,
  ObjectivesQuery,
  RestoreTest,
  RestoreTestCreate,
  RestoreTestPage,
  SlugParameter,
  VersionQuery,
} from '@fettle/shared/api/levels';
import type { PersonId } from '@fettle/shared/ids';
import {
  calendarBody,
  type Calendar as KeptCalendar,
  levelsAt,
  listCalendars,
  listObjectives,
  listRestoreTests,
  type Objective as KeptObjective,
  objectiveBody,
  putCalendar,
  putObjective,
  removeCalendar,
  removeObjective,
  type SeenTest,
  tellRestoreTest,
} from '../../../domain/levels/index.ts';
import { actorOf } from '../authenticate.ts';
import type { HttpContext, Routes } from '../context.ts';
import { Done } from './done.ts';

/** Calendars, objectives, how they stand, and tests of restoring. */
export const levelRoutes: Routes = (app, context) => {
  calendarRoutes(app, context);
  objectiveRoutes(app, context);
  restoreRoutes(app, context);
};

const calendarRoutes: Routes = (app, { levelDesk }) => {
  const read = { permission: 'calendar.read' } as const;
  const change = { permission: 'calendar.change' } as const;
  app.get(
    '/api/v1/calendars',
    { config: read, schema: { summary: 'Business hours', response: { 200: CalendarPage } } },
    async (request) => {
      return { items: (await listCalendars(levelDesk.ports(), actorOf(request))).map(calendarItem), next: null };
    },
  );
  app.put(
    '/api/v1/calendars/:id',
    {
      config: change,
      schema: {
        summary: 'Make or change business hours',
        params: SlugParameter,
        body: CalendarPut,
        response: { 200: Calendar },
      },
    },
    async (request) => {
      const { version, ...body } = request.body;
      const input = { id: request.params.id, body, version };
      return calendarItem(await putCalendar(levelDesk.ports(), actorOf(request), input));
    },
  );
  app.delete(
    '/api/v1/calendars/:id',
    {
      config: change,
      schema: {
        summary: 'Take business hours away that nothing is reckoned by',
        params: SlugParameter,
        querystring: VersionQuery,
        response: { 200: Done },
      },
    },
    async (request) => {
      await removeCalendar(levelDesk.ports(), actorOf(request), { ...request.params, ...request.query });
      return {};
    },
  );
};

const objectiveRoutes: Routes = (app, { levelDesk }) => {
  const read = { permission: 'level.read' } as const;
  const change = { permission: 'level.change' } as const;
  app.get(
    '/api/v1/objectives',
    {
      config: read,
      schema: { summary: 'What services are to reach', querystring: ObjectivesQuery, response: { 200: ObjectivePage } },
    },
    async (request) => {
      const found = await listObjectives(levelDesk.ports(), actorOf(request), request.query);
      return { items: found.map(objectiveItem), next: null };
    },
  );
  app.put(
    '/api/v1/objectives/:id',
    {
      config: change,
      schema: {
        summary: 'Set or change what a service is to reach',
        params: SlugParameter,
        body: ObjectivePut,
        response: { 200: Objective },
      },
    },
    async (request) => {
      const { version, ...body } = request.body;
      const input = { id: request.params.id, body, version };
      return objectiveItem(await putObjective(levelDesk.ports(), actorOf(request), input));
    },
  );
  app.delete(
    '/api/v1/objectives/:id',
    {
      config: change,
      schema: {
        summary: 'Take an objective away',
        params: SlugParameter,
        querystring: VersionQuery,
        response: { 200: Done },
      },
    },
    async (request) => {
      await removeObjective(levelDesk.ports(), actorOf(request), { ...request.params, ...request.query });
      return {};
    },
  );
  app.get(
    '/api/v1/levels',
    {
      config: read,
      schema: {
        summary: 'Objectives over their periods, newest first',
        querystring: LevelQuery,
        response: { 200: LevelPage },
      },
    },
    async (request) => ({ items: await levelsAt(levelDesk.ports(), actorOf(request), request.query), next: null }),
  );
};

const restoreRoutes: Routes = (app, { levelDesk, devices, access, clock }) => {
  const at = () => ({ levels: levelDesk.ports().levels, devices, now: clock.now() });
  app.get(
    '/api/v1/restore-tests',
    {
      config: { permission: 'level.read' },
      schema: { summary: 'When backups were tried, newest first', response: { 200: RestoreTestPage } },
    },
    async (request) => {
      const found = await listRestoreTests(at(), actorOf(request));
      return { items: await Promise.all(found.map((one) => testItem({ access }, one))), next: null };
    },
  );
  app.post(
    '/api/v1/restore-tests',
    {
      config: { permission: 'level.change' },
      schema: { summary: 'Tell that a backup was tried', body: RestoreTestCreate, response: { 201: RestoreTest } },
    },
    async (request, reply) => {
      const told = await tellRestoreTest(at(), actorOf(request), request.body);
      return reply.code(201).send(await testItem({ access }, told));
    },
  );
};

const calendarItem = (calendar: KeptCalendar) => {
  return { id: calendar.id, ...calendarBody(calendar), version: calendar.version };
};

const objectiveItem = (objective: KeptObjective) => {
  return { id: objective.id, ...objectiveBody(objective), version: objective.version };
};

async function testItem({ access }: Pick<HttpContext, 'access'>, { test, device }: SeenTest) {
  const { id, time, ok, words, person, run } = test;
  const by =
    run !== null ? 'a run' : person === null ? 'a token or the command line' : await nameOf({ access }, person);
  return { id, device: device.id, deviceName: device.name, time, ok, words, by, run };
}

async function nameOf({ access }: Pick<HttpContext, 'access'>, id: PersonId): Promise<string> {
  return (await access.person(id))?.name ?? 'somebody who left';
}
