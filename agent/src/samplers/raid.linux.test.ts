import { expect, test } from 'vitest';
import { arraysOf, raid } from './raid.linux.ts';
import { MadeUpMachine, Readings, second } from './recorded-machine.ts';

const none = Number.NaN;

test('arrays that are whole, lack a disk, are rebuilt, are checked, keep no copies, or do not run', () => {
  expect(
    arraysOf(
      [
        'Personalities : [raid1] [raid0]',
        'md0 : active raid1 sdb1[1] sda1[0]',
        '      976630464 blocks super 1.2 [2/2] [UU]',
        '',
        'md1 : active raid1 sda2[0] sdb2[1](F)',
        '      976630464 blocks super 1.2 [2/1] [U_]',
        '',
        'md2 : active (auto-read-only) raid6 sdf1[5] sde1[4] sdd1[3] sdc1[2]',
        '      1953260544 blocks level 6, 512k chunk, algorithm 2 [6/4] [__UUUU]',
        '      [=>...................]  recovery =  7.5% (1/2) finish=80.1min speed=170000K/sec',
        '',
        'md3 : active raid1 sdb3[1] sda3[0]',
        '      976630464 blocks super 1.2 [2/2] [UU]',
        '      [==========>..........]  check = 50.0% (1/2) finish=1.0min speed=1K/sec',
        '',
        'md4 : active raid0 sdb4[1] sda4[0]',
        '      976630464 blocks super 1.2 512k chunks',
        '',
        'md_d5 : inactive sdc1[0](S)',
        '      976630464 blocks',
        '',
        'unused devices: <none>',
      ].join('\n'),
    ),
  ).toEqual([
    { name: 'md0', state: 'whole', missing: 0, progress: none },
    { name: 'md1', state: 'degraded', missing: 1, progress: none },
    { name: 'md2', state: 'rebuilding', missing: 2, progress: 0.075 },
    { name: 'md3', state: 'whole', missing: 0, progress: 0.5 },
    { name: 'md4', state: 'whole', missing: none, progress: none },
    { name: 'md_d5', state: 'failed', missing: none, progress: none },
  ]);
});

test('what is no list of arrays has none', () => {
  for (const text of ['', 'garbage', 'md0', 'md0 : ', ' md0 : active raid1', '\0\0'])
    expect(arraysOf(text)).toEqual([]);
});

test('pools of ZFS by their state; one whose word is new is absent', async () => {
  const pool = (name: string, state: string) => ({ [`proc/spl/kstat/zfs/${name}/state`]: `${state}\n` });
  using machine = new MadeUpMachine({
    ...pool('rpool', 'ONLINE'),
    ...pool('tank', 'DEGRADED'),
    ...pool('new', 'SOMETHING'),
    'proc/spl/kstat/zfs/arcstats': 'x',
  });
  const readings = new Readings();
  await readings.take(second(0), machine.sampler(raid));
  expect(readings.all).toEqual({ 'hw.logical_disk.state{hw.id=rpool}': 0, 'hw.logical_disk.state{hw.id=tank}': 2 });
});

test('a machine without either says so', () => {
  using machine = new MadeUpMachine();
  expect(raid(machine)).toBe('no /proc/mdstat and no /proc/spl/kstat/zfs');
});
