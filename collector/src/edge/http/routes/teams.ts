import { VersionQuery } from '@fettle/shared/api/notices';
import { Team, TeamPage, TeamParameter, TeamPut } from '@fettle/shared/api/people';
import { deleteTeam, listTeams, putTeam, type Team as StoredTeam } from '../../../domain/access/index.ts';
import { routesTelling } from '../../../domain/notifications/index.ts';
import { actorOf } from '../authenticate.ts';
import type { Routes } from '../context.ts';
import { Done } from './done.ts';

const teamItem = ({ id, name, members, version }: StoredTeam) => ({ id, name, members: [...members], version });

/** Teams: people who are told together. */
export const teamRoutes: Routes = (app, context) => {
  app.get(
    '/api/v1/teams',
    {
      config: { permission: 'team.read' },
      schema: { summary: 'Teams and those of their members whom you may see', response: { 200: TeamPage } },
    },
    async (request) => ({ items: (await listTeams(context, actorOf(request))).map(teamItem), next: null }),
  );
  app.put(
    '/api/v1/teams/:id',
    {
      config: { permission: 'team.manage' },
      schema: {
        summary: 'Make a team (version 0) or replace it',
        params: TeamParameter,
        body: TeamPut,
        response: { 200: Team },
      },
    },
    async (request) => {
      const ports = { people: context.people, now: context.clock.now() };
      return teamItem(await putTeam(ports, actorOf(request), { ...request.body, ...request.params }));
    },
  );
  app.delete(
    '/api/v1/teams/:id',
    {
      config: { permission: 'team.manage' },
      schema: {
        summary: 'Take a team away that no route tells',
        params: TeamParameter,
        querystring: VersionQuery,
        response: { 200: Done },
      },
    },
    async (request) => {
      const { people, channels, clock } = context;
      const ports = { people, now: clock.now(), usedBy: (team: string) => routesTelling({ channels }, team) };
      await deleteTeam(ports, actorOf(request), { id: request.params.id, version: request.query.version });
      return {};
    },
  );
};
