import { TokenCreate, TokenCreated } from '@fettle/shared/api/people';
import { ApiTokenPage, ApiTokenParameter } from '@fettle/shared/api/tokens';
import { Type } from 'typebox';
import { createApiToken, listApiTokens, revokeApiToken } from '../../../domain/access/index.ts';
import { actorOf } from '../authenticate.ts';
import type { Routes } from '../context.ts';

/** API tokens: what programs sign in with. */
export const tokenRoutes: Routes = (app, context) => {
  const ports = () => ({ store: context.access, now: context.clock.now() });

  app.get(
    '/api/v1/tokens',
    {
      config: { permission: 'token.read' },
      schema: { summary: 'API tokens, without their secrets', response: { 200: ApiTokenPage } },
    },
    async (request) => {
      const tokens = await listApiTokens(ports(), actorOf(request));
      const items = tokens.map(({ id, name, role, sites, scopes, maker, createdAt, expiresAt, lastUsedAt }) => {
        const rights = { role, sites: sites === 'all' ? sites : [...sites], scopes: scopes && [...scopes] };
        return { id, name, ...rights, maker, createdAt, expiresAt, lastUsedAt };
      });
      return { items, next: null };
    },
  );
  app.post(
    '/api/v1/tokens',
    {
      config: { permission: 'token.create' },
      schema: {
        summary: 'Make an API token; its secret is given this once',
        body: TokenCreate,
        response: { 200: TokenCreated },
      },
    },
    async (request) => {
      const { token, secret } = await createApiToken(ports(), actorOf(request), request.body);
      return { id: token.id, token: secret };
    },
  );
  app.delete(
    '/api/v1/tokens/:id',
    {
      config: { permission: 'token.revoke' },
      schema: { summary: 'End an API token', params: ApiTokenParameter, response: { 204: Type.Null() } },
    },
    async (request, reply) => {
      await revokeApiToken(ports(), actorOf(request), request.params);
      return reply.code(204).send(null);
    },
  );
};
