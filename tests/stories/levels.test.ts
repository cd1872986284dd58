/** What services promised, and what happens while a promise is being broken; the clock is the story’s. */
import { everywhere } from '@fettle/collector/domain/access/index';
import { levelsAt, putCalendar, putObjective } from '@fettle/collector/domain/levels/index';
import { burnRule } from '@fettle/collector/domain/rules/index';
import { serviceHistory } from '@fettle/collector/domain/services/index';
import type { ObjectiveBody } from '@fettle/shared/api/levels';
import { describe, expect, test } from 'vitest';
import { cli, code, day, hour, id, minute, person, start } from './device-world.ts';
import { levelWorld, objective } from './level-world.ts';

const [a, b] = [id('a'), id('b')];

describe('a budget that burns', () => {
  test('opens one incident on what spent it, tells it once, eases, and ends', async () => {
    await using world = await levelWorld();
    await world.put('mail-month');
    world.jump(4 * day);
    await world.minutes(1);
    expect(await world.burning()).toEqual([]);
    await world.find(world.finding(b, { severity: 'critical' }));
    await world.minutes(10);
    const told = { device: b, instance: 'mail-month' };
    expect(await world.burning()).toEqual([{ state: 'open', severity: 'critical', ...told }]);
    expect(await world.toldOf('level.burning')).toMatchObject([
      { objective: 'mail-month', service: 'mail', severity: 'critical' },
    ]);
    await world.find(world.finding(b, { severity: null }));
    // The half hour of the second pair still remembers it; then a quarter of an hour must pass.
    await world.minutes(40);
    expect(await world.burning()).toMatchObject([{ severity: 'critical' }]);
    world.restart();
    await world.minutes(10);
    expect(await world.burning()).toEqual([{ state: 'open', severity: 'warning', ...told }]);
    await world.minutes(5 * 60);
    expect(await world.burning()).toMatchObject([{ state: 'open', severity: 'warning' }]);
    await world.minutes(40);
    expect(await world.burning()).toEqual([{ state: 'resolved', severity: 'warning', ...told }]);
    expect((await world.toldOf('level.burning')).map(({ severity }) => severity)).toEqual(['critical', 'warning']);
    // It stood on a device of the service, of which any incident counts: it took nothing down.
    const history = await serviceHistory(world.levelPorts(), everywhere, 'mail', start, world.now);
    expect(history.filter(({ state }) => state === 'down').map(({ from, to }) => to - from)).toEqual([10 * minute]);
  });

  test('holds as long as it burns, whatever people do with its incident, and ends when its rules are taken away', async () => {
    await using world = await levelWorld();
    await world.put('mail-month');
    await world.find(world.finding(a, { severity: 'critical' }));
    await world.minutes(2);
    const [incident] = (await world.all()).filter(({ rule }) => rule === burnRule);
    if (!incident) throw new Error('nothing burns');
    expect(world.desk.holds(incident)).toBe('critical');
    await world.put('mail-month', { burnRules: false }, 1);
    await world.minutes(1);
    expect(world.desk.holds(incident)).toBeNull();
    expect(await world.burning()).toMatchObject([{ state: 'resolved' }]);
    expect(await world.lines(incident)).toContainEqual(
      expect.stringContaining('resolved: Resolved: the rule was changed'),
    );
  });
});

