/** What scripts do on a machine with systemd, by a real one. */
import { afterAll, beforeAll, expect } from 'vitest';
import { type Answer, checkoutInside, Systemd, withSystemd } from '../../support/systemd.ts';

withSystemd().describe('the library under a real systemd', () => {
  let systemd: Systemd;
  beforeAll(async () => {
    systemd = await Systemd.boot();
    await systemd.write('/etc/systemd/system/good one.service', '[Service]\nExecStart=sleep 1000\n');
    await systemd.write('/etc/systemd/system/good.service', '[Service]\nExecStart=sleep 1000\n');
    await systemd.write('/etc/systemd/system/dies.service', '[Service]\nExecStart=sh -c "sleep 0.5; exit 3"\n');
    await systemd.write('/etc/systemd/system/cups.service', '[Service]\nExecStart=sleep 1000\n');
    await systemd.ask('systemctl', 'daemon-reload');
  });
  afterAll(() => systemd?.[Symbol.asyncDispose]());

  function script(id: string, mode: string, parameters: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const given = Object.entries(parameters).map(([name, value]) => `FETTLE_P_${name.toUpperCase()}=${value}`);
    const path = `${checkoutInside}/scripts/library/${id}/run.sh`;
    return systemd.run('env', '-i', `FETTLE_MODE=${mode}`, ...given, '/bin/sh', path);
  }
  const pidOf = (unit: string) => systemd.ask('systemctl', 'show', '-p', 'MainPID', '--value', unit);

  withSystemd().test('restart-service starts anew what runs, and tells of what does not stay up', async () => {
    await systemd.ask('systemctl', 'start', 'good.service');
    const before = await pidOf('good.service');
    expect(await script('restart-service', 'check', { unit: 'good' })).toMatchObject({
      code: 0,
      stdout: 'Would restart good.service, which is running now.\n',
    });
    expect(await pidOf('good.service')).toBe(before);
    expect(await script('restart-service', 'run', { unit: 'good', watch: '1' })).toMatchObject({
      code: 0,
      stdout: 'Restarted good.service: it has been running for 1 s.\n',
    });
    expect(await pidOf('good.service')).not.toBe(before);
    const dies = await script('restart-service', 'run', { unit: 'dies', watch: '5' });
    expect([dies.code, dies.stdout]).toEqual([
      1,
      expect.stringMatching(/^Restarted dies\.service, but it does not stay up: it is down after \d s\.\n/),
    ]);
    expect((await script('restart-service', 'run', { unit: 'no-such' })).code).toBe(10);
  });

  withSystemd().test('restart-print-spooler restarts cups', async () => {
    expect(await script('restart-print-spooler', 'run')).toMatchObject({
      code: 0,
      stdout: 'Restarted cups; 0 jobs wait.\n',
    });
    expect(Number(await pidOf('cups.service'))).toBeGreaterThan(0);
  });

  withSystemd().test('rotate-logs cuts the journal', async () => {
    await systemd.ask('sh', '-c', 'systemctl start systemd-journald && logger -t trial hello || :');
    const look = await script('rotate-logs', 'check', { journal: '16', logrotate: 'false' });
    expect([look.code, look.stdout.split('\n')[0]], look.stderr).toEqual([
      0,
      'Would rotate the logs: the journal would be cut to 16 MiB.',
    ]);
    const done = await script('rotate-logs', 'run', { journal: '16', logrotate: 'false' });
    expect([done.code, done.stdout.split('\n')[0]], done.stderr).toEqual([
      0,
      'Rotated the logs: the journal is cut to 16 MiB.',
    ]);
  });

  withSystemd().test('reboot-with-notice finds nothing to cancel where nothing is planned', async () => {
    expect(await script('reboot-with-notice', 'undo')).toMatchObject({
      code: 10,
      stdout: 'Nothing is cancelled: no reboot is planned.\n',
    });
  });

  withSystemd().test('the guard of restart-interface is a unit of its own, and goes with what it guards', async () => {
    await systemd.ask(
      'sh',
      '-c',
      'ip link add eth0 type veth peer name far0; ip netns add far; ip link set far0 netns far; ip -n far addr add 10.7.7.1/24 dev far0; ip -n far link set far0 up; ip link set eth0 up; ip addr add 10.7.7.7/24 dev eth0; ip route add default via 10.7.7.1',
    );
    const done = await script('restart-interface', 'run', { wait: '10' });
    expect([done.code, done.stdout], done.stderr).toEqual([
      0,
      expect.stringMatching(/^Restarted eth0: 10\.7\.7\.1 answers after \d+ s\.\n$/),
    ]);
    expect(await systemd.ask('systemctl', 'list-units', '--plain', '--no-legend', 'fettle-interface-*')).toMatch(
      /^fettle-interface-\d+\.service/,
    );
    expect(await systemd.ask('ip', 'route')).toMatch(/^default via 10\.7\.7\.1 dev eth0/);
  });
});
