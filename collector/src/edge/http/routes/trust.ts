import { TrustPublish, TrustStatements, TrustView } from '@fettle/shared/api/trust';
import { listStatements, viewTrust } from '../../../domain/trust/index.ts';
import { actorOf } from '../authenticate.ts';
import type { Routes } from '../context.ts';

/** Whose keys are obeyed. */
export const trustRoutes: Routes = (app, { orderDesk, access, trust, devices, events, clock }) => {
  const read = { permission: 'trust.read' } as const;

  app.get(
    '/api/v1/trust',
    {
      config: read,
      schema: { summary: 'Whose keys the devices obey, and how fresh that is', response: { 200: TrustView } },
    },
    (request) => viewTrust({ access, trust, devices, events, now: clock.now() }, actorOf(request)),
  );
  app.get(
    '/api/v1/trust/statements',
    {
      config: read,
      schema: { summary: 'All roots, the newest revocations and freshness', response: { 200: TrustStatements } },
    },
    (request) => listStatements({ access, trust }, actorOf(request)),
  );
  app.post(
    '/api/v1/trust/statements',
    {
      config: { permission: 'trust.refresh' },
      schema: { summary: 'Bring a root, a revocation or a statement of freshness', body: TrustPublish },
    },
    async (request, reply) => {
      await orderDesk.publish(actorOf(request), request.body.envelope);
      return reply.code(204).send();
    },
  );
};
