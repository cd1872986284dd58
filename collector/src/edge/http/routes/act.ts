import { Closed } from '@fettle/shared/api/schema';
import { FettleError } from '@fettle/shared/errors';
import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import { actByLink, type Deed, readLink } from '../../../domain/notifications/index.ts';
import type { Routes } from '../context.ts';
import { actPage, actStyle, donePage, overPage } from './act-page.ts';

const Code = Closed({ code: Type.String({ minLength: 1, maxLength: 128 }) });
const hours: Readonly<Record<string, number>> = { 'snooze-1h': 1, 'snooze-4h': 4, 'snooze-24h': 24 };
const CodeAndDeed = Closed({
  code: Code.properties.code,
  deed: Type.Union([
    Type.Literal('acknowledge'),
    Type.Literal('snooze-1h'),
    Type.Literal('snooze-4h'),
    Type.Literal('snooze-24h'),
  ]),
});

/** The pages behind the link of a notice: GET shows, POST acts. They need no script and nobody signed in; the link is the key. */
export const actRoutes: Routes = (app, context) => {
  const open = { permission: 'open', rateLimit: { max: 30, timeWindow: 60_000 } } as const;
  const html = (reply: FastifyReply, page: string) =>
    reply
      // A form of a page without a referrer has no origin, and would look like a foreign one.
      .header('referrer-policy', 'same-origin')
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(page);
  const over = (reply: FastifyReply, error: unknown) => {
    if (!(error instanceof FettleError) || !['link_over', 'not_allowed'].includes(error.code)) throw error;
    return html(reply.code(error.code === 'link_over' ? 410 : 403), overPage(error.message));
  };

  app.get('/act.css', { config: { permission: 'open' }, schema: { hide: true } }, async (_request, reply) =>
    reply.header('cache-control', 'max-age=86400').type('text/css; charset=utf-8').send(actStyle),
  );
  app.get('/act/:code', { config: open, schema: { hide: true, params: Code } }, async (request, reply) => {
    try {
      const link = await readLink(context.desk.links(), request.params.code);
      return await html(reply, actPage(request.params.code, link));
    } catch (error) {
      return over(reply, error);
    }
  });
  // A form of HTML knows no JSON; what it carries is not read, the address says everything.
  app.register(async (forms) => {
    forms.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: 1_024 },
      (_request, _body, done) => done(null, undefined),
    );
    forms.post(
      '/act/:code/:deed',
      { config: open, schema: { hide: true, params: CodeAndDeed } },
      async (request, reply) => {
        const { code, deed } = request.params as { code: string; deed: string };
        const snooze = hours[deed];
        const wanted: Deed =
          snooze === undefined
            ? { kind: 'acknowledge' }
            : { kind: 'snooze', until: context.clock.now() + snooze * 3_600_000 };
        try {
          const { link, refused } = await actByLink(context.desk.links(), code, wanted);
          return await html(reply, donePage(link, wanted, refused));
        } catch (error) {
          return over(reply, error);
        }
      },
    );
  });
};
