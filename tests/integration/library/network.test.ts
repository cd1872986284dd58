import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { readlinkSync } from 'node:fs';
import { describe, expect } from 'vitest';
import { machineKinds, onThrowAway, ThrowAway } from '../../support/throw-away.ts';
import { until } from '../../support/fettle.ts';
import { requires } from '../../support/requires.ts';

const busybox = requires('busybox').path;

/** A router in a network of its own, joined to the machine by eth0. */
class Router implements Disposable {
  readonly #holder = spawn('unshare', ['-n', 'sleep', '1000'], { stdio: 'ignore' });
  /** Programs of this machine's own that run there. */
  readonly #running: ChildProcess[] = [this.#holder];

  async join(machine: ThrowAway): Promise<void> {
    const network = (pid: string | number | undefined) => readlinkSync(`/proc/${pid}/ns/net`);
    await until('its network', () => network(this.#holder.pid) !== network('self'));
    machine.inNetwork('ip', 'link', 'add', 'eth0', 'type', 'veth', 'peer', 'name', 'lan0');
    machine.inNetwork('ip', 'link', 'set', 'lan0', 'netns', String(this.#holder.pid));
    machine.inNetwork('ip', 'link', 'set', 'eth0', 'up');
    this.run('ip', 'addr', 'add', '10.9.8.1/24', 'dev', 'lan0');
    this.run('ip', 'link', 'set', 'lan0', 'up');
  }

  run(...command: readonly string[]): void {
    execFileSync('nsenter', this.#inside(command), { stdio: 'pipe' });
  }

  start(...command: readonly string[]): void {
    this.#running.push(spawn('nsenter', this.#inside(command), { stdio: 'ignore' }));
  }

  [Symbol.dispose](): void {
    for (const child of this.#running) child.kill('SIGKILL');
  }

  #inside(command: readonly string[]): string[] {
    return ['-t', String(this.#holder.pid), '-n', ...command];
  }
}

for (const kind of machineKinds) {
  const on = onThrowAway(kind);

  describe.concurrent(`restart-interface, ${kind}`, () => {
    const state = (machine: ThrowAway) =>
      machine.sh(
        "ip -o -4 addr show dev eth0; ip route show dev eth0; ip -o link show dev eth0 | grep -o '[<,]UP[,>]'",
      );
    async function configured(router: Router): Promise<ThrowAway> {
      const machine = await ThrowAway.open(kind);
      await router.join(machine);
      await machine.sh(
        'ip addr add 10.9.8.7/24 brd 10.9.8.255 dev eth0; ip addr add 10.9.8.99/32 dev eth0; ip route add default via 10.9.8.1; ip route add 10.50.0.0/16 via 10.9.8.1 dev eth0',
      );
      return machine;
    }

    on.test('takes it down and up, and puts back the routes that this costs', async () => {
      using router = new Router();
      await using machine = await configured(router);
      const before = await state(machine);
      const files = machine.files();
      expect(await machine.script('restart-interface', { mode: 'check' })).toMatchObject({
        code: 0,
        first: 'Would restart eth0, over which 10.9.8.1 answers now.',
      });
      expect([await state(machine), machine.files()]).toEqual([before, files]);
      const { code, out } = await machine.script('restart-interface', { parameters: { wait: 15 } });
      expect([code, out]).toEqual([0, expect.stringMatching(/^Restarted eth0: 10\.9\.8\.1 answers after \d+ s\.\n$/)]);
      expect(await state(machine)).toBe(before);
    });

    on.test('puts all back where the gateway does not answer any more', async () => {
      using router = new Router();
      await using machine = await configured(router);
      const before = await state(machine);
      // The router goes while the link is down: whoever sleeps then waits for that.
      await machine.sh('cp "$(readlink -f /bin/sleep)" /opt/sleep');
      machine.write(
        '/bin/sleep',
        '#!/bin/sh\nif [ ! -e /run/gone ] && ! ip -o link show dev eth0 | grep -q "[<,]UP[,>]"; then\n  : >/run/down\n  until [ -e /run/gone ]; do /opt/sleep 0.05; done\nfi\nexec /opt/sleep "$1"\n',
      );
      const routerGoes = async () => {
        await until('the link to be down', () => machine.has('/run/down'));
        router.run('ip', 'addr', 'flush', 'dev', 'lan0');
        machine.write('/run/gone', '');
      };
      const gone = routerGoes();
      const { code, out } = await machine.script('restart-interface', { parameters: { wait: 3 } });
      await gone;
      expect([code, out], out).toEqual([
        1,
        expect.stringMatching(
          /^Restarted eth0, but 10\.9\.8\.1 does not answer within 3 s; its addresses and routes are put back as they were\.\n/,
        ),
      ]);
      expect(await state(machine)).toBe(before);
    });

    on.test('its guard stands apart, and puts all back when the run is ended halfway', async () => {
      using router = new Router();
      await using machine = await configured(router);
      const before = await state(machine);
      // Waiting is what the guard does first; here it is told when to go on.
      machine.write(
        '/bin/sleep',
        `#!/bin/sh\nif [ "$1" -lt 10 ]; then ip -o link show dev eth0 | grep -q "[<,]UP[,>]" || kill -9 $PPID; exit 0; fi\necho "$1" >/run/waits\nuntil [ -e /run/pass ]; do ${kind === 'own' ? '/usr/bin/env timeout 0.05 tail -f /dev/null' : '/bin/busybox usleep 50000'}; done\n`,
      );
      const run = machine.script('restart-interface', { parameters: { wait: 5 } }).then(
        ({ code }) => code,
        () => -1,
      );
      expect(await run).not.toBe(0);
      await until('the guard to wait', () => machine.has('/run/waits'));
      expect(machine.read('/run/waits')).toBe('15\n');
      expect(await machine.sh('ip -o link show dev eth0')).not.toMatch(/[<,]UP[,>]/);
      machine.write('/run/pass', '');
      await until(
        'all to be back',
        async () => (await machine.run('/bin/sh', '-c', "ip route show dev eth0 | grep -q '10.50.0.0/16'")).code === 0,
      );
      expect(await state(machine)).toBe(before);
    });

    on.test('does not begin where it could not tell afterwards', async () => {
      await using machine = await ThrowAway.open(kind);
      const run = (parameters: Record<string, string>) => machine.script('restart-interface', { parameters });
      expect((await run({})).code).toBe(2);
      expect((await run({ interface: 'eth7' })).code).toBe(2);
      expect((await run({ interface: 'lo; reboot' })).code).toBe(2);
      machine.inNetwork('ip', 'link', 'add', 'eth0', 'type', 'veth', 'peer', 'name', 'far0');
      await machine.sh('ip link set eth0 up; ip addr add 10.1.1.2/24 dev eth0');
      expect((await run({ interface: 'eth0' })).code).toBe(10);
      expect((await run({ interface: 'eth0', gateway: '10.1.1.1' })).code).toBe(10);
    });
  });

  describe.concurrent(`renew-dhcp, ${kind}`, () => {
    on.test('asks a real server again by a real udhcpc', async () => {
      await using machine = await ThrowAway.open(kind);
      using router = new Router();
      await router.join(machine);
      machine.write(
        '/etc/udhcpd.conf',
        `start 10.9.8.50\nend 10.9.8.50\ninterface lan0\nmax_leases 1\nlease_file ${machine.at('/run/leases')}\npidfile ${machine.at('/run/udhcpd.pid')}\noption subnet 255.255.255.0\noption router 10.9.8.1\noption lease 600\n`,
      );
      machine.write('/run/leases', '');
      machine.write(
        '/opt/configure',
        '#!/bin/sh\ncase $1 in bound | renew) ip addr replace "$ip/24" dev "$interface"; ip route replace default via "$router" dev "$interface" ;; esac\necho "$1" >>/run/events\n',
      );
      expect((await machine.script('renew-dhcp', { parameters: { interface: 'eth0' } })).code).toBe(10);
      router.start(busybox, 'udhcpd', '-f', '-I', '10.9.8.1', machine.at('/etc/udhcpd.conf'));
      await machine.sh('[ -e /bin/udhcpc ] || ln -s "$1" /bin/udhcpc', busybox);
      machine.start('/bin/udhcpc', '-f', '-i', 'eth0', '-s', '/opt/configure', '-t', '20', '-T', '1');
      await until('a lease', () => machine.has('/run/events') && machine.read('/run/events').includes('bound'));
      expect(await machine.script('renew-dhcp', { mode: 'check' })).toMatchObject({
        code: 0,
        first: 'Would renew eth0 by udhcpc; it has 10.9.8.50 now.',
      });
      expect(machine.read('/run/events')).not.toContain('renew');
      expect(await machine.script('renew-dhcp')).toMatchObject({
        code: 0,
        out: 'Renewed eth0 by udhcpc: it has 10.9.8.50, as before.\n',
      });
      await until('the renewal', () => machine.read('/run/events').includes('renew'));
    });

    on.test('knows the other clients, and says where none is at work', async () => {
      await using machine = await ThrowAway.open(kind);
      machine.inNetwork('ip', 'link', 'add', 'eth0', 'type', 'veth', 'peer', 'name', 'far0');
      await machine.sh('ip link set eth0 up; ip addr add 10.1.1.2/24 dev eth0');
      const run = (name: string) => machine.script('renew-dhcp', { parameters: { interface: name, wait: 1 } });
      expect([
        (await run('')).code,
        (await run('eth7')).code,
        (await run('a b')).code,
        (await run('eth0')).code,
      ]).toEqual([2, 2, 2, 10]);
      machine.write('/sbin/dhcpcd', '#!/bin/sh\necho "$*" >>/run/dhcpcd.log\n');
      expect((await run('eth0')).first).toBe('Renewed eth0 by dhcpcd: it has 10.1.1.2, as before.');
      expect(machine.read('/run/dhcpcd.log')).toBe('-U eth0\n-n eth0\n');
      machine.write(
        '/usr/bin/networkctl',
        '#!/bin/sh\ncase $1 in status) echo "Address: 10.1.1.2 (DHCP4 via 10.1.1.1)" ;; renew) ip addr flush dev "$2" ;; esac\n',
      );
      expect(await run('eth0')).toMatchObject({
        code: 1,
        first: 'Asked by systemd-networkd, but eth0 has no address after 1 s.',
      });
    });
  });
}
