import { expect, test } from 'vitest';
import { OwnCost } from './own-cost.ts';
import { MadeUpPlatform, stats } from './portable.fixture.ts';
import { MadeUpMachine, Readings, second } from './recorded-machine.ts';
import { registry as linuxRegistry } from './registry.ts';
import { registry } from './registry.portable.ts';
import { createRunner } from './runner.ts';

const launchctl = 'PID\tStatus\tLabel\n312\t0\tcom.apple.Finder\n-\t-9\tcom.apple.helper\n-\t78\torg.example.sync\n';
const mounts: Partial<Record<NodeJS.Platform, string>> = {
  darwin: '/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)\n',
  freebsd: 'zroot/ROOT/default on / (zfs, local, noatime, nfsv4acls)\n',
};

/** Two rounds a minute apart, through the runner. */
async function measured(platform: MadeUpPlatform) {
  using machine = new MadeUpMachine();
  machine.answers.set('launchctl list', launchctl);
  const listed = mounts[platform.platform];
  if (listed !== undefined) machine.answers.set('mount', listed);
  const ownCost = new OwnCost();
  const failures: unknown[] = [];
  const log = { info: () => {}, warn: (details: object) => void failures.push(details) };
  const runner = createRunner(machine, registry(ownCost, platform), { log, ownCost });
  runner.cycle(second(0));
  await runner.idle();
  platform.answers.networkStats = [stats('en0', 61_000, 2_600)] as never;
  runner.cycle(second(60));
  await runner.idle();
  platform.times = platform.times.map((times) => ({ ...times, user: times.user + 1_000, idle: times.idle + 3_000 }));
  const { values, dictionary, facts, tables } = runner.cycle(second(61));
  const metrics = dictionary.series.filter((_, column) => !Number.isNaN(values[column])).map(({ metric }) => metric);
  const unavailable = Object.fromEntries(runner.unavailable.map(({ family, reason }) => [family, reason]));
  return { metrics: new Set(metrics), facts, rows: tables[0]?.rows ?? [], failures, unavailable };
}

const everywhere = {
  pressure: 'measured on Linux only',
  smart: 'smartctl (smartmontools) is not installed',
  raid: 'measured on Linux only',
  socket: 'measured on Linux only',
};
const always = [
  'fettle.agent.memory.resident',
  'hw.battery.charge',
  'hw.temperature',
  'system.cpu.core.utilization',
  'system.memory.utilization',
  'system.network.interface.state',
  'system.network.io.rate',
  'system.process.count',
  'system.uptime',
];

test.each([
  [
    'win32',
    { disk: 'disk traffic is read on Linux and macOS only', load: 'Windows keeps no load average' },
    ['system.paging.utilization', 'systemd.unit.state'],
  ],
  ['darwin', {}, ['system.cpu.load_average.1m', 'system.paging.utilization', 'systemd.unit.state']],
  [
    'freebsd',
    {
      disk: 'disk traffic is read on Linux and macOS only',
      swap: 'swap is not read on BSD',
      unit: 'services are listed on Linux, Windows and macOS only',
    },
    ['system.cpu.load_average.1m', 'system.filesystem.utilization'],
  ],
] as const)('%s: what is measured, what is not and why, and no failure', async (platform, missing, more) => {
  const { metrics, unavailable, facts, rows, failures } = await measured(new MadeUpPlatform(platform));
  expect(failures).toEqual([]);
  expect(unavailable).toEqual({ ...everywhere, ...missing });
  for (const metric of [...always, ...more]) expect([...metrics], metric).toContain(metric);
  expect(facts).toMatchObject({
    'os.type': platform === 'win32' ? 'windows' : platform,
    'os.description': 'An OS 14.5',
    'device.kind': 'desktop',
    'host.cpu.model': 'A Processor',
    'host.boot': '1794999000000',
    'interface.en0': 'mac 02:00:00:00:00:05, 192.0.2.5/24',
  });
  expect(rows.map(({ id }) => id)).toEqual([42, 1]);
});

test('every family of Linux is there too, if only with a reason', () => {
  const named = (all: ReturnType<typeof registry>) => all.map(([family]) => family).toSorted();
  expect(named(registry(new OwnCost(), new MadeUpPlatform('win32')))).toEqual(named(linuxRegistry(new OwnCost())));
});

test('the fast lane asks systeminformation nothing', async () => {
  for (const name of ['win32', 'darwin', 'freebsd'] as const) {
    const platform = new MadeUpPlatform(name);
    using machine = new MadeUpMachine();
    const made = registry(new OwnCost(), platform).map(([, factory]) => factory(machine));
    const fast = made.filter((sampler) => typeof sampler === 'object').filter(({ lane }) => lane === 'fast');
    const readings = new Readings();
    await readings.take(second(0), ...fast);
    expect(fast.length).toBeGreaterThanOrEqual(3);
    expect([platform.asked, machine.ran]).toEqual([[], []]);
  }
});
