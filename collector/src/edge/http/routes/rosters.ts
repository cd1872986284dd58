import {
  OverrideCreate,
  OverrideParameter,
  Roster,
  RosterPage,
  RosterPut,
  SlugParameter,
  TurnPage,
  TurnQuery,
  VersionQuery,
} from '@fettle/shared/api/notices';
import type { PersonId } from '@fettle/shared/ids';
import { FettleError } from '@fettle/shared/errors';
import type { Actor } from '../../../domain/access/index.ts';
import {
  addOverride,
  deleteRoster,
  listRosters,
  listTurns,
  putRoster,
  removeOverride,
  type Roster as RosterRow,
  turnAt,
} from '../../../domain/notifications/index.ts';
import { actorOf } from '../authenticate.ts';
import type { HttpContext, Routes } from '../context.ts';
import { Done } from './done.ts';

const read = { permission: 'roster.read' } as const;
const manage = { permission: 'roster.manage' } as const;

/** People who take turns on call. */
export const rosterRoutes: Routes = (app, context) => {
  const { channels, access, people } = context;
  const at = () => ({ channels, access, people, now: context.clock.now() });
  const one = async (actor: Actor, id: string) => {
    const roster = (await listRosters(at(), actor)).find((row) => row.id === id);
    if (roster === undefined) throw new FettleError('not_found');
    return rosterItem(context, actor, roster);
  };

  app.get(
    '/api/v1/rosters',
    { config: read, schema: { summary: 'Rosters, and who is on call now', response: { 200: RosterPage } } },
    async (request) => {
      const actor = actorOf(request);
      const rosters = await listRosters(at(), actor);
      return { items: await Promise.all(rosters.map((row) => rosterItem(context, actor, row))), next: null };
    },
  );
  app.put(
    '/api/v1/rosters/:id',
    {
      config: manage,
      schema: { summary: 'Make or change a roster', params: SlugParameter, body: RosterPut, response: { 200: Roster } },
    },
    async (request) => {
      const { people: ids, ...rest } = request.body;
      const { id } = request.params;
      await putRoster(at(), actorOf(request), { id, ...rest, people: ids as PersonId[] });
      return one(actorOf(request), id);
    },
  );
  app.delete(
    '/api/v1/rosters/:id',
    {
      config: manage,
      schema: {
        summary: 'Take a roster away',
        params: SlugParameter,
        querystring: VersionQuery,
        response: { 200: Done },
      },
    },
    async (request) => {
      await deleteRoster(at(), actorOf(request), { id: request.params.id, version: request.query.version });
      return {};
    },
  );
  app.post(
    '/api/v1/rosters/:id/overrides',
    {
      config: manage,
      schema: {
        summary: 'Somebody stands in for a time',
        params: SlugParameter,
        body: OverrideCreate,
        response: { 200: Roster },
      },
    },
    async (request) => {
      const { person, ...rest } = request.body;
      const roster = request.params.id;
      await addOverride(at(), actorOf(request), { roster, person: person as PersonId, ...rest });
      return one(actorOf(request), roster);
    },
  );
  app.delete(
    '/api/v1/rosters/:id/overrides/:override',
    {
      config: manage,
      schema: { summary: 'Nobody stands in any more', params: OverrideParameter, response: { 200: Roster } },
    },
    async (request) => {
      const { id, override } = request.params;
      await removeOverride(at(), actorOf(request), { roster: id, id: override });
      return one(actorOf(request), id);
    },
  );
  app.get(
    '/api/v1/rosters/:id/turns',
    {
      config: read,
      schema: {
        summary: 'Who is on call when',
        params: SlugParameter,
        querystring: TurnQuery,
        response: { 200: TurnPage },
      },
    },
    async (request) => {
      const turns = await listTurns(at(), actorOf(request), { id: request.params.id, ...request.query });
      const named = await naming(context, actorOf(request));
      const items = turns.map(({ person, ...turn }) => ({ ...turn, person: named(person) }));
      return { items, next: null };
    },
  );
};

interface Named {
  readonly id: string;
  readonly name: string;
}
/** Rosters are of no site: of people who share none with whoever asks they tell only that there is somebody. */
const stranger: Named = { id: '', name: 'somebody of other sites' };

async function naming(context: Pick<HttpContext, 'people'>, { scope }: Actor) {
  const names = new Map((await context.people.people(scope)).map(({ id, name }) => [id, name]));
  const everybody = scope.sites === 'all';
  return (id: PersonId): Named => {
    const name = names.get(id);
    if (name !== undefined) return { id, name };
    return everybody ? { id, name: 'somebody who is gone' } : stranger;
  };
}

async function rosterItem(context: HttpContext, actor: Actor, roster: RosterRow) {
  const time = context.clock.now();
  const named = await naming(context, actor);
  const isKnown = (id: PersonId) => named(id) !== stranger;
  const turn = turnAt(roster, time);
  const after = turnAt(roster, turn?.to ?? Date.parse(`${roster.start}:00Z`) + 86_400_000);
  const { people, overrides, ...rest } = roster;
  return {
    ...rest,
    people: people.filter(isKnown),
    overrides: overrides.filter(({ person }) => isKnown(person)),
    now: turn && { person: named(turn.person), until: turn.to },
    next: after && { person: named(after.person), from: after.from },
  };
}
