import type { BackupLook, Calendar, LevelTold, Objective, RestoreTest } from '@fettle/collector/domain/levels/index';
import type { DeviceId, PersonId, RunId } from '@fettle/shared/ids';
import { expect, test } from 'vitest';
import type { Open, Place } from './place.ts';
import { device, enrolled, everywhere, note, noted, only, start, tally } from './samples.ts';

const calendar = (id: string, fields: Partial<Calendar> = {}): Calendar => ({
  id,
  name: `Hours of ${id} "'`,
  zone: 'Europe/Berlin',
  hours: [{ days: [1, 2, 5], from: '22:00', to: '06:00' }],
  holidays: [{ day: '2026-12-25', name: 'Christmas; drop table' }],
  scope: { sites: 'all' },
  origin: 'person',
  version: 1,
  ...fields,
});

const objective = (id: string, fields: Partial<Objective> = {}): Objective => ({
  id,
  service: 'mail',
  name: `Objective ${id}`,
  kind: 'availability',
  targetPpm: 999_000,
  calendar: null,
  zone: 'UTC',
  period: 'month',
  windows: 'leave-out',
  degraded: 'up',
  withinMs: null,
  burnRules: true,
  origin: 'file',
  createdAt: start,
  version: 1,
  ...fields,
});

const told = (id: string, fields: Partial<LevelTold> = {}): LevelTold => {
  return { objective: id, burning: null, calmSince: null, missed: null, judged: start, version: 1, ...fields };
};

const look = (run: string, fields: Partial<BackupLook> = {}): BackupLook => {
  return { run: run as RunId, device: 'done' as DeviceId, time: start, fresh: true, words: 'The newest…', ...fields };
};

const restore = (id: string, fields: Partial<RestoreTest> = {}): RestoreTest => ({
  id,
  device: 'done' as DeviceId,
  time: start,
  ok: true,
  words: 'All of it "\'',
  person: null,
  run: 'u1' as RunId,
  ...fields,
});

async function withService({ records }: Place): Promise<void> {
  const body = { description: '', owner: null, pointPerson: null, criticality: 'vital' as const, calendar: null };
  const more = { costPerHour: 100, site: null, parts: [], countedFrom: start, version: 1 };
  await records.services.put({ id: 'mail', name: 'Mail', ...body, ...more }, null, note('service'));
}

