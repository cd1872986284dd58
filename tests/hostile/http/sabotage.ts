// Routes that are broken on purpose: each must be noticed, or a green run of this suite says nothing.
import type { NamedRoute } from '@fettle/collector/edge/http/authenticate';
import { FettleError } from '@fettle/shared/errors';
import { seeded } from '../../fuzz/damage.ts';
import { newWalk, one } from './walk.ts';
import { hostileScene, type Scene } from './scene.ts';
import type { Verdict } from './verdict.ts';

const everywhere = { sites: 'all' } as const;
const read = { permission: 'device.read' } as const;

interface Sabotage {
  readonly url: string;
  readonly caught: Verdict['kind'];
  readonly break: (scene: Scene) => void;
}

const broken: readonly Sabotage[] = [
  {
    url: '/api/v1/failing',
    caught: 'fails',
    break: ({ world }) =>
      void world.app.http.get('/api/v1/failing', { config: read }, async () => Promise.reject(new TypeError('x'))),
  },
  {
    url: '/api/v1/talkative',
    caught: 'insides',
    break: ({ world }) =>
      void world.app.http.get('/api/v1/talkative', { config: read }, async () => {
        throw new FettleError('input_invalid', new Error('no').stack ?? '');
      }),
  },
  {
    url: '/api/v1/unguarded',
    caught: 'unauthorised',
    break({ world }) {
      world.app.http.post('/api/v1/unguarded', { config: { permission: 'open' } }, async () => 'done');
      const { namedRoutes } = world.app.http;
      const at = namedRoutes.findIndex(({ url }) => url === '/api/v1/unguarded');
      namedRoutes[at] = { ...(namedRoutes[at] as NamedRoute), permission: 'order.submit' };
    },
  },
  {
    url: '/api/v1/runs/:id/leaky',
    caught: 'foreign',
    break: ({ world }) =>
      void world.app.http.get('/api/v1/runs/:id/leaky', { config: read }, async (request) =>
        world.app.stores.runs.run(everywhere, (request.params as { id: never }).id),
      ),
  },
  {
    url: '/api/v1/orders/:id/sealed',
    caught: 'secret',
    break: ({ world, ids }) =>
      void world.app.http.get('/api/v1/orders/:id/sealed', { config: read }, async (request) => {
        const { id } = request.params as { id: string };
        const all = (ids['devices'] ?? []).map((device) => world.app.stores.orders.sealed(id, device as never));
        return Promise.all(all);
      }),
  },
];

export const sabotageTotal = broken.length;

/** Names of what was noticed. */
export async function sabotages(seed: number): Promise<string[]> {
  const scene = await hostileScene();
  await using _scene = scene;
  for (const sabotage of broken) sabotage.break(scene);
  const random = seeded(seed);
  const caught: string[] = [];
  for (const { url, caught: kind } of broken) {
    const route = scene.world.app.http.namedRoutes.find((named) => named.url === url && named.method !== 'HEAD');
    if (route && (await isCaught(scene, route, kind, random))) caught.push(url);
  }
  return caught;
}

async function isCaught(scene: Scene, route: NamedRoute, kind: string, random: () => number): Promise<boolean> {
  for (let turn = 0; turn < 20; turn++) {
    for (const asker of scene.askers) {
      if ((await one(newWalk(), scene, route, asker, random))?.kind === kind) return true;
    }
  }
  return false;
}
