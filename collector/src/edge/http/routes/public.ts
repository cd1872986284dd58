import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Closed } from '@fettle/shared/api/schema';
import { FettleError } from '@fettle/shared/errors';
import type { FastifyReply } from 'fastify';
import { Type } from 'typebox';
import { publicCalendar, publicStatus } from '../../../domain/services/index.ts';
import type { Routes } from '../context.ts';
import { calendarText } from './calendar-text.ts';
import { statusGone, statusPage } from './status-page.ts';
import { statusStyle } from './status-style.ts';

/** Whatever the server takes for a part of a path: what is wrong is answered the same, however long it is. */
const Token = Closed({ token: Type.String({ maxLength: 256 }) });
const open = { permission: 'open', rateLimit: { max: 60, timeWindow: 60_000 } } as const;

/** Pages and feeds for people without a login: no cookie, no script, nothing kept by anybody in between. The token is the key. */
export const publicRoutes: Routes = (app, { serviceDesk, pages }) => {
  const style = statusStyle(fontIn(join(pages, 'assets')));
  app.get('/status.css', { config: { permission: 'open' }, schema: { hide: true } }, async (_request, reply) =>
    reply.header('cache-control', 'max-age=3600').type('text/css; charset=utf-8').send(style),
  );
  app.get(
    '/status/:token',
    {
      config: open,
      schema: { summary: 'A status page; with .json after its token as JSON', params: Token, security: [] },
    },
    async (request, reply) => {
      const [, token = '', json] = /^(.*?)(\.json)?$/.exec(request.params.token) ?? [];
      if (json) return quiet(reply).send(await publicStatus(serviceDesk.ports(), token));
      const page = await found(() => publicStatus(serviceDesk.ports(), token));
      return quiet(reply)
        .code(page ? 200 : 404)
        .type('text/html; charset=utf-8')
        .send(page ? statusPage(page) : statusGone());
    },
  );
  app.get(
    '/calendar/:token',
    {
      config: open,
      schema: {
        summary: 'Windows and planned changes as iCalendar, with .ics after the token',
        params: Token,
        security: [],
      },
    },
    async (request, reply) => {
      const token = request.params.token.replace(/\.ics$/, '');
      const ports = serviceDesk.ports();
      const text = calendarText(await publicCalendar(ports, token), ports.now);
      return quiet(reply).type('text/calendar; charset=utf-8').send(text);
    },
  );
};

const quiet = (reply: FastifyReply) =>
  reply.header('cache-control', 'no-store').header('x-robots-tag', 'noindex, nofollow');

/** Null: there is none. */
async function found<Result>(work: () => Promise<Result>): Promise<Result | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof FettleError && error.code === 'not_found') return null;
    throw error;
  }
}

/** The dashboard's own font, as its build named it; null: the dashboard is not built. */
function fontIn(folder: string): string | null {
  try {
    return (
      readdirSync(folder).find((name) => /^next-latin-[^.]*\.woff2$/.test(name) && !name.includes('latin-ext')) ?? null
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
