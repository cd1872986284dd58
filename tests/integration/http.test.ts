import type { Session } from '@fettle/shared/api/session';
import { agentActor, createApiToken, systemActor } from '@fettle/collector/domain/access/index';
import { enrolDevice, publishToken } from '@fettle/collector/domain/devices/index';
import { deviceId, newKey, toBase64 } from '@fettle/shared/trust/keys';
import { describe, expect, test } from 'vitest';
import { cookieOf, type TestApp, testApp } from '../support/app.ts';

const admin = systemActor('test');
const password = 'correct horse battery';

async function setUpAdmin(app: TestApp): Promise<string> {
  const answer = await app.http.inject({
    method: 'POST',
    url: '/api/v1/setup',
    payload: { code: await app.setupCode(), name: 'ida', password },
  });
  expect(answer.statusCode, answer.body).toBe(200);
  return cookieOf(answer);
}

async function tokenOf(app: TestApp, role: 'viewer' | 'admin'): Promise<string> {
  const input = { name: 'test', role, sites: 'all', expiresAt: null } as const;
  const { secret } = await createApiToken({ store: app.stores.access, now: app.clock.now() }, admin, input);
  return `Bearer ${secret}`;
}

/** A device as the gateway would enrol it. */
async function enrolledDevice(app: TestApp) {
  const now = app.clock.now();
  const key = toBase64(newKey().publicKey);
  const { publicKey } = newKey();
  const times = { notBefore: now, notAfter: now + 1_000 };
  await publishToken({ store: app.stores.devices, now }, admin, {
    key,
    envelope: '{}',
    site: 'home',
    labels: {},
    uses: 1,
    ...times,
  });
  const record = {
    v: 1,
    id: deviceId(publicKey),
    host: 'web-01',
    publicKey: toBase64(publicKey),
    sealingKey: toBase64(newKey().publicKey),
    tokenKey: key,
    time: now,
  } as const;
  const agent = agentActor(record.id);
  await enrolDevice({ store: app.stores.devices, now }, agent, { record, tokenKey: key, agentVersion: '0.1.0' });
  return record;
}

describe('what is open', () => {
  test('every API route but session and setup asks who it is', async () => {
    await using app = await testApp();
    const headers = { authorization: await tokenOf(app, 'admin') };
    const document = (await app.http.inject({ url: '/api/v1/openapi.json', headers })).json<{
      paths: Record<string, Record<string, unknown>>;
    }>();
    const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => [method.toUpperCase(), path] as const),
    );
    const open = new Set([
      'GET /healthz',
      'GET /readyz',
      'GET /api/v1/session',
      'POST /api/v1/session',
      'POST /api/v1/setup',
      'POST /api/v1/invitations',
      // Their address is the key.
      'GET /status/{token}',
      'GET /calendar/{token}',
    ]);
    expect(routes.length).toBeGreaterThan(12);
    for (const [method, path] of routes) {
      if (open.has(`${method} ${path}`)) continue;
      const answer = await app.http.inject({
        method: method as 'GET',
        url: path.replace('{id}', `d${'0'.repeat(26)}`),
      });
      expect(answer.statusCode, `${method} ${path}: ${answer.body}`).toBe(401);
      expect(answer.json()).toMatchObject({ code: 'not_signed_in', status: 401 });
      expect(answer.headers['content-type']).toContain('application/problem+json');
    }
    for (const url of ['/api/v1/openapi.json', '/api/docs']) {
      expect((await app.http.inject({ url })).statusCode).toBe(401);
    }
  });

  test('a route without a permission does not boot', async () => {
    await using app = await testApp();
    expect(() => app.http.get('/api/v1/forgotten', async () => 'x')).toThrow(/names no permission/);
  });

  test('an unknown address of the API is a problem, not a page', async () => {
    await using app = await testApp();
    const answer = await app.http.inject({ url: '/api/v1/nothing' });
    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toMatchObject({ code: 'not_found' });
  });
});

