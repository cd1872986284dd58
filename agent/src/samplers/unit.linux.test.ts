import { readFileSync, renameSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MadeUpMachine, Readings, second } from './recorded-machine.ts';
import { restartsOf, unit, unitsOf } from './unit.linux.ts';

const listed = (units: Readonly<Record<string, string>>) =>
  JSON.stringify(
    Object.entries(units).map(([name, active]) => ({
      unit: name,
      load: active === 'gone' ? 'not-found' : 'loaded',
      active: active === 'gone' ? 'inactive' : active,
      sub: 'x',
      description: 'A service',
    })),
  );
const recorded = (file: string) =>
  readFileSync(new URL(`../../../tests/golden/systemctl/debian-12/${file}`, import.meta.url), 'utf8');
const state = (name: string) => `systemd.unit.state{systemd.unit.name=${name}}`;
const count = (name: string) => `systemd.unit.count{systemd.unit.active_state=${name}}`;

test('services that run or failed, their restarts, and how many there are', async () => {
  using machine = new MadeUpMachine({ 'run/systemd/system/x': '' });
  machine.answers.set(
    'list-units',
    listed({
      'ssh.service': 'active',
      'nginx.service': 'failed',
      'rarely.service': 'inactive',
      'missing.service': 'gone',
      'run-r123.service': 'active',
      'odd.service': 'maintenance',
    }),
  );
  machine.answers.set('show', 'Id=ssh.service\nNRestarts=2\n\nNRestarts=0\nId=nginx.service\n');
  const [sampler, readings] = [machine.sampler(unit), new Readings()];
  await readings.take(second(0), sampler);
  expect(readings.all).toEqual({
    [state('ssh.service')]: 1,
    [state('nginx.service')]: 2,
    'systemd.unit.restarts{systemd.unit.name=ssh.service}': 2,
    'systemd.unit.restarts{systemd.unit.name=nginx.service}': 0,
    [count('inactive')]: 1,
    [count('active')]: 1,
    [count('failed')]: 1,
    [count('activating')]: 0,
    [count('deactivating')]: 0,
    [count('reloading')]: 0,
  });
  machine.answers.set('list-units', listed({ 'ssh.service': 'inactive', 'rarely.service': 'inactive' }));
  await readings.take(second(60), sampler);
  expect([readings.value(state('ssh.service')), readings.value(state('rarely.service'))]).toEqual([0, undefined]);
  // systemd forgets a unit that stopped when no other refers to it.
  expect(readings.value(state('nginx.service'))).toBe(0);
});

test('what a real systemd 252 said of units that run, failed and were started again', async () => {
  using machine = new MadeUpMachine({ 'run/systemd/system/x': '' });
  machine.answers.set('list-units', recorded('list-units.out')).set('show', recorded('show.out'));
  const readings = new Readings();
  await readings.take(second(0), machine.sampler(unit));
  const restarts = (name: string) => readings.value(`systemd.unit.restarts{systemd.unit.name=${name}}`);
  expect(readings.value(state('test-steady.service'))).toBe(1);
  expect(readings.value(state('test-failed.service'))).toBe(2);
  expect([restarts('test-restarts.service'), restarts('test-steady.service')]).toEqual([2, 0]);
  expect(readings.value(state('dbus.service'))).toBe(1);
  expect([readings.value(count('active')), readings.value(count('failed'))]).toEqual([10, 1]);
});

test('only systemctl is run, and only to tell', async () => {
  using machine = new MadeUpMachine({ 'run/systemd/system/x': '' });
  machine.answers.set('list-units', '[]').set('show', '');
  await new Readings().take(second(0), machine.sampler(unit));
  expect(machine.ran).toEqual([
    'systemctl --no-pager --output=json list-units --type=service --all',
    'systemctl --no-pager show --property=Id,NRestarts *.service',
  ]);
});

