import {
  AcceptInvitation,
  Invite,
  Invited,
  Person,
  PersonChange,
  PersonPage,
  PersonParameter,
} from '@fettle/shared/api/people';
import { Session } from '@fettle/shared/api/session';
import type { FastifyRequest } from 'fastify';
import {
  acceptInvitation,
  changePerson,
  type Invited as NewInvitation,
  invitePerson,
  listPeople,
  renewInvitation,
  withTeams,
} from '../../../domain/access/index.ts';
import { actorOf } from '../authenticate.ts';
import type { Routes } from '../context.ts';
import { personItem } from '../person-item.ts';
import { attempts, beginSession } from '../sign-in.ts';

/** Where the dashboard is for whoever asks, as their browser names it. */
const linkOf = ({ protocol, host }: FastifyRequest, code: string) => `${protocol}://${host}/invite?code=${code}`;

/** People: who may do what, where; how they come in and how they are shut out. */
export const peopleRoutes: Routes = (app, context) => {
  const ports = () => ({ store: context.access, people: context.people, now: context.clock.now() });
  const invited = async (request: FastifyRequest, { person, code, expiresAt }: NewInvitation) => ({
    person: personItem(await withTeams(context, person)),
    link: linkOf(request, code),
    expiresAt,
  });

  app.get(
    '/api/v1/people',
    {
      config: { permission: 'person.read' },
      schema: { summary: 'People who share a site with you, by name', response: { 200: PersonPage } },
    },
    async (request) => ({ items: (await listPeople(context, actorOf(request))).map(personItem), next: null }),
  );
  app.post(
    '/api/v1/people',
    {
      config: { permission: 'person.manage' },
      schema: { summary: 'Invite somebody; the link is given this once', body: Invite, response: { 200: Invited } },
    },
    async (request) => invited(request, await invitePerson(ports(), actorOf(request), request.body)),
  );
  app.post(
    '/api/v1/people/:id/invitation',
    {
      config: { permission: 'person.manage' },
      schema: {
        summary: 'A new link for somebody, also who lost the password; the one before is over',
        params: PersonParameter,
        response: { 200: Invited },
      },
    },
    async (request) => invited(request, await renewInvitation(ports(), actorOf(request), request.params)),
  );
  app.patch(
    '/api/v1/people/:id',
    {
      config: { permission: 'person.manage' },
      schema: {
        summary: 'Change what somebody is and may do, or disable them',
        params: PersonParameter,
        body: PersonChange,
        response: { 200: Person },
      },
    },
    async (request) => {
      const person = await changePerson(ports(), actorOf(request), { ...request.body, ...request.params });
      return personItem(await withTeams(context, person));
    },
  );
  app.post(
    '/api/v1/invitations',
    {
      config: { permission: 'open', rateLimit: attempts },
      schema: { summary: 'Accept an invitation and sign in', body: AcceptInvitation, response: { 200: Session } },
    },
    async (request, reply) => {
      const { cookie } = await acceptInvitation(ports(), request.body);
      return beginSession(context, reply, cookie);
    },
  );
};
