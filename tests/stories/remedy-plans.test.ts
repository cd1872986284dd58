import { acceptInvitation, everywhere, invitePerson, Passwords } from '@fettle/collector/domain/access/index';
import type { ChangeItem, Plan, PlanBody } from '@fettle/shared/api/changes';
import type { Incident, IncidentDetail } from '@fettle/shared/api/incidents';
import type { Role } from '@fettle/shared/api/session';
import { expect, test } from 'vitest';
import { cli, hour, id, minute, second } from './device-world.ts';
import { full, world } from './rules-world.ts';

const passwords = new Passwords({ memoryKiB: 64, passes: 1 });
const password = 'correct horse battery staple';

async function story() {
  const own = await world(['a', 'b']);
  const somebody = async (name: string, role: Role, sites: 'all' | string[] = 'all') => {
    const ports = { store: own.stores.access, people: own.stores.people, now: own.clock.now(), passwords };
    const invitee = { name, role, sites, selector: '', zone: 'UTC', contacts: [] };
    const { code } = await invitePerson(ports, cli, invitee);
    const { cookie } = await acceptInvitation(ports, { code, password });
    const ask = async (method: 'GET' | 'POST' | 'PUT', path: string, body?: object) => {
      const url = `/api/v1/${path}`;
      const headers = { cookie: `fettle=${cookie}` };
      const answer = await own.app().http.inject({ method, url, headers, ...(body && { payload: body }) });
      return { status: answer.statusCode, body: answer.json<Plan & { code?: string }>() };
    };
    return {
      get: <Body>(path: string) => ask('GET', path).then(({ body }) => body as unknown as Body),
      asks: (path: string) => ask('GET', path),
      plan: (body: PlanBody) => ask('POST', 'changes/plans', { body, version: 0 }),
      revise: ({ id: plan, version }: Plan, body: PlanBody) => ask('PUT', `changes/plans/${plan}`, { body, version }),
      act: ({ id: plan, version }: Plan, act: string, note = '') =>
        ask('POST', `changes/plans/${plan}/act`, { act, note, version }),
    };
  };
  const body = (fields: Partial<PlanBody> = {}): PlanBody => ({
    title: 'Patch the databases',
    reason: 'CVE-2026-1',
    risk: 'medium',
    wayBack: 'Restore the snapshot.',
    selector: null,
    devices: [id('a')],
    from: own.clock.now(),
    to: own.clock.now() + 2 * hour,
    window: true,
    ...fields,
  });
  return { own, somebody, body };
}

test('a change is planned, approved by somebody else, done in a window of its own, and shown with what broke meanwhile', async () => {
  const { own, somebody, body } = await story();
  await using _ = own;
  const [maker, manager] = [await somebody('Tom', 'manager'), await somebody('Mia', 'manager')];
  await own.rule('disk-full', full());
  await own.pass(minute);
  const { status, body: plan } = await maker.plan(body());
  expect(status).toBe(201);
  expect(plan).toMatchObject({ state: 'proposed', madeBy: { name: 'Tom' }, version: 1, orders: [], incidents: [] });
  expect(plan.may).toEqual(['cancel']);
  expect((await maker.act(plan, 'approve')).body.code).toBe('own_change');
  expect((await maker.act(plan, 'begin')).body.code).toBe('change_state');
  expect((await manager.get<Plan>(`changes/plans/${plan.id}`)).may).toEqual(['approve', 'refuse', 'cancel']);
  const { body: approved } = await manager.act(plan, 'approve');
  expect(approved).toMatchObject({ state: 'approved', approvedBy: { name: 'Mia' }, version: 2 });
  expect((await maker.act(plan, 'begin')).body.code).toBe('changed_meanwhile');
  const { body: begun } = await maker.act(approved, 'begin');
  expect(begun.state).toBe('under-way');
  const [window] = await own.stores.windows.windows(everywhere);
  expect(window).toMatchObject({ name: 'Patch the databases', devices: [id('a')], reason: 'CVE-2026-1' });

  for (const letter of ['a', 'b']) own.device(letter).values['/var'] = 0.9;
  await own.pass(2 * minute);
  const quiet = Object.fromEntries((await own.incidents()).map(({ device, quiet: by }) => [device, by?.by ?? 'loud']));
  expect(quiet).toEqual({ [id('a')]: 'window', [id('b')]: 'loud' });
  const { body: done } = await maker.act(begun, 'finish', 'All went well.');
  expect(done).toMatchObject({ state: 'done', outcome: 'All went well.', may: [] });
  expect(done.incidents).toMatchObject([{ words: 'host-a: /var is 90.0 % full' }]);
  expect(await own.stores.windows.windows(everywhere)).toEqual([]);
  await own.pass(10 * second);
  expect((await own.incidents()).map(({ quiet: by }) => by)).toEqual([null, null]);

  const page = await maker.get<{ items: ChangeItem[] }>(`changes?device=${id('a')}&kind=plan`);
  expect(page.items.map(({ words, by, outcome }) => [words, by, outcome])).toEqual([
    ['The planned change “Patch the databases” ended: done.', 'Tom', 'done'],
    ['The planned change “Patch the databases” began.', 'Tom', null],
  ]);
  expect((await maker.get<{ items: ChangeItem[] }>(`changes?device=${id('b')}`)).items).toEqual([]);
  const incidents = (await maker.get<{ items: Incident[] }>('incidents')).items;
  const causes = Object.fromEntries(incidents.map(({ device, cause }) => [device, cause]));
  expect(causes[id('a')]).toBe('10 seconds before: The planned change “Patch the databases” began');
  expect(causes[id('b')] ?? '').not.toContain('planned change');
  // It began before both broke: to who sees both it is a suspect at the whole site.
  const other = incidents.find(({ device }) => device === id('b'))?.id;
  const { evidence } = await maker.get<IncidentDetail>(`incidents/${other}`);
  expect(evidence.find(({ kind }) => kind === 'suspects')).toMatchObject({
    items: [
      { words: 'host-a: The planned change “Patch the databases” began.', by: 'Tom', link: `/changes/${plan.id}` },
    ],
  });
  const audit = (await own.stores.events.audit(0, 100)).map(({ action }) => action);
  expect(audit.filter((action) => action.startsWith('changes.'))).toEqual([
    'changes.plan',
    'changes.approve',
    'changes.begin',
    'changes.finish',
  ]);
});

