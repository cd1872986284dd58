import { MeChange, PasswordChange, Person } from '@fettle/shared/api/people';
import { Session } from '@fettle/shared/api/session';
import { changeMe, changePassword, getMe, withTeams } from '../../../domain/access/index.ts';
import { actorOf, sessionCookie } from '../authenticate.ts';
import type { Routes } from '../context.ts';
import { personItem } from '../person-item.ts';
import { attempts, describeSession } from '../sign-in.ts';

/** What somebody sees and changes of themselves. */
export const meRoutes: Routes = (app, context) => {
  const config = { permission: 'me.own' } as const;
  const ports = () => ({ store: context.access, people: context.people, now: context.clock.now() });

  app.get('/api/v1/me', { config, schema: { summary: 'You', response: { 200: Person } } }, async (request) =>
    personItem(await getMe(ports(), actorOf(request))),
  );
  app.patch(
    '/api/v1/me',
    { config, schema: { summary: 'Change your name, zone or contacts', body: MeChange, response: { 200: Person } } },
    async (request) => personItem(await withTeams(context, await changeMe(ports(), actorOf(request), request.body))),
  );
  app.post(
    '/api/v1/me/password',
    {
      config: { ...config, rateLimit: attempts },
      schema: {
        summary: 'Change your password; your other sessions end',
        body: PasswordChange,
        response: { 200: Session },
      },
    },
    async (request) => {
      const cookie = request.cookies[sessionCookie(request.way)] ?? '';
      await changePassword(ports(), actorOf(request), { ...request.body, cookie, address: request.ip });
      return describeSession(context, request.who);
    },
  );
};
