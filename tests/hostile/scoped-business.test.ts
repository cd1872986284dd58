// Somebody with one site (adversary A6) reaches for what the business has of others: history, budgets, money, people, kept reports.
import { listLimits, putLimit } from '@fettle/collector/domain/capacity/index';
import {
  listImprovements,
  listProjects,
  putImprovement,
  putProject,
} from '@fettle/collector/domain/improvements/index';
import { levelsAt, putCalendar, removeCalendar } from '@fettle/collector/domain/levels/index';
import {
  deleteService,
  getService,
  listServices,
  putService,
  viewHistory,
} from '@fettle/collector/domain/services/index';
import { getValue } from '@fettle/collector/domain/value/index';
import { memorySeries } from '@fettle/collector/store/series-memory/store';
import { describe, expect, test } from 'vitest';
import { cli, code, hour, id, minute, person, start } from '../stories/device-world.ts';
import { levelWorld } from '../stories/level-world.ts';

const [here, there] = [id('a'), id('c')];
const local = person('viewer', 'berlin');
const picky = { ...person('manager', 'berlin'), scope: { sites: ['berlin'], selector: 'env=prod' } };
const part = (...ids: string[]) => ({
  name: 'servers',
  of: { kind: 'device' as const, ids, counts: 'any' as const },
  need: { kind: 'all' as const },
  impact: 'down' as const,
});
const blank = {
  description: '',
  owner: null,
  pointPerson: null,
  criticality: 'vital',
  calendar: null,
  site: null,
} as const;
const service = (name: string, parts: ReturnType<typeof part>[], version = 0) => {
  return { ...blank, id: name, name, costPerHour: 600_000, parts, version };
};

/** A service that was made of a device of rome, with something out of it there, and is of berlin alone from then on. */
async function moved() {
  const world = await levelWorld();
  await world.with('rome', 'c');
  await putService(world.levelPorts(), cli, service('shop', [part(here, there)]));
  await world.put('shop-month', { service: 'shop', targetPpm: 999_999 });
  world.jump(hour);
  await world.find(world.finding(there, { severity: 'critical', words: 'secret-of-rome' }));
  world.jump(30 * minute);
  await world.hear();
  await putService(world.levelPorts(), cli, service('shop', [part(here)], 1));
  world.jump(hour);
  await world.hear();
  return world;
}