test('with other words it is to be approved anew, and who wrote them does not approve them', async () => {
  const { own, somebody, body } = await story();
  await using _ = own;
  const [maker, manager] = [await somebody('Tom', 'technician'), await somebody('Mia', 'manager')];
  const other = await somebody('Max', 'manager');
  const { body: plan } = await maker.plan(body());
  const { body: approved } = await manager.act(plan, 'approve');
  const { body: revised } = await manager.revise(approved, body({ title: 'Patch everything', risk: 'high' }));
  expect(revised).toMatchObject({ state: 'proposed', approvedBy: null, title: 'Patch everything', version: 3 });
  expect((await manager.act(revised, 'approve')).body.code).toBe('own_change');
  expect((await maker.act(revised, 'approve')).status).toBe(403);
  const { body: refused } = await other.act(revised, 'refuse', 'Not on a Friday.');
  expect(refused).toMatchObject({ state: 'refused', outcome: 'Not on a Friday.' });
  const { body: again } = await maker.revise(refused, body({ from: body().from + hour, to: body().to + hour }));
  expect(again).toMatchObject({ state: 'proposed', outcome: '' });
  const { body: cancelled } = await maker.act(again, 'cancel');
  expect(cancelled.state).toBe('cancelled');
  expect((await maker.revise(cancelled, body())).body.code).toBe('change_state');
  await own.pass(10 * second);
  expect((await maker.get<{ items: ChangeItem[] }>('changes')).items).toEqual([]);
});

test('what is wrong in a plan is told, and a plan is for who sees its devices', async () => {
  const { own, somebody, body } = await story();
  await using _ = own;
  const [maker, far] = [await somebody('Tom', 'manager'), await somebody('Rita', 'manager', ['rome'])];
  const near = await somebody('Bea', 'manager', ['berlin']);
  const refused = async (fields: Partial<PlanBody>) => {
    const { status, body: answer } = await maker.plan(body(fields));
    return `${status} ${(answer as unknown as { detail?: string }).detail}`;
  };
  expect(await refused({ devices: [] })).toMatch(/^400 Name devices, or a selector/);
  expect(await refused({ selector: 'role=db' })).toMatch(/^400 Name devices or a selector, not both/);
  expect(await refused({ to: body().from })).toMatch(/^400 It must last a minute/);
  expect(await refused({ to: body().from + 40 * 24 * hour })).toMatch(/^400 It may last 31 days/);
  expect(await refused({ reason: ' ' })).toMatch(/^400 Say why/);
  expect(await refused({ devices: ['dnobody'] })).toMatch(/^404/);
  const { body: plan } = await maker.plan(body({ devices: [], selector: 'role=db', to: body().from + 10 * minute }));
  expect((await far.asks(`changes/plans/${plan.id}`)).status).toBe(404);
  expect((await far.act(plan, 'approve')).status).toBe(404);
  expect((await far.get<{ items: Plan[] }>('changes/plans')).items).toEqual([]);
  const { body: approved } = await near.act(plan, 'approve');
  expect(approved.state).toBe('approved');
  own.clock.pass(10 * minute);
  expect((await maker.act(approved, 'begin')).body.code).toBe('change_state');
});
