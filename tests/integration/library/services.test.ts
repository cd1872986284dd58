import { describe, expect } from 'vitest';
import { machineKinds, onThrowAway, ThrowAway } from '../../support/throw-away.ts';
import { until } from '../../support/fettle.ts';

/** An init script as OpenWrt has them: it counts its starts and runs while /run/<name> is there. */
const initScript = (name: string, restart = `touch /run/${name}`) =>
  `#!/bin/sh\ncase $1 in\nrestart) echo again >>/run/starts; ${restart} ;;\nrunning|status) [ -e /run/${name} ] ;;\nstop|start) echo "$1" >>/run/${name}.log ;;\nesac\n`;

/** A program of this name that does nothing until it is sent a signal, and writes that down. */
const daemon = (name: string) =>
  `#!/bin/sh\ntrap 'echo HUP >>/run/${name}.log' HUP\ntrap 'echo USR1 >>/run/${name}.log' USR1\nwhile :; do sleep 0.1; done\n`;

for (const kind of machineKinds) {
  const on = onThrowAway(kind);
  async function start(machine: ThrowAway, name: string): Promise<void> {
    machine.write(`/opt/${name}`, daemon(name));
    machine.start(`/opt/${name}`);
    await until(
      name,
      async () => (await machine.run('/bin/sh', '-c', `grep -qx '${name.slice(0, 15)}' /proc/[0-9]*/comm`)).code === 0,
    );
  }

  describe.concurrent(`restart-service on OpenWrt, ${kind}`, () => {
    on.test('restarts, watches, and tells when it does not stay up', async () => {
      await using machine = await ThrowAway.open(kind);
      machine.write('/etc/openwrt_release', '');
      machine.write('/etc/init.d/web', initScript('web'));
      machine.write('/etc/init.d/broken', initScript('broken', ':'));
      machine.write('/etc/init.d/refuses', initScript('refuses', 'echo no such port; exit 3'));
      const before = machine.files();
      const run = (unit: string, mode: 'run' | 'check' = 'run') =>
        machine.script('restart-service', { mode, parameters: { unit, watch: 1 } });
      expect(await run('web', 'check')).toMatchObject({
        code: 0,
        first: 'Would restart web, which is not running now.',
      });
      expect(machine.files()).toEqual(before);
      expect(await run('web')).toMatchObject({ code: 0, first: 'Restarted web: it has been running for 1 s.' });
      expect(machine.read('/run/starts')).toBe('again\n');
      expect(await run('broken')).toMatchObject({
        code: 1,
        first: 'Restarted broken, but it does not stay up: it is down after 0 s.',
      });
      expect(await run('refuses')).toMatchObject({
        code: 1,
        out: expect.stringMatching(/^refuses could not be restarted\.\nno such port\n/),
      });
      expect((await run('nothing')).code).toBe(10);
      for (const unit of ['', '../web', '-x', 'a b', 'a;b', 'fettle-agent', 'fettle-agent.service'])
        expect((await run(unit)).code, unit).toBe(2);
    });
  });

  describe.concurrent(`flush-dns, ${kind}`, () => {
    on.test('empties what runs, and is not applicable where nothing does', async () => {
      await using machine = await ThrowAway.open(kind);
      expect(await machine.script('flush-dns')).toMatchObject({
        code: 10,
        first: 'Nothing is flushed: no cache of names runs here.',
      });
      await start(machine, 'dnsmasq');
      await start(machine, 'systemd-resolved');
      machine.write('/usr/bin/resolvectl', '#!/bin/sh\necho "$@" >>/run/resolvectl.log\n');
      const before = machine.files();
      expect(await machine.script('flush-dns', { mode: 'check' })).toMatchObject({
        code: 0,
        first: 'Would flush the DNS cache of systemd-resolved, dnsmasq.',
      });
      expect(machine.files()).toEqual(before);
      expect(await machine.script('flush-dns')).toMatchObject({
        code: 0,
        out: 'Flushed the DNS cache of systemd-resolved, dnsmasq.\n',
      });
      await until('dnsmasq to be told', () => machine.has('/run/dnsmasq.log'));
      expect([machine.read('/run/resolvectl.log'), machine.read('/run/dnsmasq.log')]).toEqual([
        'flush-caches\n',
        'HUP\n',
      ]);
      machine.write('/usr/bin/resolvectl', '#!/bin/sh\necho "Unit is masked" >&2; exit 1\n');
      expect(await machine.script('flush-dns')).toMatchObject({
        code: 1,
        out: 'The DNS cache of systemd-resolved could not be flushed; that of dnsmasq was.\nsystemd-resolved: Unit is masked\n',
      });
    });
  });

  describe.concurrent(`sync-time, ${kind}`, () => {
    on.test('sets the clock by chrony and tells how far it was off', async () => {
      await using machine = await ThrowAway.open(kind);
      expect((await machine.script('sync-time')).code).toBe(10);
      machine.write(
        '/usr/bin/chronyc',
        '#!/bin/sh\necho "$*" >>/run/chronyc.log\ncase $* in *tracking) echo "System time     : 0.412000000 seconds slow of NTP time" ;; *waitsync*) [ ! -e /run/away ] ;; esac\n',
      );
      const before = machine.files();
      expect(await machine.script('sync-time', { mode: 'check' })).toMatchObject({
        code: 0,
        first: 'Would set the clock by chrony; it is 0.412000000 s slow.',
      });
      expect([...machine.files().keys()].filter((name) => !before.has(name))).toEqual(['/run/chronyc.log']);
      expect(await machine.script('sync-time', { parameters: { wait: 3 } })).toMatchObject({
        code: 0,
        first: 'Set the clock by chrony; it was 0.412000000 s slow.',
      });
      expect(machine.read('/run/chronyc.log')).toMatch(/-n waitsync 3 0 0 1\n-n makestep\n$/);
      machine.write('/run/away', '');
      expect(await machine.script('sync-time')).toMatchObject({
        code: 1,
        first: 'chrony has no time from its servers.',
      });
    });

    on.test('asks the servers of OpenWrt, and starts its service again also when they do not answer', async () => {
      await using machine = await ThrowAway.open(kind);
      machine.write('/usr/bin/chronyc', '#!/bin/sh\nexit 1\n');
      machine.write('/etc/init.d/sysntpd', initScript('sysntpd'));
      machine.write('/bin/uci', '#!/bin/sh\necho "0.example.org 1.example.org"\n');
      machine.write('/bin/ntpd', '#!/bin/sh\necho "$*" >/run/ntpd.log\n[ ! -e /run/away ]\n');
      expect((await machine.script('sync-time')).first).toBe('Set the clock by the time service of OpenWrt.');
      expect(machine.read('/run/ntpd.log')).toBe('-q -n -p 0.example.org -p 1.example.org\n');
      machine.write('/run/away', '');
      expect((await machine.script('sync-time')).code).toBe(1);
      expect(machine.read('/run/sysntpd.log')).toBe('stop\nstart\nstop\nstart\n');
    });
  });

  describe.concurrent(`restart-print-spooler, ${kind}`, () => {
    on.test('restarts cups, and throws jobs away only where it is asked to', async () => {
      await using machine = await ThrowAway.open(kind);
      expect((await machine.script('restart-print-spooler')).code).toBe(10);
      machine.write('/etc/init.d/cups', initScript('cups'));
      machine.write('/usr/bin/lpstat', '#!/bin/sh\ncat /run/jobs\n');
      machine.write('/usr/bin/cancel', '#!/bin/sh\necho "$*" >>/run/cancel.log; : >/run/jobs\n');
      machine.write('/run/jobs', 'laser-1 ada\nlaser-2 ada\n');
      const before = machine.files();
      expect(await machine.script('restart-print-spooler', { mode: 'check' })).toMatchObject({
        code: 0,
        first: 'Would restart cups; 2 jobs wait.',
      });
      expect(machine.files()).toEqual(before);
      expect((await machine.script('restart-print-spooler')).first).toBe('Restarted cups; 2 jobs wait.');
      expect(machine.has('/run/cancel.log')).toBe(false);
      expect((await machine.script('restart-print-spooler', { parameters: { clear: true } })).first).toBe(
        'Restarted cups; 2 jobs were thrown away.',
      );
      expect(machine.read('/run/cancel.log')).toBe('-a -x\n');
    });
  });

  describe.concurrent(`reboot-with-notice, ${kind}`, () => {
    on.test('plans by shutdown, and undo cancels', async () => {
      await using machine = await ThrowAway.open(kind);
      machine.write(
        '/sbin/shutdown',
        '#!/bin/sh\nprintf "%s|" "$@" >>/run/shutdown.log; [ "$1" != -c ] || [ -e /run/planned ]\n',
      );
      const before = machine.files();
      const parameters = { minutes: 3, message: "It's $(date) time; save." };
      expect(await machine.script('reboot-with-notice', { mode: 'check', parameters })).toMatchObject({
        code: 0,
        first: "Would reboot this machine in 3 minutes, and tell who is signed in: It's $(date) time; save.",
      });
      expect(machine.files()).toEqual(before);
      expect(await machine.script('reboot-with-notice', { parameters })).toMatchObject({
        code: 0,
        first: 'This machine reboots in 3 minutes; undo cancels it.',
      });
      expect(machine.read('/run/shutdown.log')).toBe("-r|+3|It's $(date) time; save.|");
      expect((await machine.script('reboot-with-notice', { mode: 'undo' })).code).toBe(10);
      machine.write('/run/planned', '');
      expect(await machine.script('reboot-with-notice', { mode: 'undo' })).toMatchObject({
        code: 0,
        first: 'The reboot is cancelled.',
      });
    });
  });
}

