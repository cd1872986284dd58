import { ApiTokenPage } from '@fettle/shared/api/tokens';
import { listApiTokens } from '../../../domain/access/index.ts';
import { actorOf } from '../authenticate.ts';
import type { Routes } from '../context.ts';

/** API tokens, without their secrets. They are made where the collector’s data is: `fettle token create`. */
export const tokenRoutes: Routes = (app, context) => {
  app.get(
    '/api/v1/tokens',
    {
      config: { permission: 'token.read' },
      schema: { summary: 'API tokens, without their secrets', response: { 200: ApiTokenPage } },
    },
    async (request) => {
      const tokens = await listApiTokens({ store: context.access, now: context.clock.now() }, actorOf(request));
      const items = tokens.map(({ id, name, role, createdAt, expiresAt, lastUsedAt }) => {
        return { id, name, role, createdAt, expiresAt, lastUsedAt };
      });
      return { items, next: null };
    },
  );
};