describe('first set-up and session', () => {
  test('a code makes the first administrator, once, and signs in', async () => {
    await using app = await testApp();
    const before = (await app.http.inject({ url: '/api/v1/session' })).json<Session>();
    expect(before).toMatchObject({ person: null, setup: true });
    const wrong = { code: 'AAAA-BBBB-CCCC', name: 'ida', password };
    expect((await app.http.inject({ method: 'POST', url: '/api/v1/setup', payload: wrong })).json()).toMatchObject({
      code: 'setup_code_wrong',
    });
    const cookie = await setUpAdmin(app);
    const after = (await app.http.inject({ url: '/api/v1/session', headers: { cookie } })).json<Session>();
    expect(after).toMatchObject({ person: { name: 'ida', role: 'admin' }, setup: false });
    const again = { code: await app.setupCode(), name: 'eve', password };
    expect((await app.http.inject({ method: 'POST', url: '/api/v1/setup', payload: again })).statusCode).toBe(409);
  });

  test('the set-up is for this machine only', async () => {
    const proxy = '203.0.113.9';
    await using app = await testApp({ trustedProxy: [proxy] });
    const payload = { code: await app.setupCode(), name: 'ida', password };
    const request = { method: 'POST', url: '/api/v1/setup', payload, remoteAddress: proxy } as const;
    const headers = { 'x-forwarded-for': '198.51.100.7', 'x-forwarded-proto': 'https' };
    expect((await app.http.inject({ ...request, headers })).json()).toMatchObject({ code: 'not_allowed' });
    const stranger = { ...request, remoteAddress: '198.51.100.7' };
    expect((await app.http.inject(stranger)).json(), 'in the open').toMatchObject({ code: 'tls_required' });
  });

  test('a weak password is refused with what to do', async () => {
    await using app = await testApp();
    const payload = { code: await app.setupCode(), name: 'ida', password: 'password1234' };
    expect((await app.http.inject({ method: 'POST', url: '/api/v1/setup', payload })).json()).toMatchObject({
      code: 'password_weak',
    });
  });

  test('the cookie is for our pages only, and ends with the session', async () => {
    await using app = await testApp();
    await setUpAdmin(app);
    const login = await app.http.inject({ method: 'POST', url: '/api/v1/session', payload: { name: 'ida', password } });
    expect(login.headers['set-cookie']).toMatch(/HttpOnly/i);
    expect(login.headers['set-cookie']).toMatch(/SameSite=Strict/i);
    const cookie = cookieOf(login);
    const foreign = { cookie, origin: 'http://evil.example' };
    expect((await app.http.inject({ url: '/api/v1/devices', headers: foreign })).statusCode).toBe(403);
    expect((await app.http.inject({ url: '/api/v1/devices', headers: { cookie } })).statusCode).toBe(200);
    app.clock.pass(31 * 60_000);
    expect((await app.http.inject({ url: '/api/v1/devices', headers: { cookie } })).statusCode).toBe(401);
  });

  test('signing out ends the session, not only the cookie', async () => {
    await using app = await testApp();
    const cookie = await setUpAdmin(app);
    expect((await app.http.inject({ method: 'DELETE', url: '/api/v1/session', headers: { cookie } })).statusCode).toBe(
      200,
    );
    expect((await app.http.inject({ url: '/api/v1/devices', headers: { cookie } })).statusCode).toBe(401);
  });

  test('a wrong password and an unknown name get the same answer; many tries are slowed down', async () => {
    await using app = await testApp();
    await setUpAdmin(app);
    const attempt = (name: string) =>
      app.http.inject({ method: 'POST', url: '/api/v1/session', payload: { name, password: 'x'.repeat(14) } });
    const [known, unknown] = [await attempt('ida'), await attempt('nobody')];
    expect(known.json()).toEqual(unknown.json());
    expect(known.json()).toMatchObject({ code: 'login_failed', status: 401 });
    const answers = [];
    for (let i = 0; i < 20; i++) answers.push((await attempt('ida')).statusCode);
    expect(answers).toContain(429);
  });
});

