/** Role × route × place, whole: every route that the server has, asked by everybody about what is and what is not theirs. */
import type { NamedRoute } from '@fettle/collector/edge/http/authenticate';
import { describe, expect, test } from 'vitest';
import { ask, isAboutDevice, parametersOf } from '../support/matrix/ask.ts';
import { judge, type Question } from '../support/matrix/judge.ts';
import { type Caller, matrixWorld, places, type World } from '../support/matrix/world.ts';

/** What ends the session of who asks comes last. */
const last = (route: NamedRoute) => route.method === 'DELETE' && route.url === '/api/v1/session';
const inOrder = (routes: readonly NamedRoute[]) => routes.toSorted((a, b) => Number(last(a)) - Number(last(b)));

interface Walk {
  readonly complaints: string[];
  readonly done: number;
  readonly refused: number;
}

/** Asks everything as one caller. */
async function walk(world: World, address: string, caller: Caller): Promise<Walk> {
  const complaints: string[] = [];
  let [done, refused] = [0, 0];
  for (const route of inOrder(world.app.http.namedRoutes)) {
    const parameters = parametersOf(route);
    for (const place of isAboutDevice(route) ? places : (['inside'] as const)) {
      const answer = await ask(address, route, world, place, caller.headers);
      const wrong = judge({ route, parameters, caller, place, hidden: world.hidden }, answer);
      const { method, url, permission } = route;
      if (wrong !== null) {
        const got = `${answer.status} ${answer.text.slice(0, 300)}`;
        complaints.push(`${method} ${url} (${permission}), ${place}, ${caller.name}: ${wrong}. Got ${got}`);
      }
      done += answer.status < 300 ? 1 : 0;
      refused += answer.status === 403 ? 1 : 0;
    }
  }
  return { complaints, done, refused };
}

async function walkAll(world: World): Promise<Walk[]> {
  const address = await world.app.http.listen({ host: '127.0.0.1', port: 0 });
  const walks: Walk[] = [];
  for (const caller of world.callers) walks.push(await walk(world, address, caller));
  return walks;
}

describe('role × route × place', () => {
  test('everybody gets what the table of permissions gives, of what lies in their scope', async () => {
    const world = await matrixWorld();
    await using _app = world.app;
    const walks = await walkAll(world);
    expect(walks.flatMap(({ complaints }) => complaints)).toEqual([]);
    // Both happen to everybody, or the walk proves nothing.
    const admin = world.callers.findIndex(({ role, kind }) => role === 'admin' && kind === 'person');
    for (const [i, { done, refused }] of walks.entries()) {
      expect(done, world.callers[i]?.name).toBeGreaterThan(20);
      if (i !== admin) expect(refused, world.callers[i]?.name).toBeGreaterThan(3);
    }
  });

  test('nobody in particular gets nothing', async () => {
    const world = await matrixWorld();
    await using _app = world.app;
    const address = await world.app.http.listen({ host: '127.0.0.1', port: 0 });
    const routes = world.app.http.namedRoutes.filter(({ permission }) => permission !== 'open');
    expect(routes.length).toBeGreaterThan(30);
    for (const route of routes) {
      const { status } = await ask(address, route, world, 'inside', {});
      expect(status, `${route.method} ${route.url}`).toBe(401);
    }
  });

  test('finds a route that forgets the scope, one that fails, and one that gives away what lies outside', async () => {
    const world = await matrixWorld();
    await using _app = world.app;
    const { http, stores } = world.app;
    const config = { permission: 'device.read' } as const;
    http.get('/api/v1/devices/:id/forgetful', { config }, async () => 'here you are');
    http.get('/api/v1/failing', { config }, async () => Promise.reject(new Error('on purpose')));
    http.get('/api/v1/leaky', { config }, async () => stores.devices.devices({ sites: 'all' }));
    const [first] = await walkAll({ ...world, callers: world.callers.slice(0, 1) });
    const found = (url: string) => first?.complaints.filter((text) => text.startsWith(`GET ${url} `));
    expect(found('/api/v1/devices/:id/forgetful')).toHaveLength(2);
    expect(found('/api/v1/failing')).toHaveLength(1);
    expect(found('/api/v1/leaky')).toHaveLength(1);
  });

  test('a parameter that nobody knows is told, with the place to add it', async () => {
    const world = await matrixWorld();
    await using _app = world.app;
    world.app.http.get('/api/v1/gadgets/:gadget', { config: { permission: 'device.read' } }, async () => 'x');
    await expect(walkAll(world)).rejects.toThrow(
      'Nobody knows what to put for gadgets/:gadget of /api/v1/gadgets/:gadget. Add a line for it to `parameters` in tests/support/matrix/places.ts.',
    );
  });
});

describe('the judge', () => {
  const route = { method: 'GET', url: '/x', permission: 'device.change', schema: undefined } as const;
  const of = (role: Caller['role'], status: number, fields: object = {}, more: Partial<Question> = {}) => {
    const question = { route, parameters: [], caller: { kind: 'person', role }, place: 'inside', hidden: [] } as const;
    return judge({ ...question, ...more }, { status, code: undefined, detail: undefined, text: 'x', ...fields });
  };
  const refused = { code: 'not_allowed' };
  const scoped = [{ scoped: true, value: () => '' }];

  test('complains when somebody gets what the table does not give, and the other way round', () => {
    expect(of('viewer', 200)).toMatch(/not refused/);
    expect(of('viewer', 404, { code: 'not_found' })).toMatch(/not refused/);
    expect(of('viewer', 403, refused)).toBeNull();
    expect(of('technician', 403, refused)).toMatch(/refused to who may/);
    expect(of('technician', 403, { ...refused, detail: 'Not your site.' })).toBeNull();
    expect(of('technician', 401)).toMatch(/refused to who may/);
    expect(of('technician', 200)).toBeNull();
    expect(of('technician', 500)).toMatch(/fails/);
  });

  test('complains of what lies outside and is found, or inside and is not', () => {
    const outside = { parameters: scoped, place: 'at another site' } as const;
    expect(of('technician', 200, {}, outside)).toMatch(/lies outside/);
    expect(of('technician', 409, {}, outside)).toMatch(/lies outside/);
    expect(of('technician', 404, {}, outside)).toBeNull();
    expect(of('technician', 404, {}, { parameters: scoped })).toMatch(/lies inside/);
    expect(of('technician', 200, { text: 'a hidden one' }, { hidden: ['hidden'] })).toMatch(/shows hidden/);
  });
});
