import { everywhere } from '@fettle/collector/domain/access/index';
import type { Evidence, Incident, IncidentActed, IncidentDetail, Standing } from '@fettle/shared/api/incidents';
import { expect, test } from 'vitest';
import { createApiToken } from '@fettle/collector/domain/access/index';
import type { Role } from '@fettle/shared/api/session';
import { cli, minute, second } from './device-world.ts';
import { full, world } from './rules-world.ts';

type World = Awaited<ReturnType<typeof world>>;

/** Asks the real API as somebody of a role. */
async function caller(story: World, role: Role, sites: 'all' | string[] = 'all') {
  const ports = { store: story.stores.access, now: story.clock.now() };
  const { secret } = await createApiToken(ports, cli, { name: role, role, sites, expiresAt: null });
  const ask = async (method: 'GET' | 'POST' | 'PUT', url: string, body?: object) => {
    const headers = { authorization: `Bearer ${secret}` };
    const answer = await story.app().http.inject({ method, url, headers, ...(body && { payload: body }) });
    return { status: answer.statusCode, body: answer.json<unknown>() };
  };
  return {
    get: (url: string) => ask('GET', url),
    post: (url: string, body: object) => ask('POST', url, body),
    put: (url: string, body: object) => ask('PUT', url, body),
    standing: async () => (await ask('GET', '/api/v1/standing')).body as Standing,
    incidents: async (query = '') => (await ask('GET', `/api/v1/incidents${query}`)).body as Page,
  };
}
type Page = { items: Incident[]; next: string | null };
const states = ({ items }: Page) => items.map(({ severity, state, words }) => `${severity} ${state}: ${words}`);

test('a disk fills and empties: one incident with its evidence, worked on through the API', async () => {
  await using story = await world(['a']);
  await story.rule('disk-full', full({ runbook: 'Look for old logs.' }));
  const api = await caller(story, 'technician');
  await story.pass(2 * minute);
  expect(await api.standing()).toMatchObject({
    words: 'Everything is in order.',
    worst: null,
  });
  const device = story.device('a');
  device.values['/var'] = 0.9;
  await story.pass(minute);
  device.values['/var'] = 0.96;
  await story.pass(minute);
  const page = await api.incidents();
  expect(states(page)).toEqual(['critical open: /var is 96.0 % full']);
  const [incident] = page.items;
  if (!incident) throw new Error('nothing is wrong');
  expect(incident).toMatchObject({ rule: 'disk-full', deviceName: 'host-a', unit: '1', owner: null, affected: 0 });
  expect(incident.acknowledge).toMatchObject({ state: 'running', targetMs: 15 * minute });

  const detail = (await api.get(`/api/v1/incidents/${incident.id}`)).body as IncidentDetail;
  expect(detail).toMatchObject({ runbook: 'Look for old logs.', causedBy: null, affectedItems: [] });
  const kinds = detail.timeline.map(({ kind }) => kind).filter((kind) => kind !== 'notice');
  expect(kinds).toEqual(['opened', 'evidence', 'severity']);
  expect(detail.may).toContain('acknowledge');
  const chart = detail.evidence.find((one): one is Extract<Evidence, { kind: 'chart' }> => one.kind === 'chart');
  expect(chart?.limits).toEqual([
    { severity: 'warning', limit: 0.85 },
    { severity: 'critical', limit: 0.95 },
  ]);
  const known = chart?.points.flatMap(([, value]) => value ?? []) ?? [];
  expect(Math.max(...known)).toBe(0.96);
  expect(Math.min(...known)).toBe(0.5);
  expect(chart?.points.length).toBeLessThanOrEqual(500);

  const act = async (version: number, deed: object) =>
    (await api.post('/api/v1/incidents/act', { incidents: [{ id: incident.id, version }], act: deed }))
      .body as IncidentActed;
  expect((await act(incident.version, { kind: 'acknowledge', note: 'On it' })).items[0]).toMatchObject({
    code: null,
    incident: { state: 'acknowledged', acknowledge: { state: 'met' } },
  });
  expect((await act(incident.version, { kind: 'resolve' })).items[0]).toMatchObject({
    incident: null,
    code: 'changed_meanwhile',
  });
  const said = await api.standing();
  expect(said.words).toMatch(/^host-a: \/var is 96.0 % full, for \d+ (?:second|minute)s?\. Somebody is at it\.$/);
  device.values['/var'] = 0.5;
  await story.pass(minute);
  expect((await api.incidents()).items).toEqual([]);
  expect(states(await api.incidents('?state=resolved'))).toEqual(['critical resolved: /var is 96.0 % full']);
});

