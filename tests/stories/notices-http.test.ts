import { describe, expect, test } from 'vitest';
import { createApiToken, systemActor } from '@fettle/collector/domain/access/index';
import { newDelivery } from '@fettle/collector/domain/notifications/deliveries-of';
import { linkCode } from '@fettle/collector/domain/notifications/sealing';
import type { Role } from '@fettle/shared/api/session';
import type { PersonId } from '@fettle/shared/ids';
import { cookieOf, testApp } from '../support/app.ts';
import { receiver } from '../support/receiver.ts';

const key = new Uint8Array(32).fill(3);
const password = 'correct horse battery';

async function world() {
  const app = await testApp({ jobs: 'driven', noticeKey: key });
  const setup = { code: await app.setupCode(), name: 'ida', password };
  const cookie = cookieOf(await app.http.inject({ method: 'POST', url: '/api/v1/setup', payload: setup }));
  const ask = async (method: 'GET' | 'PUT' | 'POST' | 'DELETE', url: string, payload?: object) => {
    const answer = await app.http.inject({ method, url, headers: { cookie }, ...(payload && { payload }) });
    return {
      status: answer.statusCode,
      body: answer.json<Record<string, unknown> & { items: Record<string, unknown>[] }>(),
    };
  };
  const me = (await ask('GET', '/api/v1/session')).body['person'] as { id: string };
  return { ...app, ask, me: me.id as PersonId, cookie };
}

describe('what is set over the API', () => {
  test('a window: made, changed by version, its openings, taken away', async () => {
    await using app = await world();
    const when = { zone: 'Europe/Berlin', start: '2025-06-20T02:30', lastsMs: 3_600_000, repeat: { every: 'day' } };
    const body = { name: 'Nightly', selector: '', reason: 'patches', when, enabled: true, version: 0 };
    expect(await app.ask('PUT', '/api/v1/windows/nightly', body)).toMatchObject({
      status: 200,
      body: { version: 1, open: false },
    });
    expect((await app.ask('PUT', '/api/v1/windows/nightly', body)).status).toBe(409);
    expect(
      (await app.ask('PUT', '/api/v1/windows/nightly', { ...body, when: { ...when, zone: 'Mars/X' }, version: 1 }))
        .status,
    ).toBe(400);
    const from = Date.parse('2025-06-21T00:00Z');
    const spans = await app.ask('GET', `/api/v1/windows/spans?from=${from}&to=${from + 2 * 86_400_000}`);
    expect(spans.body.items).toMatchObject([
      { window: 'nightly', from: from + 30 * 60_000, note: null },
      { window: 'nightly', from: from + 24.5 * 3_600_000 },
    ]);
    expect((await app.ask('DELETE', '/api/v1/windows/nightly?version=1')).status).toBe(200);
    expect((await app.ask('GET', '/api/v1/windows')).body.items).toEqual([]);
  });

  test('a channel: its secret goes in and never out; a test tells what the other end answers', async () => {
    await using web = await receiver();
    await using app = await world();
    const to = { kind: 'webhook', url: `${web.url}/chat`, preset: 'slack' };
    const made = await app.ask('PUT', '/api/v1/channels/chat', {
      name: 'Chat',
      enabled: true,
      to,
      secret: 'between us',
      version: 0,
    });
    expect(made).toMatchObject({ status: 200, body: { secretSet: true, version: 1 } });
    const list = await app.ask('GET', '/api/v1/channels');
    expect(JSON.stringify(list.body)).not.toContain('between us');
    expect(await app.ask('POST', '/api/v1/channels/chat/test', {})).toMatchObject({
      body: { ok: true, answer: '200 as you wish' },
    });
    expect(web.at('/chat')).toHaveLength(1);
    app.clock.pass(1);
    const metadata = { kind: 'webhook', url: 'http://169.254.169.254/latest', preset: 'plain' };
    await app.ask('PUT', '/api/v1/channels/bad', { name: 'Bad', enabled: true, to: metadata, version: 0 });
    expect(await app.ask('POST', '/api/v1/channels/bad/test', {})).toMatchObject({ body: { ok: false } });
    expect((await app.ask('GET', '/api/v1/deliveries')).body.items).toMatchObject([
      { kind: 'test', channel: 'bad', state: 'given-up' },
      { kind: 'test', channel: 'chat', state: 'delivered' },
    ]);
  });

  test('a roster and a route that names it; one that names nobody is refused', async () => {
    await using app = await world();
    const roster = {
      name: 'Night',
      zone: 'UTC',
      start: '2025-06-01T09:00',
      turn: { every: 'week', count: 1 },
      people: [app.me],
      version: 0,
    };
    expect(await app.ask('PUT', '/api/v1/rosters/night', roster)).toMatchObject({
      status: 200,
      body: { now: { person: { name: 'ida' } } },
    });
    const now = app.clock.now();
    const over = { person: app.me, from: now, to: now + 3_600_000, reason: 'ill' };
    const stood = await app.ask('POST', '/api/v1/rosters/night/overrides', over);
    const [override] = stood.body['overrides'] as { id: string }[];
    const turns = await app.ask('GET', `/api/v1/rosters/night/turns?from=${now}&to=${now + 7_200_000}`);
    expect(turns.body.items.map((one) => one['override'])).toEqual([override?.id, null]);
    expect((await app.ask('DELETE', `/api/v1/rosters/night/overrides/${override?.id}`)).body['overrides']).toEqual([]);
    const step = (id: string) => ({ afterMs: 0, targets: [{ kind: 'on-call', id }] });
    const route = {
      name: 'All',
      enabled: true,
      order: 1,
      selector: '',
      severity: 'warning',
      repeat: 0,
      resolved: true,
      stop: false,
      version: 0,
    };
    expect(await app.ask('PUT', '/api/v1/routes/all', { ...route, steps: [step('day')] })).toMatchObject({
      status: 400,
      body: { detail: 'There is no roster day.' },
    });
    expect((await app.ask('PUT', '/api/v1/routes/all', { ...route, steps: [step('night')] })).status).toBe(200);
    expect((await app.ask('GET', '/api/v1/routes')).body.items).toMatchObject([{ id: 'all', version: 1 }]);
  });

  test('a team that a route tells stays, and one that is told by none goes by its version', async () => {
    await using app = await world();
    const team = { name: 'Night', members: [app.me], version: 0 };
    expect((await app.ask('PUT', '/api/v1/teams/night', team)).status).toBe(200);
    const steps = [{ afterMs: 0, targets: [{ kind: 'team', id: 'night' }] }];
    const route = { name: 'All', enabled: true, order: 1, selector: '', severity: 'warning', steps, repeat: 0 };
    await app.ask('PUT', '/api/v1/routes/all', { ...route, resolved: true, stop: false, version: 0 });
    expect(await app.ask('DELETE', '/api/v1/teams/night?version=1')).toMatchObject({
      status: 400,
      body: { detail: 'The team night is told by the route all. Change that first.' },
    });
    await app.ask('DELETE', '/api/v1/routes/all?version=1');
    expect((await app.ask('DELETE', '/api/v1/teams/night?version=7')).status).toBe(409);
    expect((await app.ask('DELETE', '/api/v1/teams/night?version=1')).status).toBe(200);
    expect((await app.ask('DELETE', '/api/v1/teams/night?version=1')).status).toBe(404);
    expect((await app.ask('GET', '/api/v1/teams')).body.items).toEqual([]);
  });

  test('the heartbeat is called again and again, and says when nobody answers', async () => {
    await using web = await receiver();
    await using app = await world();
    const set = await app.ask('PUT', '/api/v1/heartbeat', { url: `${web.url}/alive`, everyMs: 60_000, version: 0 });
    expect(set.status).toBe(200);
    const pass = async () => {
      for (let i = 0; i < 7; i++) {
        app.clock.pass(10_000);
        await app.jobs.runDue();
      }
    };
    await pass();
    expect(web.at('/alive').length).toBeGreaterThanOrEqual(1);
    web.answer('/alive', 500);
    await pass();
    await pass();
    expect((await app.ask('GET', '/api/v1/heartbeat')).body['last']).toMatchObject({
      ok: false,
      answer: '500 as you wish',
    });
  });

  test.each<[Role, string, 'GET' | 'PUT', number]>([
    ['viewer', '/api/v1/rosters', 'GET', 200],
    ['viewer', '/api/v1/channels', 'GET', 403],
    ['manager', '/api/v1/channels', 'GET', 200],
    ['viewer', '/api/v1/deliveries', 'GET', 403],
    ['technician', '/api/v1/deliveries', 'GET', 200],
  ])('%s %s %s: %i', async (role, url, method, status) => {
    await using app = await world();
    const input = { name: role, role, sites: 'all', expiresAt: null } as const;
    const made = await createApiToken({ store: app.stores.access, now: app.clock.now() }, systemActor('cli'), input);
    const headers = { authorization: `Bearer ${made.secret}` };
    expect((await app.http.inject({ method, url, headers })).statusCode).toBe(status);
  });
});

