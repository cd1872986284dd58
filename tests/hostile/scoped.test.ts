// Somebody with one site (adversary A6) reaches for what is told and written of others. What they may read: tests/integration/matrix.test.ts.
import { personActor } from '@fettle/collector/domain/access/index';
import { putRoute, type RouteInput } from '@fettle/collector/domain/notifications/index';
import { changeProblem, findRepeats } from '@fettle/collector/domain/problems/index';
import type { PersonId } from '@fettle/shared/ids';
import { expect, test } from 'vitest';
import { id, minute } from '../stories/device-world.ts';
import { noticeWorld } from '../stories/notice-world.ts';

const local = (role: 'manager' | 'operator') =>
  personActor({ id: 'plocal' as PersonId, role, sites: ['berlin'], selector: '' });
const [here, there] = [id('a'), id('b')];

async function world() {
  const found = await noticeWorld();
  await found.fleet('berlin', here);
  await found.fleet('rome', there);
  await found.hook('ops');
  return found;
}

const route: Omit<RouteInput, 'id'> = {
  name: 'Mine',
  enabled: true,
  order: 0,
  selector: '',
  severity: 'warning',
  steps: [{ afterMs: 0, targets: [{ kind: 'channel', id: 'desktop' }] }],
  repeat: 0,
  resolved: true,
  stop: true,
  version: 0,
};

test('a route for one site keeps nothing from those who are told of others', async () => {
  await using w = await world();
  const ports = { channels: w.channels, access: w.access, people: w.people, now: w.now };
  await putRoute(ports, local('manager'), { ...route, id: 'mine' });
  await w.find(w.finding(here), w.finding(there));
  await w.passes(2 * minute);
  expect(w.subjects('ops')).toHaveLength(1);
  expect(w.subjects('ops')[0]).toContain(there);
  expect(w.shown.map(({ subject }) => subject).join()).toContain(here);
});

test('a route that is called like something that every object has is told by all the same', async () => {
  await using w = await world();
  await w.route('constructor', {
    steps: [
      { afterMs: 0, targets: [{ kind: 'channel', id: 'ops' }] },
      { afterMs: 5 * minute, targets: [{ kind: 'channel', id: 'ops' }] },
    ],
  });
  await w.find(w.finding(here));
  await w.passes(8 * minute);
  expect(w.subjects('ops')).toHaveLength(2);
  expect(w.subjects('ops')[1]).toContain('Nobody yet');
});

test('what is written of a problem of several sites is written by who sees all of them; its events name nothing', async () => {
  await using w = await world();
  const ports = () => ({
    store: w.problems,
    incidents: w.incidents,
    inventory: w.inventory,
    person: async () => null,
    now: w.now,
  });
  await w.find(w.finding(here), w.finding(there));
  await findRepeats(ports(), { times: 2, withinMs: 86_400_000 });
  const [problem] = await w.problems.problems(null);
  if (!problem) throw new Error('nothing was proposed');
  const change = { id: problem.id, version: problem.version, workaround: 'Call me at http://evil.example' };
  await expect(changeProblem(ports(), local('operator'), change)).rejects.toMatchObject({ code: 'not_allowed' });
  const everybody = { ...local('operator'), scope: { sites: 'all' } as const };
  expect(await changeProblem(ports(), everybody, change)).toMatchObject({ workaround: change.workaround });
  const events = (await w.events.after({ sites: ['nowhere'] }, 0, 1_000)).filter(({ kind }) =>
    kind.startsWith('problem.'),
  );
  expect(events.length).toBeGreaterThan(0);
  for (const { detail } of events) expect(Object.keys(detail)).toEqual(['problem']);
});