describe('a level', () => {
  test('is exact, names what spent it and what it cost, and is told once when it is missed', async () => {
    await using world = await levelWorld();
    await world.put('mail-month');
    world.jump(day);
    await world.find(world.finding(b, { severity: 'critical', words: '/var is full' }));
    world.jump(44 * minute + 38_400);
    await world.hear();
    await world.desk.tellMissed();
    const [close] = await world.asked();
    expect(close).toMatchObject({ bad: 2_678_400, budget: 2_678_400, state: 'close', goneAt: null });
    expect(await world.toldOf('level.missed')).toEqual([]);
    world.jump(1);
    await world.desk.tellMissed();
    await world.desk.tellMissed();
    const [incident] = await world.all();
    const [missed] = await world.asked();
    expect(missed).toMatchObject({
      state: 'missed',
      measured: day + 2_678_401,
      bad: 2_678_401,
      valuePpm: Math.floor((day / (day + 2_678_401)) * 1_000_000),
      // 120.00 an hour for 44.64 minutes.
      cost: 8_928,
      spent: [{ from: start + day, to: world.now, ms: 2_678_401, incidents: [incident?.id], devices: [b] }],
    });
    expect(missed?.spent[0]?.words).toBe('host-b: /var is full');
    expect(await world.toldOf('level.missed')).toMatchObject([{ objective: 'mail-month', from: start }]);
    await world.find(world.finding(b, { severity: null }));
    world.jump(45 * day);
    await world.hear();
    await world.desk.tellMissed();
    expect(await world.toldOf('level.missed')).toHaveLength(1);
    const both = await world.asked({ periods: 2 });
    expect(both.map(({ state, bad }) => [state, bad])).toEqual([
      ['kept', 0],
      ['missed', 2_678_401],
    ]);
  });

  test('of answering counts clocks in business hours, without windows of others’ making', async () => {
    await using world = await levelWorld();
    const hours = [{ days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00' }];
    await putCalendar(world.levelPorts(), cli, {
      id: 'office',
      body: { name: 'Office', zone: 'Europe/Berlin', hours, holidays: [] },
      version: 0,
    });
    const within = { calendar: 'office', withinMs: hour, burnRules: false, targetPpm: 900_000 };
    await world.put('ack', { kind: 'acknowledge', ...within });
    await world.put('resolve', { kind: 'resolve', ...within });
    // Thursday, 1 October 2026, 02:00 in Berlin: the clocks begin at 08:00.
    await world.find(world.finding(a, { severity: 'critical' }));
    world.jump(6 * hour + 59 * minute);
    const [seen] = await world.all();
    if (!seen) throw new Error('nothing opened');
    expect((await world.asked()).map(({ objective: one, measured }) => [one, measured])).toEqual([
      ['ack', 0],
      ['resolve', 0],
    ]);
    await world.act({ kind: 'acknowledge' }, seen);
    world.jump(2 * minute);
    await world.find(world.finding(a, { severity: null }));
    const [ack, resolve] = await world.asked();
    expect(ack).toMatchObject({ measured: 1, bad: 0, valuePpm: 1_000_000, state: 'kept', cost: null });
    expect(resolve).toMatchObject({ measured: 1, bad: 1, valuePpm: 0, state: 'missed' });
    expect(resolve?.spent).toMatchObject([{ incidents: [seen.id], devices: [a] }]);
  });

  test('is seen by who sees all of its service, and set by who may', async () => {
    await using world = await levelWorld();
    await world.put('mail-month');
    expect(await levelsAt(world.levelPorts(), person('viewer', 'berlin'), {})).toHaveLength(1);
    expect(await levelsAt(world.levelPorts(), person('viewer', 'rome'), {})).toEqual([]);
    const put = (actor: Parameters<typeof putObjective>[1], fields: Partial<ObjectiveBody> = {}, name = 'other') =>
      putObjective(world.levelPorts(), actor, { id: name, body: objective(fields), version: 0 });
    await expect(put(person('technician'))).rejects.toEqual(code('not_allowed'));
    await expect(put(person('manager', 'rome'))).rejects.toEqual(code('not_found'));
    await expect(put(person('manager', 'rome'), {}, 'mail-month')).rejects.toEqual(code('not_allowed'));
    await expect(put(cli, { service: 'web' })).rejects.toEqual(code('not_found'));
    await expect(put(cli, { calendar: 'none' })).rejects.toEqual(code('input_invalid'));
    await expect(put(cli, { kind: 'freshness' })).rejects.toEqual(code('input_invalid'));
    await expect(put(cli, {}, 'mail-month')).rejects.toEqual(code('changed_meanwhile'));
    await put(person('manager', 'berlin'));
  });
});
