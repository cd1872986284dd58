import { Type } from 'typebox';
import type { Routes } from '../context.ts';
import { exposition } from '../exposition.ts';

/** Whether the process lives, whether it can work, and its own figures. */
export const systemRoutes: Routes = (app, context) => {
  const Answer = Type.Object({ status: Type.String(), version: Type.String() });
  app.get(
    '/healthz',
    { config: { permission: 'open' }, schema: { summary: 'The process lives', response: { 200: Answer } } },
    async () => ({ status: 'ok', version: context.version }),
  );
  app.get(
    '/readyz',
    {
      config: { permission: 'open' },
      schema: { summary: 'The stores answer', response: { 200: Answer } },
    },
    async () => {
      await context.ready();
      return { status: 'ready', version: context.version };
    },
  );
  app.get(
    '/metrics',
    { config: { permission: 'metrics.read' }, schema: { summary: 'The collector’s own figures as Prometheus text' } },
    async (_request, reply) =>
      reply.type('text/plain; version=0.0.4; charset=utf-8').send(exposition(await context.figures())),
  );
};
