import {
  Channel,
  ChannelPage,
  ChannelPut,
  ChannelTest,
  ChannelTested,
  Heartbeat,
  HeartbeatPut,
  SlugParameter,
  VersionQuery,
} from '@fettle/shared/api/notices';
import {
  type Channel as ChannelRow,
  deleteChannel,
  getHeartbeat,
  listChannels,
  putChannel,
  setHeartbeat,
  testChannel,
} from '../../../domain/notifications/index.ts';
import { actorOf } from '../authenticate.ts';
import type { Routes } from '../context.ts';
import { Done } from './done.ts';

const manage = { permission: 'channel.manage' } as const;

/** Where notices go; secrets are taken and never given. */
export const channelRoutes: Routes = (app, context) => {
  const at = () => ({ channels: context.channels, now: context.clock.now() });

  app.get(
    '/api/v1/channels',
    {
      config: { permission: 'channel.read' },
      schema: { summary: 'Channels, without their secrets', response: { 200: ChannelPage } },
    },
    async (request) => ({ items: (await listChannels(at(), actorOf(request))).map(channelItem), next: null }),
  );
  app.put(
    '/api/v1/channels/:id',
    {
      config: manage,
      schema: {
        summary: 'Make or change a channel',
        params: SlugParameter,
        body: ChannelPut,
        response: { 200: Channel },
      },
    },
    async (request) => {
      const { key } = context.desk.sending();
      const input = { id: request.params.id, ...request.body };
      return channelItem(await putChannel({ ...at(), key }, actorOf(request), input));
    },
  );
  app.delete(
    '/api/v1/channels/:id',
    {
      config: manage,
      schema: {
        summary: 'Take a channel away',
        params: SlugParameter,
        querystring: VersionQuery,
        response: { 200: Done },
      },
    },
    async (request) => {
      await deleteChannel(at(), actorOf(request), { id: request.params.id, version: request.query.version });
      return {};
    },
  );
  app.post(
    '/api/v1/channels/:id/test',
    {
      config: { ...manage, rateLimit: { max: 20, timeWindow: 60_000 } },
      schema: {
        summary: 'Send a test notice now, and see what the other end answers',
        params: SlugParameter,
        body: ChannelTest,
        response: { 200: ChannelTested },
      },
    },
    async (request) => {
      const began = context.clock.now();
      const { ok, answer } = await testChannel(context.desk.sending(), actorOf(request), {
        id: request.params.id,
        ...request.body,
      });
      return { ok, answer, tookMs: Math.max(0, context.clock.now() - began) };
    },
  );
  app.get(
    '/api/v1/heartbeat',
    { config: manage, schema: { summary: 'The call that tells others we live', response: { 200: Heartbeat } } },
    async (request) => getHeartbeat(at(), actorOf(request)),
  );
  app.put(
    '/api/v1/heartbeat',
    {
      config: manage,
      schema: { summary: 'Set the call that tells others we live', body: HeartbeatPut, response: { 200: Heartbeat } },
    },
    async (request) => {
      await setHeartbeat(at(), actorOf(request), request.body);
      return getHeartbeat(at(), actorOf(request));
    },
  );
};

function channelItem({ id, name, enabled, to, secret, last, version }: ChannelRow) {
  return { id, name, enabled, to, secretSet: secret !== null, last, version };
}
