import { isDeepStrictEqual } from 'node:util';
import type { LatestValue, Process } from '@fettle/shared/api/devices';
import { seriesText } from '@fettle/shared/metrics/metric';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../../support/fettle.ts';
import { patience } from '../../support/patience.ts';
import { withSystemd } from '../../support/systemd.ts';
import { Operator, socket } from './executor-inside.ts';
import { node, Place, type Status, unit } from './place.ts';

const data = '/var/lib/fettle-agent';
const most = 2;

withSystemd().describe('the agent as a service of a real systemd', () => {
  let place: Place;
  let installed = '';

  beforeAll(async () => {
    place = await Place.make();
    await place.startCollector();
    const { code, stdout, stderr } = await place.agent(
      'install',
      '--collector',
      place.url,
      '--token',
      await place.token(),
      '--name',
      'front desk',
      '--interval',
      '2s',
    );
    expect([code, stderr]).toEqual([0, '']);
    installed = stdout;
  });
  afterAll(async () => place?.[Symbol.asyncDispose]());

  /** What the agent that runs now tells any local user, once it fits. */
  const statusThat = (what: string, fits: (last: NonNullable<Status['last']>) => boolean) =>
    until(what, async () => {
      const { stdout } = await place.systemd.runAs('nobody', 'cat', `${data}/status.json`);
      const last = JSON.parse(stdout) as NonNullable<Status['last']>;
      return fits(last) ? last : null;
    });

  test('is installed with one line that says what it did and how to undo it', () => {
    for (const part of [
      'Enrolled this machine.',
      'Copied the program to /usr/local/lib/fettle.',
      'Made the user fettle',
      `Wrote /etc/systemd/system/${unit}.`,
      'Wrote /etc/systemd/system/fettle-executor.socket and /etc/systemd/system/fettle-executor.service',
      'Kept in /var/lib/fettle-executor whom this machine obeys',
      'The agent runs and is connected to its collector.',
      'fettle-agent uninstall',
    ]) {
      expect(installed).toContain(part);
    }
  });

  test('a second time nothing is done and nothing is restarted', async () => {
    const pid = await place.property('MainPID');
    const { code, stdout } = await place.agent('install');
    expect([code, stdout.split('\n', 1)[0]]).toEqual([0, 'It was all there already.']);
    expect(await place.property('MainPID')).toBe(pid);
  });

  test('has the name that it was given', async () => {
    const items = await place.items<{ name: string }>('/api/v1/devices');
    expect(items.map(({ name }) => name)).toEqual(['front desk']);
  });

  test('is another program after an update, started again by a second install', async () => {
    const pid = await place.property('MainPID');
    await place.systemd.ask('cp', '-r', '/opt/fettle/dist', '/srv/update');
    await place.systemd.ask('sh', '-c', 'printf "\\n// newer\\n" >> /srv/update/agent.mjs');
    const { code, stdout } = await place.systemd.run(node, '/srv/update/agent.mjs', 'install');
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(
        /^Copied the program to \/usr\/local\/lib\/fettle\.\nStarted it again\.\nThe agent runs and is conn/,
      ),
    ]);
    expect(await place.systemd.ask('tail', '-1', '/usr/local/lib/fettle/agent.mjs')).toBe('// newer\n');
    expect(await place.property('MainPID')).not.toBe(pid);
    expect((await place.agent('install')).stdout).toContain('Copied the program');
  });

  test('runs as an unprivileged user without any capability, and is enabled', async () => {
    const pid = await place.property('MainPID');
    const status = await place.systemd.ask('cat', `/proc/${pid}/status`);
    const uid = (await place.systemd.ask('id', '-u', 'fettle')).trim();
    expect(Number(uid)).toBeGreaterThan(0);
    expect(status).toMatch(new RegExp(`^Uid:\\s+${uid}\\s+${uid}\\s`, 'm'));
    for (const set of ['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb'])
      expect(status).toMatch(`${set}:\t0000000000000000`);
    expect(status).toMatch(/^NoNewPrivs:\s+1$/m);
    expect(status).toMatch(/^Seccomp:\s+2$/m);
    expect(await place.property('UnitFileState')).toBe('enabled');
  });

  test(`is exposed no more than ${most} by systemd’s own reckoning, and the unit has no fault`, async () => {
    const security = await place.systemd.ask('systemd-analyze', 'security', '--no-pager', unit);
    const exposure = Number(/Overall exposure level for \S+: ([\d.]+)/.exec(security)?.[1]);
    expect(exposure).toBeGreaterThan(0);
    expect(exposure).toBeLessThanOrEqual(most);
    const { code, stdout, stderr } = await place.systemd.run('systemd-analyze', 'verify', '--man=no', unit);
    expect([code, stdout, stderr]).toEqual([0, '', '']);
  });

  test('tells any local user who controls the machine, and nobody the keys', async () => {
    const { code, stdout } = await place.agentAs('nobody', 'status');
    expect(code).toBe(0);
    for (const line of [
      /^Controlled by {2}.*operator/m,
      /^Service {8}fettle-agent\.service$/m,
      /^Files {10}\/var\/lib\/fettle-agent$/m,
      /^Costs/m,
      /^Queued/m,
    ]) {
      expect(stdout).toMatch(line);
    }
    const keys = await place.systemd.runAs('nobody', 'cat', `${data}/device.json`);
    expect([keys.code, keys.stdout]).toEqual([1, '']);
    expect((await place.systemd.runAs('nobody', '/usr/local/bin/fettle-agent', 'status')).code).toBe(0);
  });

  test('finds its health in order, as root and as anybody', async () => {
    for (const answer of [await place.agent('doctor'), await place.agentAs('nobody', 'doctor')]) {
      expect([answer.code, answer.stdout]).toEqual([0, expect.stringMatching(/^good {5}service {3,}/m)]);
    }
  });

  test('takes its settings anew without leaving its collector', async () => {
    const before = await statusThat('the first interval', ({ interval }) => interval === 2_000);
    await place.systemd.write(`${data}/agent.json`, '{"interval": "3s", "logLevel": "debug"}\n');
    await place.systemd.ask('systemctl', 'reload', unit);
    const after = await statusThat('the next interval', ({ interval }) => interval === 3_000);
    expect([after.pid, after.link.since]).toEqual([before.pid, before.link.since]);
    await place.systemd.write(`${data}/agent.json`, 'nonsense');
    await place.systemd.ask('systemctl', 'reload', unit);
    const still = await statusThat('a later word', ({ time }) => time > after.time + 1_000);
    expect([still.interval, still.pid, still.link.state]).toEqual([3_000, before.pid, 'connected']);
    await place.systemd.write(`${data}/agent.json`, '{"interval": "2s"}\n');
  });

  test('killed with -9 it is started again by systemd, and connects', async () => {
    const pid = await place.property('MainPID');
    await place.systemd.ask('kill', '-9', pid);
    const after = await statusThat(
      'another process',
      (last) => String(last.pid) !== pid && last.link.state === 'connected',
    );
    expect(String(after.pid)).toBe(await place.property('MainPID'));
    expect(await place.property('NRestarts')).toBe('1');
  });

  test('restarted, it says goodbye and comes back', async () => {
    const pid = await place.property('MainPID');
    await place.systemd.ask('systemctl', 'restart', unit);
    await statusThat('another process', (last) => String(last.pid) !== pid && last.link.state === 'connected');
    expect(await place.property('Result')).toBe('success');
  });

  test('measures what an agent run by root measures, but for the bytes that processes of others read and write', async () => {
    const rootDevice = await place.startRootAgent('/srv/root-agent');
    // Its list of units, which is a minute old at most, shall know the other agent.
    await place.systemd.ask('systemctl', 'restart', unit);
    const { device } = await place.status();
    const latest = async (id: string) =>
      new Map(
        (await place.items<LatestValue>(`/api/v1/devices/${id}/latest`)).map((one) => [seriesText(one), one.value]),
      );
    const counted = 'systemd.unit.state{systemd.unit.name=root-agent.service}';
    // How long an operation took is known only where there was one since the frame before.
    const lasting = (all: ReadonlyMap<string, number>) =>
      [...all.keys()].filter((series) => !series.startsWith('system.disk.operation.duration')).toSorted();
    const steady = (all: ReadonlyMap<string, number>) =>
      Object.fromEntries(
        [...all].filter(([series]) => /^(systemd\.unit\.(state|count)|system\.memory\.limit)/.test(series)),
      );
    let both: readonly [ReadonlyMap<string, number>, ReadonlyMap<string, number>] | undefined;
    // One of them may have looked while the other was being restarted, and looks again a minute later.
    await until(
      'both agents to have measured all',
      async () => {
        both = [await latest(device), await latest(rootDevice)];
        const whole = both.every((one) => one.has(counted) && one.has('system.cpu.utilization{cpu.mode=user}'));
        return (
          whole &&
          isDeepStrictEqual(lasting(both[0]), lasting(both[1])) &&
          isDeepStrictEqual(steady(both[0]), steady(both[1]))
        );
      },
      2 * patience,
    ).catch(() => {
      expect(steady(both?.[0] ?? new Map())).toEqual(steady(both?.[1] ?? new Map()));
    });
    const [own, roots] = both as NonNullable<typeof both>;
    expect(own.size).toBeGreaterThan(100);
    expect(lasting(own)).toEqual(lasting(roots));
    expect(Object.keys(steady(own)).length).toBeGreaterThan(8);
    for (const [series, share] of own) {
      if (!series.startsWith('system.filesystem.utilization')) continue;
      expect(Math.abs(share - (roots.get(series) ?? Number.NaN))).toBeLessThan(0.02);
    }
    const facts = (id: string) => place.items(`/api/v1/devices/${id}/facts`).then((all) => all.map(withoutTime));
    expect(await facts(device)).toEqual(await facts(rootDevice));
    const [ofOwn, ofRoots] = [await processes(device), await processes(rootDevice)];
    const shared = [...ofOwn.keys()].filter((pid) => ofRoots.has(pid));
    expect(shared.length).toBeGreaterThan(3);
    for (const pid of shared) expect(ofOwn.get(pid)?.name).toBe(ofRoots.get(pid)?.name);
    const foreign = [...ofOwn.values()].filter(({ pid }) => pid === 1);
    expect(foreign).toMatchObject([{ io: null, memory: expect.any(Number) }]);
  });

  describe('has an executor', () => {
    let operator: Operator;
    beforeAll(async () => {
      operator = await Operator.of(place);
      expect((await operator.ask([operator.trust()])).stdout).toMatch(/"codes":\[null,null\]/);
    });
    const property = async (name: string, of = 'fettle-executor.service') =>
      (await place.systemd.ask('systemctl', 'show', '--value', `--property=${name}`, of)).trim();

    test('that systemd starts when it is asked, by the agent’s user and by nobody else', async () => {
      expect((await place.systemd.ask('stat', '-c', '%U %a', socket)).trim()).toBe('fettle 600');
      const { code, stderr } = await operator.ask([{ ask: 'state' }], 'nobody');
      expect([code, stderr]).toEqual([1, expect.stringContaining('EACCES')]);
      await place.systemd.ask('systemctl', 'stop', 'fettle-executor.service');
      expect(await property('ActiveState')).toBe('inactive');
      const { output, receipt } = await operator.run(operator.order('id -u; cat /proc/self/cgroup; umask'));
      expect(receipt).toMatchObject({ outcome: 'done' });
      expect(output).toMatch(/^0\n[^]*0::\/system\.slice\/fettle-executor\.service\/fettle-run-[0-9a-f]{32}\n0077\n$/);
      expect(await property('ActiveState')).toBe('active');
      expect((await place.systemd.run('ls', '/var/lib/fettle-executor/run')).stdout).toBe('');
    });

    test('whose state nobody but root reads, and whose units have no fault', async () => {
      expect((await place.systemd.runAs('fettle', 'ls', '/var/lib/fettle-executor')).code).not.toBe(0);
      expect((await place.systemd.runAs('fettle', 'cat', '/var/lib/fettle-executor/state/pin.json')).code).not.toBe(0);
      const { code, stderr } = await place.systemd.run(
        'systemd-analyze',
        'verify',
        '--man=no',
        'fettle-executor.socket',
        'fettle-executor.service',
      );
      expect([code, stderr]).toEqual([0, '']);
    });

    test('that runs as another user with his groups', async () => {
      await place.systemd.ask('sh', '-c', 'groupadd -f helpdesk && usermod -aG helpdesk fettle');
      const order = operator.order('id -un; id -Gn; touch /root/x', { statement: { runAs: 'fettle' } });
      const { output, receipt } = await operator.run(order);
      expect(output).toMatch(/^fettle\nfettle helpdesk\n[^]*Permission denied\n$/);
      expect(receipt.steps).toMatchObject([{ outcome: 'failed', exit: 1 }]);
    });

    test('that ends what left its session, its group and its environment behind', async () => {
      const body =
        'setsid env -i /bin/sh -c "trap : TERM; sleep 4242.5; sleep 4243.5" </dev/null >/dev/null 2>&1 & sleep 0.2; pgrep -f "sleep 4242.5" | wc -l';
      const { output, receipt } = await operator.run(operator.order(body));
      expect([output, receipt.outcome]).toEqual([expect.stringMatching(/^[1-9]/), 'done']);
      expect((await place.systemd.run('pgrep', '-f', 'sleep 424')).stdout).toBe('');
      expect(
        await place.systemd.ask('systemd-cgls', '--no-pager', '/system.slice/fettle-executor.service'),
      ).not.toContain('fettle-run');
    });

    test('that stops what runs when its service is stopped, and says unknown after a kill -9, never running it again', async () => {
      for (const [how, outcome] of [
        ['stop', 'stopped'],
        ['kill --signal=KILL', 'unknown'],
      ] as const) {
        const file = `/srv/effect-${outcome}`;
        const order = operator.order(`echo x >> ${file}; sleep 600`);
        const asked = operator.ask([order]);
        await until('the script', async () => (await place.systemd.run('cat', file)).stdout === 'x\n');
        await place.systemd.ask('sh', '-c', `systemctl ${how} fettle-executor.service`);
        await asked;
        expect((await operator.run(order)).receipt).toMatchObject({ outcome });
        expect((await place.systemd.run('cat', file)).stdout).toBe('x\n');
        expect((await place.systemd.run('pgrep', '-f', 'sleep 600')).stdout).toBe('');
      }
    });

    test('which is taken away by an install that only monitors, and comes back by another', async () => {
      const { code, stdout } = await place.agent('install', '--monitor-only');
      expect([code, stdout]).toEqual([0, expect.stringContaining('Stopped the executor')]);
      expect((await place.systemd.run('ls', socket)).code).not.toBe(0);
      expect(await place.systemd.ask('systemctl', 'cat', unit)).toMatch(/ --executor off$/m);
      expect((await place.agent('install')).code).toBe(0);
      expect((await operator.run(operator.order('echo back'))).output).toBe('back\n');
    });
  });

  const processes = async (id: string) =>
    new Map((await place.items<Process>(`/api/v1/devices/${id}/processes`)).map((one) => [one.pid, one]));

  test('runs on, and can be asked, when what it was installed from is gone', async () => {
    const pid = await place.property('MainPID');
    await place.withoutCheckout(async () => {
      await place.systemd.ask('systemctl', 'restart', unit);
      await statusThat('another process', (last) => String(last.pid) !== pid);
      const status = await place.systemd.runAs('nobody', '/usr/local/bin/fettle-agent', 'status');
      expect([status.code, status.stdout]).toEqual([0, expect.stringMatching(/^Agent {10}running since/m)]);
    });
  });

  test('is removed without a collector; status says what remains; a purge leaves nothing', async () => {
    await place.stopCollector();
    const sick = await place.agent('doctor');
    expect([sick.code, sick.stderr]).toEqual([1, '']);
    expect(sick.stdout).toMatch(
      /^failed {3}tcp .*Nobody listens at 127\.0\.0\.1 port 8420\. → check that the collector runs/m,
    );
    expect(sick.stdout).toMatch(/^good {5}service /m);
    const removed = await place.agent('uninstall');
    expect([removed.code, removed.stderr]).toEqual([0, '']);
    expect(removed.stdout).toContain(`What remains:\n  ${data}`);
    expect((await place.systemd.run('systemctl', 'cat', unit)).code).not.toBe(0);
    expect((await place.systemd.run('pgrep', '-u', 'fettle')).stdout).toBe('');
    const status = await place.agentAs('nobody', 'status', '--data', data);
    expect(status.stdout).toMatch(/^Agent {10}not running$/m);
    expect(status.stdout).toMatch(/^Service {8}none$/m);
    expect(status.stdout).toMatch(/^Remove {9}.*fettle-agent uninstall --purge/m);
    const purged = await place.agent('uninstall', '--purge');
    expect([purged.code, purged.stderr]).toEqual([0, '']);
    const left = await place.systemd.run(
      'ls',
      '-d',
      data,
      '/usr/local/bin/fettle-agent',
      '/usr/local/lib/fettle',
      `/etc/systemd/system/${unit}`,
      '/etc/systemd/system/fettle-executor.socket',
      '/etc/systemd/system/fettle-executor.service',
      '/var/lib/fettle-executor',
      socket,
    );
    expect(left.stdout).toBe('');
    expect((await place.systemd.run('id', 'fettle')).code).not.toBe(0);
    expect((await place.agent('uninstall', '--purge')).code).toBe(0);
  });

  test('in a folder that is closed to him, anybody is told so', async () => {
    await place.systemd.ask('install', '-d', '-m', '700', '/srv/closed');
    const status = await place.agentAs('nobody', 'status', '--data', '/srv/closed');
    expect([status.code, status.stderr]).toEqual([
      1,
      expect.stringMatching(/^Only its owner may look into .*\(root_needed\)\n$/),
    ]);
    const doctor = await place.agentAs('nobody', 'doctor', '--data', '/srv/closed');
    expect([doctor.code, doctor.stderr]).toEqual([1, '']);
    expect(doctor.stdout).toMatch(/^failed {3}folder .*Only its owner/);
  });

  test('one who is not root is told what to type', async () => {
    for (const command of ['install', 'uninstall']) {
      const { code, stderr } = await place.agentAs('nobody', command);
      expect([code, stderr]).toEqual([
        1,
        expect.stringMatching(new RegExp(`sudo \\S+node \\S+agent\\.mjs ${command}\\n`)),
      ]);
    }
  });
});

/** A fact without the moment when the collector first heard of it. */
function withoutTime(fact: unknown): unknown {
  const { name, value } = fact as { name: string; value: string };
  return { name, value };
}