test('a rule is edited and deleted while it breaches', async () => {
  await using story = await world(['a']);
  await story.rule('disk-full', full());
  story.device('a').values['/var'] = 0.9;
  await story.pass(minute);
  const all = () => story.stores.incidents.list(everywhere, { limit: 10 });
  expect((await all()).map(({ severity, state }) => `${severity} ${state}`)).toEqual(['warning open']);
  const stricter = { warning: { limit: 0.7, clear: 0.6 }, critical: { limit: 0.88, clear: 0.8 } };
  await story.rule(
    'disk-full',
    full({ when: { ...full().when, levels: stricter } as ReturnType<typeof full>['when'] }),
  );
  await story.pass(minute);
  const [edited] = await all();
  expect(edited).toMatchObject({ severity: 'critical', state: 'open' });
  await story.rule('disk-full', null);
  await story.pass(minute);
  expect(await all()).toMatchObject([{ id: edited?.id, state: 'resolved' }]);
  const timeline = await story.stores.incidents.timeline(everywhere, edited?.id as never);
  expect(timeline.find(({ kind }) => kind === 'resolved')?.detail).toMatchObject({ by: 'rule_gone' });
});

test('a device is silent: what was wrong on it follows, and stands by itself when it is back', async () => {
  await using story = await world(['a', 'b']);
  await story.rule('disk-full', full());
  await story.rule(
    'silent',
    full({ name: 'Device silent', when: { kind: 'device', states: { critical: ['offline', 'unreachable', 'late'] } } }),
  );
  story.device('a').values['/var'] = 0.9;
  await story.pass(minute);
  story.device('a').is = 'off';
  await story.pass(2 * minute);
  const open = await story.stores.incidents.open(everywhere);
  expect(open.map(({ rule, quiet }) => `${rule} ${quiet?.by ?? 'loud'}`)).toEqual(['disk-full cause', 'silent loud']);
  const viewer = await caller(story, 'viewer', ['berlin']);
  const shown = await viewer.incidents();
  expect(shown.items.map(({ rule, affected }) => `${rule} ${affected}`)).toEqual(['silent 1']);
  expect((await viewer.incidents('?quiet=1')).items).toHaveLength(2);
  expect(
    (await viewer.post('/api/v1/incidents/act', { incidents: [{ id: 'i', version: 1 }], act: { kind: 'close' } }))
      .status,
  ).toBe(403);
  const stranger = await caller(story, 'viewer', ['porto']);
  expect((await stranger.incidents()).items).toEqual([]);
  expect((await stranger.get(`/api/v1/incidents/${open[0]?.id}`)).status).toBe(404);
  story.device('a').is = 'on';
  await story.pass(4 * minute);
  const left = await story.stores.incidents.open(everywhere);
  expect(left.map(({ rule, quiet }) => `${rule} ${quiet?.by ?? 'loud'}`)).toEqual(['disk-full loud']);
});

test('target times are read by all and set by managers', async () => {
  await using story = await world(['a']);
  const manager = await caller(story, 'manager');
  const operator = await caller(story, 'operator');
  const body = (await operator.get('/api/v1/incident-targets')).body as { critical: object; version: number };
  expect(body).toEqual({
    critical: { acknowledgeMs: 900_000, resolveMs: 14_400_000 },
    warning: { acknowledgeMs: 14_400_000, resolveMs: 259_200_000 },
    version: 0,
  });
  const strict = { ...body, critical: { acknowledgeMs: 5 * minute, resolveMs: 60 * minute } };
  expect((await operator.put('/api/v1/incident-targets', strict)).status).toBe(403);
  expect((await manager.put('/api/v1/incident-targets', strict)).body).toEqual({ ...strict, version: 1 });
  expect((await manager.put('/api/v1/incident-targets', strict)).status).toBe(409);
  const odd = { ...strict, version: 1, critical: { acknowledgeMs: second, resolveMs: minute } };
  expect((await manager.put('/api/v1/incident-targets', odd)).status).toBe(400);
});