test('where control groups tell what was started, systemctl is asked for that alone', async () => {
  const slice = 'sys/fs/cgroup/system.slice';
  using machine = new MadeUpMachine({
    'run/systemd/system/x': '',
    [`${slice}/ssh.service/x`]: '',
    [`${slice}/web.service/x`]: '',
  });
  const list = (web: string) =>
    machine.answers.set('list-units', listed({ 'ssh.service': 'active', 'web.service': web }));
  const show = (restarts: number) => machine.answers.set('show', `Id=web.service\nNRestarts=${restarts}\n`);
  const [sampler, readings] = [machine.sampler(unit), new Readings()];
  const asked = async (at: number) => {
    machine.ran.length = 0;
    await readings.take(second(at), sampler);
    return machine.ran.map((line) => line.replace('systemctl --no-pager ', '').replace('--output=json ', ''));
  };
  const all = ['list-units --type=service --all', 'show --property=Id,NRestarts *.service'];
  list('active');
  show(0);
  expect(await asked(0)).toEqual(all);
  list('failed');
  expect(await asked(60)).toEqual([]);
  expect(readings.value(state('web.service'))).toBe(1);
  // It was started again: its group is another one. The old one is kept, so that its number is not used again.
  renameSync(join(machine.root, slice, 'web.service'), join(machine.root, 'old'));
  machine.write({ [`${slice}/web.service/x`]: '' });
  list('active');
  show(1);
  expect(await asked(120)).toEqual([all[0], 'show --property=Id,NRestarts web.service']);
  expect(readings.value('systemd.unit.restarts{systemd.unit.name=web.service}')).toBe(1);
  machine.remove(`${slice}/web.service`);
  list('failed');
  expect(await asked(180)).toEqual([all[0]]);
  expect(readings.value(state('web.service'))).toBe(2);
  expect(await asked(479)).toEqual([]);
  expect(await asked(480)).toEqual([all[0]]);
  expect(await asked(1_800)).toEqual(all);
});

test('after five minutes systemctl is asked only if a unit began or ended meanwhile', async () => {
  const units = 'run/systemd/units';
  using machine = new MadeUpMachine({
    'run/systemd/system/x': '',
    [`${units}/invocation:ssh.service`]: '',
    'sys/fs/cgroup/system.slice/ssh.service/x': '',
  });
  machine.answers.set('list-units', listed({ 'ssh.service': 'active' })).set('show', '');
  const [sampler, readings] = [machine.sampler(unit), new Readings()];
  const listedAt = async (at: number) => {
    machine.ran.length = 0;
    await readings.take(second(at), sampler);
    return machine.ran.some((line) => line.includes('list-units'));
  };
  expect([await listedAt(0), await listedAt(300), await listedAt(600)]).toEqual([true, false, false]);
  machine.write({ [`${units}/invocation:nightly.service`]: '' });
  machine.remove(`${units}/invocation:nightly.service`);
  utimesSync(join(machine.root, units), 1, 1);
  expect([await listedAt(660), await listedAt(720), await listedAt(1_000)]).toEqual([true, false, false]);
  // Whatever is written down there.
  expect(await listedAt(2_460)).toBe(true);
});

test('a refusal is the sampler’s failure', async () => {
  using machine = new MadeUpMachine({ 'run/systemd/system/x': '' });
  await expect(new Readings().take(second(0), machine.sampler(unit))).rejects.toThrow('systemctl failed');
});

test('where systemd does not run it says so, though systemctl be installed', () => {
  using machine = new MadeUpMachine({ 'usr/bin/systemctl': '' });
  expect(unit(machine)).toBe('systemd does not run here');
});

test('what is no list of units', () => {
  expect(() => unitsOf('{}')).toThrow('listed no units');
  expect(() => unitsOf('UNIT LOAD ACTIVE')).toThrow(SyntaxError);
  expect(unitsOf('[1, null, {}, {"unit": "a.service", "load": "loaded", "active": 3}]')).toEqual([]);
  expect([...restartsOf('Id=a.service\n\nNRestarts=7\n\nId=b.service\nNRestarts=[not set]\n')]).toEqual([]);
});