onThrowAway('busybox').describe('reboot-with-notice where there is no shutdown', () => {
  onThrowAway('busybox').test(
    'a process that stands apart reboots when the time has come, unless it was cancelled',
    async () => {
      await using machine = await ThrowAway.open('busybox');
      machine.write('/bin/reboot', '#!/bin/sh\necho rebooted >>/run/rebooted\n');
      // Its minutes pass at once.
      machine.write(
        '/bin/sleep',
        '#!/bin/busybox sh\necho "$@" >>/run/slept\nuntil [ -e /run/pass ]; do /bin/busybox usleep 20000; done\n',
      );
      expect((await machine.script('reboot-with-notice', { parameters: { minutes: 3 } })).code).toBe(0);
      await until('it to wait', () => machine.has('/run/slept'));
      expect(machine.read('/run/slept')).toBe('180\n');
      expect((await machine.script('reboot-with-notice', { mode: 'undo' })).first).toBe('The reboot is cancelled.');
      expect((await machine.script('reboot-with-notice', { parameters: { minutes: 5 } })).code).toBe(0);
      await until('the other to wait', () => machine.read('/run/slept') === '180\n300\n');
      machine.write('/run/pass', '');
      await until('the reboot', () => machine.has('/run/rebooted'));
      await until('both to have ended', async () => (await machine.run('/bin/sh', '-c', 'pidof sleep')).code !== 0);
      expect(machine.read('/run/rebooted')).toBe('rebooted\n');
    },
  );
});
