import { expect, test } from 'vitest';
import { MadeUpPlatform } from './portable.fixture.ts';
import { MadeUpMachine, Readings, second } from './recorded-machine.ts';
import { jobsOf, unit } from './unit.portable.ts';

test('jobs of launchd: running, ended on their own, broken; the system’s own are never called broken', () => {
  expect(
    jobsOf(
      [
        'PID\tStatus\tLabel',
        '312\t0\tcom.apple.Finder',
        '313\t1\torg.example.restarted',
        '-\t0\torg.example.idle',
        '-\t-15\torg.example.ended',
        '-\t78\torg.example.broken',
        '-\t78\tcom.apple.broken',
        'garbage',
        '',
      ].join('\n'),
    ),
  ).toEqual([
    { name: 'com.apple.Finder', state: 'active' },
    { name: 'org.example.restarted', state: 'active' },
    { name: 'org.example.idle', state: 'inactive' },
    { name: 'org.example.ended', state: 'inactive' },
    { name: 'org.example.broken', state: 'failed' },
    { name: 'com.apple.broken', state: 'inactive' },
  ]);
});

test('a service of Windows is told from when it first ran, also when it stops', async () => {
  using machine = new MadeUpMachine();
  const platform = new MadeUpPlatform('win32');
  const [sampler, readings] = [machine.sampler(unit(platform)), new Readings()];
  const state = (name: string) => readings.value(`systemd.unit.state{systemd.unit.name=${name}}`);
  await readings.take(second(0), sampler);
  expect([state('Spooler'), state('Fax')]).toEqual([1, undefined]);
  platform.answers.services = platform.answers.services.map((service) => ({ ...service, running: false }));
  await readings.take(second(60), sampler);
  expect([state('Spooler'), state('Fax')]).toEqual([0, undefined]);
  expect(readings.value('systemd.unit.count{systemd.unit.active_state=inactive}')).toBe(2);
});