export function levelContract(open: Open): void {
  test('calendars are kept as they are, changed by version, removed once, found within their sites', async () => {
    await using place = await open();
    const { levels } = place.records;
    const own = calendar('own', { scope: { sites: ['berlin'] } });
    const all = calendar('all');
    const put = (one: Calendar, words: string) => levels.write([{ what: 'put-calendar', calendar: one }], note(words));
    expect(tally(await Promise.all([1, 2, 3].map(() => put(own, 'made'))))).toEqual({
      written: 1,
      changed_meanwhile: 2,
    });
    await put(all, 'made all');
    expect(await levels.calendars(everywhere)).toEqual([all, own]);
    expect(await levels.calendars(only('rome'))).toEqual([all]);
    expect(await levels.calendar(only('rome'), 'own')).toBeNull();
    expect(await levels.calendar(only('berlin'), 'own')).toEqual(own);
    const next = { ...own, name: 'Next', version: 2 };
    expect(tally(await Promise.all([1, 2].map(() => put(next, 'changed'))))).toEqual({
      written: 1,
      changed_meanwhile: 1,
    });
    const remove = (version: number) =>
      levels.write([{ what: 'remove-calendar', id: 'own', version }], note('removed'));
    expect(await remove(1)).toBe('changed_meanwhile');
    expect(tally(await Promise.all([2, 2].map(remove)))).toEqual({ written: 1, changed_meanwhile: 1 });
    expect(await noted(place)).toEqual(['made', 'made all', 'changed', 'removed']);
  });

  test('objectives are of a service, and several writes are one step', async () => {
    await using place = await open();
    const { levels, services } = place.records;
    const put = (...some: Objective[]) =>
      levels.write(
        some.map((one) => ({ what: 'put-objective' as const, objective: one })),
        note('objectives'),
      );
    expect(await put(objective('a'))).toBe('changed_meanwhile');
    await withService(place);
    expect(await put(objective('b'), objective('a'))).toBe('written');
    expect(await levels.objectives()).toEqual([objective('a'), objective('b')]);
    expect(await levels.objectives('web')).toEqual([]);
    const changed = objective('a', { targetPpm: 1, version: 2 });
    expect(await put(changed, objective('b', { version: 3 }))).toBe('changed_meanwhile');
    expect(await levels.objective('a')).toEqual(objective('a'));
    expect(tally(await Promise.all([1, 2, 3].map(() => put(changed))))).toEqual({ written: 1, changed_meanwhile: 2 });
    expect(await levels.objective('a')).toEqual(changed);
    expect(await levels.write([{ what: 'remove-objective', id: 'b', version: 1 }], note('gone'))).toBe('written');
    expect(await levels.objective('b')).toBeNull();
    await services.remove('mail', 1, note('service gone'));
    expect(await levels.objectives()).toEqual([]);
    expect(await noted(place)).toEqual(['service', 'objectives', 'objectives', 'gone', 'service gone']);
  });

  test('what was told of an objective is kept by version, and goes with it', async () => {
    await using place = await open();
    const { levels } = place.records;
    await withService(place);
    await levels.write([{ what: 'put-objective', objective: objective('a') }], note('made'));
    expect(await levels.tell(told('none'), note('x'))).toBe('changed_meanwhile');
    const burning = { severity: 'critical' as const, device: 'done' as DeviceId, since: start };
    expect(tally(await Promise.all([1, 2].map(() => levels.tell(told('a'), note('told')))))).toEqual({
      told: 1,
      changed_meanwhile: 1,
    });
    const second = told('a', { burning, version: 2 });
    expect(tally(await Promise.all([1, 2].map(() => levels.tell(second, note('told')))))).toEqual({
      told: 1,
      changed_meanwhile: 1,
    });
    expect(await levels.told()).toEqual([second]);
    await levels.write([{ what: 'remove-objective', id: 'a', version: 1 }], note('removed'));
    expect(await levels.told()).toEqual([]);
    expect(await noted(place)).toEqual(['service', 'made', 'told', 'told', 'removed']);
  });

  test('what runs told of backups is heard once, and moves the cursor with it', async () => {
    await using place = await open();
    const { levels } = place.records;
    const one = await enrolled(place, device('one'));
    const of = { device: one.id };
    const known = await noted(place);
    expect(await levels.cursor()).toBeNull();
    const looks = [
      look('u1', of),
      look('u2', { ...of, time: start + 9, fresh: false }),
      look('u3', { device: 'dgone' as DeviceId }),
    ];
    const tests = [restore('v1', of), restore('v2', { device: 'dgone' as DeviceId })];
    const heard = (from: number | null, to: number) =>
      levels.hear(looks, tests, { from, to }, (kept) => note(kept.map(({ id }) => id).join(',')));
    expect(tally(await Promise.all([1, 2].map(() => heard(null, 7))))).toEqual({ moved: 1, changed_meanwhile: 1 });
    expect(await heard(6, 8)).toBe('changed_meanwhile');
    expect(await heard(7, 8)).toBe('moved');
    expect(await levels.cursor()).toBe(8);
    expect(await noted(place)).toEqual([...known, 'v1']);
    expect(await levels.looks({ devices: [one.id], from: start, to: start + 10 })).toEqual(looks.slice(0, 2));
    expect(await levels.looks({ devices: [one.id], from: start + 1, to: start + 9 })).toEqual([]);
    expect(await levels.looks({ devices: [], from: 0, to: start + 9 })).toEqual([]);
    expect(await levels.restoreTests({ devices: [one.id], limit: 5 })).toEqual([tests[0]]);
  });

  test('the newest of each device is known at any time, and stays when older ones are removed', async () => {
    await using place = await open();
    const { levels } = place.records;
    const one = await enrolled(place, device('one'));
    const of = { device: one.id };
    const looks = [0, 1, 2, 3, 4].map((i) => look(`u${i}`, { ...of, time: start + i, fresh: i % 2 === 0 }));
    await levels.hear(looks, [], { from: null, to: 1 }, () => note('x'));
    const person = { person: 'pada' as PersonId, run: null };
    await levels.addTest(restore('v1', { ...of, ...person, ok: false }), note('told'));
    await levels.addTest(restore('v2', { ...of, time: start + 2 }), note('told'));
    const last = async (before: number) => (await levels.lastLooks(before)).map(({ run }) => run).toSorted();
    expect(await last(start + 9)).toEqual(['u3', 'u4']);
    expect(await last(start + 3)).toEqual(['u1', 'u2']);
    expect(await last(start)).toEqual([]);
    expect((await levels.lastTests(start + 9)).map(({ id }) => id)).toEqual(['v2']);
    expect(await levels.lastTests(start + 2)).toEqual([restore('v1', { ...of, ...person, ok: false })]);
    expect((await levels.restoreTests({ devices: [one.id], limit: 1 })).map(({ id }) => id)).toEqual(['v2']);
    expect(await levels.retain(start + 100)).toBe(4);
    expect(await last(start + 9)).toEqual(['u3', 'u4']);
    expect((await levels.lastTests(start + 9)).map(({ id }) => id)).toEqual(['v2']);
  });
}