describe('what a service was made of before', () => {
  test('is told by its state alone to who does not see it: neither its history nor its budget names a device or a text of there', async () => {
    await using world = await moved();
    const span = { id: 'shop', from: start, to: world.now };
    const seen = await viewHistory(world.levelPorts(), local, span);
    expect(seen.totals['down']).toBe(30 * minute);
    const levels = await levelsAt(world.levelPorts(), local, { service: 'shop' });
    expect(levels[0]).toMatchObject({ bad: 30 * minute, state: 'missed' });
    const told = JSON.stringify([seen, levels]);
    for (const secret of ['secret-of-rome', there, 'host-c']) expect(told).not.toContain(secret);
    // The control: who sees both is told of it.
    const all = JSON.stringify([
      await viewHistory(world.levelPorts(), cli, span),
      await levelsAt(world.levelPorts(), cli, { service: 'shop' }),
    ]);
    for (const secret of ['secret-of-rome', there]) expect(all).toContain(secret);
  });

  test('events of services and budgets are ids alone: who shares a site with one may not see it', async () => {
    await using world = await moved();
    await world.desk.tellMissed();
    const events = await world.events.after({ sites: 'all' }, 0, 10_000);
    const found = events.filter(({ kind }) => kind.startsWith('service.') || kind.startsWith('level.'));
    expect(new Set(found.map(({ kind }) => kind))).toContain('level.missed');
    expect(JSON.stringify(found)).not.toMatch(/secret-of-rome|host-|"Mail|words/);
    for (const { detail } of found) expect(JSON.stringify(detail)).not.toContain(there);
  });

  test('what relies on a service or a calendar is not named to who does not see it', async () => {
    await using world = await moved();
    const ports = world.levelPorts();
    const on = { ...part(there), name: 'mail' };
    const parts = [on, { ...on, name: 'below', of: { kind: 'service' as const, ids: ['mail'] } }];
    await putService(ports, cli, { ...service('secret-user', []), parts });
    const refused = await deleteService(ports, person('operator', 'berlin'), { id: 'mail', version: 1 }).catch(
      (error: Error) => error,
    );
    expect(refused).toMatchObject({ code: 'service_in_use' });
    expect(String(refused)).not.toContain('secret-user');
    const hours = { name: 'Hours', zone: 'UTC', hours: [{ days: [1], from: '09:00', to: '17:00' }], holidays: [] };
    await putCalendar(ports, person('manager', 'berlin'), { id: 'hours', body: hours, version: 0 });
    await putService(ports, cli, { ...service('secret-hours', [part(there)]), calendar: 'hours' });
    const kept = await removeCalendar(ports, person('manager', 'berlin'), { id: 'hours', version: 1 }).catch(
      (error: Error) => error,
    );
    expect(kept).toMatchObject({ code: 'calendar_in_use' });
    expect(String(kept)).not.toContain('secret-hours');
  });
});

test('money is for managers: costs of outages, licences and machines, and all of value', async () => {
  await using world = await moved();
  const ports = world.levelPorts();
  const limit = { name: 'Office', kind: 'licence', site: 'berlin', limit: 5, selector: '', software: 'x' } as const;
  const capacity = { store: world.capacity, devices: world.devices, now: world.now };
  await putLimit(capacity, cli, { ...limit, id: 'office', device: null, interface: '', cost: 77, version: 0 });
  for (const role of ['viewer', 'technician'] as const) {
    const actor = person(role, 'berlin');
    for (const one of await listServices(ports, actor)) expect(one.costPerHour).toBeNull();
    expect((await getService(ports, actor, { id: 'shop' })).costPerHour).toBeNull();
    for (const one of await levelsAt(ports, actor, {})) expect(one.cost).toBeNull();
    expect(await listLimits(capacity, actor)).toMatchObject([{ id: 'office', cost: null }]);
    const asked = getValue({ ...world, series: memorySeries() } as never, actor, { from: start, to: world.now });
    await expect(asked).rejects.toEqual(code('not_allowed'));
  }
  const manager = person('manager', 'berlin');
  expect((await getService(ports, manager, { id: 'shop' })).costPerHour).toBe(600_000);
  expect((await levelsAt(ports, manager, { service: 'shop' }))[0]?.cost).toBe(300_000);
  expect(await listLimits(capacity, manager)).toMatchObject([{ cost: 77 }]);
});

test('what is measured over a whole site is not for who sees some of its devices; what is about all is for who sees all', async () => {
  await using world = await moved();
  const ports = { ...world, series: memorySeries(), now: world.now };
  const measure = { kind: 'incidents' as const, rule: null, device: there as string, service: null };
  const found = { finding: 'x', action: '', owner: null, due: null, baselineDays: 30, problem: null, version: 0 };
  // A number of a device that a selector hides would come back as the baseline.
  for (const site of ['berlin', null]) {
    await expect(putImprovement(ports, picky, { ...found, measure, site })).rejects.toEqual(code('not_allowed'));
  }
  await expect(putImprovement(ports, person('manager', 'rome'), { ...found, measure, site: 'berlin' })).rejects.toEqual(
    code('not_allowed'),
  );
  await putImprovement(ports, cli, { ...found, measure, site: 'rome' });
  await putImprovement(ports, cli, { ...found, measure: null, site: 'berlin' });
  await putImprovement(ports, cli, { ...found, measure: null, site: null });
  expect(await listImprovements(ports, picky)).toEqual([]);
  expect((await listImprovements(ports, person('viewer', 'berlin'))).map(({ site }) => site)).toEqual(['berlin']);
  expect(await listImprovements(ports, cli)).toHaveLength(3);
  // A count of another site’s device within one’s own is no count of it.
  const mine = await putImprovement(ports, person('manager', 'berlin'), { ...found, measure, site: 'berlin' });
  expect(mine.baseline?.value).toBe(0);
  expect(await listProjects(ports, person('manager', 'berlin'))).toEqual([]);
});

test.each([
  '//evil.example',
  '/\\evil.example',
  'https://evil.example',
  '/\t/evil.example',
  'javascript:alert(1)',
  '/x\u202e',
  '',
])('evidence of a project leads nowhere but into the dashboard: %j', async (link) => {
  await using world = await levelWorld();
  const ports = { ...world, series: memorySeries(), now: world.now };
  const body = {
    title: 'x',
    why: '',
    kind: 'roi',
    cost: 1,
    gainPerMonth: 1,
    owner: null,
    due: null,
    mandate: '',
  } as const;
  const put = (where: string) =>
    putProject(ports, cli, { ...body, state: 'idea', version: 0, evidence: [{ words: 'y', link: where }] });
  await expect(put(link)).rejects.toEqual(code('input_invalid'));
  expect((await put('/capacity/x%2Fy?z=1')).evidence).toHaveLength(1);
});