describe('bad input', () => {
  test.each([
    [
      'an unknown property',
      { method: 'POST', url: '/api/v1/session', payload: { name: 'a', password: 'b', role: 'admin' } },
      400,
    ],
    ['a text where a number belongs', { method: 'GET', url: '/api/v1/devices?limit=many' }, 400],
    ['an unknown parameter', { method: 'GET', url: '/api/v1/devices?limt=3' }, 400],
    ['an id of no device', { method: 'GET', url: '/api/v1/devices/zebra' }, 404],
    ['a selector that cannot be read', { method: 'GET', url: '/api/v1/devices?selector=role%3D%3Ddb' }, 400],
    [
      'a range that ends before it begins',
      { method: 'GET', url: '/api/v1/series?metric=system.cpu.busy&from=10&to=5' },
      400,
    ],
  ] as const)('%s is a problem with a code', async (_what, request, status) => {
    await using app = await testApp();
    const authorization = await tokenOf(app, 'admin');
    const answer = await app.http.inject({ ...request, headers: { authorization } });
    expect(answer.statusCode, answer.body).toBe(status);
    expect(answer.json().code).toBe(status === 404 ? 'not_found' : 'input_invalid');
    expect(answer.body).not.toMatch(/node_modules|\.ts:/);
  });

  test('only JSON is read, and not too much of it', async () => {
    await using app = await testApp();
    const url = '/api/v1/session';
    const form = await app.http.inject({
      method: 'POST',
      url,
      payload: 'name=a&password=b',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(form.statusCode).toBe(400);
    const large = await app.http.inject({ method: 'POST', url, payload: { name: 'a', password: 'x'.repeat(300_000) } });
    expect(large.statusCode).toBe(413);
    const broken = await app.http.inject({
      method: 'POST',
      url,
      payload: '{"name":',
      headers: { 'content-type': 'application/json' },
    });
    expect(broken.statusCode).toBe(400);
  });

  test('a viewer reads and changes nothing', async () => {
    await using app = await testApp();
    const authorization = await tokenOf(app, 'viewer');
    expect((await app.http.inject({ url: '/api/v1/devices', headers: { authorization } })).statusCode).toBe(200);
    const change = await app.http.inject({
      method: 'PATCH',
      url: `/api/v1/devices/d${'0'.repeat(26)}`,
      payload: { version: 1, name: 'x' },
      headers: { authorization },
    });
    expect(change.json()).toMatchObject({ code: 'not_allowed', status: 403 });
  });
});

describe('the rest of the frame', () => {
  test('every answer carries the content security policy', async () => {
    await using app = await testApp();
    const { headers } = await app.http.inject({ url: '/healthz' });
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['content-security-policy']).toContain("require-trusted-types-for 'script'");
    expect(headers['x-content-type-options']).toBe('nosniff');
    const refused = await app.http.inject('/api/v1/devices');
    expect(refused.statusCode).toBe(401);
    for (const name of Object.keys(headers).filter((one) => /policy|^x-(?!rate)/.test(one))) {
      expect(refused.headers[name], name).toBe(headers[name]);
    }
  });

  test('OpenAPI, its page and /metrics are there for those who may', async () => {
    await using app = await testApp();
    const headers = { authorization: await tokenOf(app, 'admin') };
    const document = (await app.http.inject({ url: '/api/v1/openapi.json', headers })).json();
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths)).toContain('/api/v1/devices/{id}/latest');
    const page = await app.http.inject({ url: '/api/docs', headers });
    expect(page.body).toContain('/api/v1/series');
    expect(page.body).not.toContain('<script');
    const figures = await app.http.inject({ url: '/metrics', headers });
    expect(figures.headers['content-type']).toContain('text/plain');
    expect(figures.body).toMatch(/^fettle_connected_devices 0$/m);
  });
});