describe('the page behind a link', () => {
  async function linked() {
    const app = await world();
    const notice = {
      kind: 'opened',
      severity: 'warning',
      ruleName: 'x',
      items: [],
      words: '<img src=x onerror=alert(1)> is "full"',
      cause: null,
      processes: [],
      knownError: null,
      runbook: '',
      step: null,
      time: 0,
      zone: 'UTC',
    } as const;
    const place = {
      incidents: [],
      site: null,
      kind: 'opened',
      channel: 'mail',
      target: 'ida',
      person: app.me,
      others: [],
    } as const;
    const delivery = newDelivery({ ...place, key: 'k', notice, now: app.clock.now() });
    await app.stores.notices.add([{ ...delivery, nextAt: null }]);
    return { ...app, path: `/act/${linkCode(key, delivery.id)}` };
  }
  const form = { 'content-type': 'application/x-www-form-urlencoded' };

  test('GET shows and changes nothing, POST acts once; nobody needs to be signed in', async () => {
    await using app = await linked();
    for (let i = 0; i < 2; i++) {
      const page = await app.http.inject({ method: 'GET', url: app.path });
      expect(page.statusCode).toBe(200);
      expect(page.body).toContain('&lt;img src=x onerror=alert(1)&gt; is &quot;full&quot;');
      expect(page.body).not.toContain('<img');
      expect(page.body).not.toContain('<script');
      expect(page.headers['content-security-policy']).toContain("default-src 'none'");
      expect(page.headers['cache-control']).toBe('no-store');
    }
    const done = await app.http.inject({ method: 'POST', url: `${app.path}/acknowledge`, headers: form, payload: '' });
    expect(done.statusCode).toBe(200);
    const again = await app.http.inject({ method: 'POST', url: `${app.path}/snooze-1h`, headers: form, payload: '' });
    expect(again.statusCode).toBe(410);
    expect((await app.http.inject({ method: 'GET', url: app.path })).statusCode).toBe(410);
  });

  test('a deed that does not exist, a forged link and a link of another are nothing', async () => {
    await using app = await linked();
    expect(
      (await app.http.inject({ method: 'POST', url: `${app.path}/delete`, headers: form, payload: '' })).statusCode,
    ).toBe(400);
    expect((await app.http.inject({ method: 'GET', url: `${app.path}x` })).statusCode).toBe(410);
    expect((await app.http.inject({ method: 'GET', url: '/act.css' })).headers['content-type']).toContain('text/css');
  });
});
