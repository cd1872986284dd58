import { HandOver, HandOverNote, HandOverQuery, Manpower, ManpowerQuery } from '@fettle/shared/api/manpower';
import { addHandOverNote, getHandOver, getManpower } from '../../../domain/people/index.ts';
import { actorOf } from '../authenticate.ts';
import type { Routes } from '../context.ts';
import { Done } from './done.ts';

/** Who has what to do, and what is handed over. */
export const manpowerRoutes: Routes = (app, { access, peopleDesk }) => {
  app.get(
    '/api/v1/manpower',
    {
      config: { permission: 'manpower.own' },
      schema: {
        summary: 'People’s load, time to act, and weeks to come',
        querystring: ManpowerQuery,
        response: { 200: Manpower },
      },
    },
    (request) => getManpower(peopleDesk.ports(), actorOf(request), request.query),
  );
  app.get(
    '/api/v1/hand-over',
    {
      config: { permission: 'hand-over.read' },
      schema: {
        summary: 'What whoever takes over has to know',
        querystring: HandOverQuery,
        response: { 200: HandOver },
      },
    },
    (request) => getHandOver(peopleDesk.ports(), actorOf(request), request.query),
  );
  app.post(
    '/api/v1/hand-over/notes',
    {
      config: { permission: 'hand-over.note' },
      schema: { summary: 'Leave a note to the next', body: HandOverNote, response: { 200: Done } },
    },
    async (request) => {
      await addHandOverNote({ ...peopleDesk.ports(), access }, actorOf(request), request.body);
      return {};
    },
  );
};