describe('values over time', () => {
  test('a step without a sample is null, and the newest values say their unit', async () => {
    await using app = await testApp();
    const device = await enrolledDevice(app);
    const series = [{ metric: 'system.cpu.busy', attributes: {}, decimals: 4 }];
    const frame = (sequence: number, time: number, busy: number) => ({
      device: device.id,
      dictionary: { series },
      time,
      frame: { sequence, time, offset: 0, values: Float64Array.of(busy), tables: [] },
    });
    const start = 1_750_000_000_000;
    await app.stores.series.append([frame(1, start, 0.25), frame(2, start + 20_000, 0.75)]);
    const headers = { authorization: await tokenOf(app, 'viewer') };
    const range = `device=${device.id}&metric=system.cpu.busy&from=${start}&to=${start + 30_000}`;
    const raw = await app.http.inject({ url: `/api/v1/series?${range}`, headers });
    expect(raw.json().items).toEqual([
      {
        device: device.id,
        metric: 'system.cpu.busy',
        attributes: {},
        points: [
          [start, 0.25],
          [start + 20_000, 0.75],
        ],
      },
    ]);
    const stepped = await app.http.inject({ url: `/api/v1/series?${range}&step=10000&agg=max`, headers });
    expect(stepped.json().items[0].points).toEqual([
      [start, 0.25],
      [start + 10_000, null],
      [start + 20_000, 0.75],
    ]);
    const columns = async (query: string) =>
      (await app.http.inject({ url: `/api/v1/series?${range}&form=columns&${query}`, headers })).json();
    const named = { device: device.id, metric: 'system.cpu.busy', attributes: {} };
    expect(await columns('step=10000&agg=max')).toEqual({
      items: [{ ...named, start, step: 10_000, values: [0.25, null, 0.75] }],
      next: null,
    });
    expect((await columns('step=20000&agg=count')).items[0]).toEqual({ ...named, start, step: 20_000, values: [1, 1] });
    expect((await columns('step=whole&agg=sum')).items[0]).toMatchObject({ start, step: 30_000, values: [1] });
    expect(await columns('')).toMatchObject({ status: 400, code: 'input_invalid' });
    const latest = await app.http.inject({ url: `/api/v1/devices/${device.id}/latest`, headers });
    expect(latest.json().items).toEqual([
      { metric: 'system.cpu.busy', attributes: {}, value: 0.75, unit: '1', time: start + 20_000 },
    ]);
    const now = await app.http.inject({ url: '/api/v1/series/latest?metric=system.cpu.busy', headers });
    const newest = { device: device.id, metric: 'system.cpu.busy', attributes: {}, value: 0.75, time: start + 20_000 };
    expect(now.json()).toEqual({ items: [newest], next: null });
    expect((await app.http.inject({ url: '/api/v1/series/latest?metric=other', headers })).json().items).toEqual([]);
    const top = await app.http.inject({ url: '/api/v1/series/top?metric=system.cpu.busy', headers });
    expect(top.json()).toEqual({ items: [newest], next: null });
    const highest = `/api/v1/series/top?metric=system.cpu.busy&from=${start}&to=${start + 10_000}&agg=max&n=5`;
    expect((await app.http.inject({ url: highest, headers })).json().items).toEqual([
      { ...newest, value: 0.25, time: null },
    ]);
    const whole = await app.http.inject({ url: `/api/v1/series?${range}&step=whole&agg=p95`, headers });
    expect(whole.json().items[0].points).toEqual([[start, 0.75]]);
    const size = await app.http.inject({ url: `/api/v1/devices/${device.id}/storage`, headers });
    expect(size.json()).toMatchObject({ raw: { keptMs: expect.any(Number) }, bytes: expect.any(Number) });
  });

  test('what would be too large is refused in words, and what is no state has no time in it', async () => {
    await using app = await testApp();
    const device = await enrolledDevice(app);
    const start = 1_750_000_000_000;
    await app.stores.series.append([
      {
        device: device.id,
        dictionary: { series: [{ metric: 'system.cpu.busy', attributes: {}, decimals: 4 }] },
        time: start,
        frame: { sequence: 1, time: start, offset: 0, values: Float64Array.of(0.5), tables: [] },
      },
    ]);
    const headers = { authorization: await tokenOf(app, 'viewer') };
    const ask = (query: string) => app.http.inject({ url: `/api/v1/series?metric=system.cpu.busy&${query}`, headers });
    const large = await ask(`from=0&to=${start + 1}&step=1000`);
    expect([large.statusCode, large.json().code]).toEqual([422, 'query_too_large']);
    const odd = await ask(`from=0&to=${start + 1}&step=whole&agg=time`);
    expect([odd.statusCode, odd.json().code]).toEqual([400, 'input_invalid']);
    const wrong = await ask(`from=0&to=${start + 1}&step=all`);
    expect(wrong.statusCode).toBe(400);
  });
});
