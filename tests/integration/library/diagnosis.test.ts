import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { machineKinds, onThrowAway, ThrowAway } from '../../support/throw-away.ts';
import { requires } from '../../support/requires.ts';

/** Programs of this machine's own, for one that is made of busybox: their libraries are there. */
function lend(machine: ThrowAway, ...programs: readonly string[]): void {
  if (machine.kind === 'own') return;
  for (const program of programs) machine.write(`/bin/${program.split('/').at(-1)}`, readFileSync(program), '755');
}

for (const kind of machineKinds) {
  const on = onThrowAway(kind);

  describe.concurrent(`collect-diagnostics, ${kind}`, () => {
    on.test('gathers parts, changes nothing, and leaves secrets out', async () => {
      await using machine = await ThrowAway.open(kind);
      const secrets = ['hunter2', 'sesame', 'abc.def', 's3cr3t', 'c2VjcmV0', 'quoted words'];
      machine.write(
        kind === 'own' ? '/usr/bin/journalctl' : '/bin/logread',
        `#!/bin/sh\ncat <<'END'\nerror: login failed password=hunter2 user=ada\nERR token: "quoted words" and Api_Key = sesame\nerr Authorization: Bearer abc.def\nerr fetching https://ada:s3cr3t@example.org/x\nerr header Basic c2VjcmV0\nerr plain line stays\nerr ran mysqldump --db-password hunter2 --all\nEND\n`,
      );
      machine.start('/bin/sh', '-c', 'exec /bin/sleep 1000', '--password=hunter2');
      const before = machine.files();
      const { code, out, first } = await machine.script('collect-diagnostics', { parameters: { lines: 40 } });
      expect(code, out).toBe(0);
      expect(first).toMatch(/^Diagnostics of .+ in \d+ parts\.$/);
      for (const secret of secrets) expect(out).not.toContain(secret);
      expect(out).toMatch(/password=<left out> user=ada/);
      expect(out).toMatch(/err plain line stays/);
      for (const title of ['system', 'memory', 'disks', 'processes', 'addresses', 'errors of the log'])
        expect(out).toContain(`== ${title}\n`);
      expect(machine.files()).toEqual(before);
    });

    on.test('one part that hangs keeps none of the others away', async () => {
      await using machine = await ThrowAway.open(kind);
      machine.write('/bin/timeout', '#!/bin/sh\nshift\ncase $1 in df) exit 124 ;; *) exec "$@" ;; esac\n');
      const { code, out } = await machine.script('collect-diagnostics');
      expect([code, out.includes('== disks'), out.includes('== processes')]).toEqual([0, false, true]);
    });
  });

  describe.concurrent(`certificate-expiry, ${kind}`, () => {
    on.test('tells which end soon, by links as well, and reads no keys', async () => {
      if (!existsSync('/usr/bin/openssl')) return;
      await using machine = await ThrowAway.open(kind);
      if (kind === 'busybox') expect((await machine.script('certificate-expiry')).code).toBe(10);
      lend(machine, '/usr/bin/openssl');
      const place = '/srv/my certs';
      const made = (name: string, days: number, file: string) =>
        `openssl req -x509 -newkey ed25519 -nodes -keyout /dev/null -subj "/CN=${name}" -days ${days} -out "${file}" 2>/dev/null`;
      await machine.sh(`mkdir -p "${place}/live" /etc/ssl; [ -e /etc/ssl/openssl.cnf ] || printf '[req]\\ndistinguished_name=d\\n[d]\\n' >/etc/ssl/openssl.cnf
        export OPENSSL_CONF=/etc/ssl/openssl.cnf; cd "${place}"
        ${made('long.example.org', 400, 'long.pem')}; ${made('soon.example.org', 5, '/srv/soon.pem')}
        ln -s /srv/soon.pem "live/it's \\$(soon).crt"; echo nonsense >broken.pem; cat long.pem >not-a-cert.txt`);
      const before = machine.files();
      const soon = await machine.script('certificate-expiry', { parameters: { place } });
      expect(soon).toMatchObject({ code: 1, first: '1 of 2 certificates ends within 21 days.' });
      expect(soon.out).toMatch(
        /^ {2}ends \d{4}-\d\d-\d\d {2}soon\.example\.org {2}\/srv\/my certs\/live\/it's \$\(soon\)\.crt\n {2}ends \d{4}-\d\d-\d\d {2}long\.example\.org/m,
      );
      expect(await machine.script('certificate-expiry', { parameters: { place, days: 3 } })).toMatchObject({
        code: 0,
        first: 'All 2 certificates are good for more than 3 days.',
      });
      expect(await machine.script('certificate-expiry', { parameters: { place, days: 1_000 } })).toMatchObject({
        code: 1,
        first: '2 of 2 certificates end within 1000 days.',
      });
      expect((await machine.script('certificate-expiry', { parameters: { place: '/nowhere' } })).code).toBe(10);
      expect(machine.files()).toEqual(before);
    });
  });

  const tools = [
    '/usr/sbin/e2fsck',
    '/usr/sbin/mkfs.ext4',
    '/usr/sbin/debugfs',
    '/usr/sbin/dumpe2fs',
    '/usr/sbin/blkid',
    '/usr/sbin/losetup',
  ];
  const maySee = requires.kernel(
    'loop devices for this user',
    tools.every((path) => existsSync(path)) && existsSync('/dev/loop-control') && process.getuid?.() === 0,
  );

  describe.concurrent(`check-filesystem and repair-filesystem, ${kind}`, () => {
    maySee.test('finds damage reading only, repairs it, and refuses what is in use', async () => {
      if (!on.present) return;
      await using machine = await ThrowAway.open(kind);
      lend(machine, ...tools);
      const folder = mkdtempSync(join(tmpdir(), 'fettle-loop-'));
      const image = join(folder, 'an image');
      const own = (program: string, ...args: readonly string[]) =>
        execFileSync(program, args, { encoding: 'utf8', stdio: 'pipe' }).trim();
      own('truncate', '-s', '8M', image);
      own('mkfs.ext4', '-q', image);
      const device = own('losetup', '-f', '--show', image);
      try {
        await machine.sh('mknod "$1" b 7 "${1#/dev/loop}"; mkdir -p /mnt/disk', device);
        const check = () => machine.script('check-filesystem', { parameters: { device } });
        const repair = (mode: 'run' | 'check' = 'run', deep = false) =>
          machine.script('repair-filesystem', { mode, parameters: { device, deep } });
        expect(await check()).toMatchObject({
          code: 0,
          out: `No damage found in 1 file system.\n  ${device}: clean\n`,
        });
        expect(await repair()).toMatchObject({ code: 0, first: `${device} is clean.` });

        await machine.sh('mount "$1" /mnt/disk', device);
        expect(await check()).toMatchObject({
          code: 0,
          out: `No damage found in 1 file system.\n  ${device} on /mnt/disk: clean, no errors counted (mounted)\n`,
        });
        expect(await machine.script('check-filesystem', { parameters: { device: '/mnt/disk' } })).toMatchObject({
          code: 0,
        });
        expect(await repair()).toMatchObject({ code: 2, first: `Nothing is repaired: ${device} is mounted.` });
        await machine.sh('echo x >/mnt/disk/file; umount /mnt/disk');

        own('debugfs', '-w', '-R', 'set_bg 0 free_blocks_count 7', device);
        own('debugfs', '-w', '-R', 'set_bg 0 checksum calc', device);
        const hash = () => own('sha256sum', device);
        const before = hash();
        expect(await check()).toMatchObject({ code: 1, first: 'Damage found in 1 file system.' });
        expect(await repair('check')).toMatchObject({
          code: 0,
          first: `Would repair ${device} by e2fsck -f -p; this is what is wrong:`,
        });
        expect(hash()).toBe(before);
        expect(await repair()).toMatchObject({
          code: 0,
          first: expect.stringMatching(/^(Repaired \/dev\/loop\d+ by e2fsck\.|\/dev\/loop\d+ is clean\.)$/),
        });
        expect((await check()).code).toBe(0);

        own('debugfs', '-w', '-R', 'clri <2>', device);
        expect(await repair()).toMatchObject({
          code: 1,
          out: expect.stringMatching(/With deep, it would also mend what may cost files\.\n$/),
        });
        expect((await repair('run', true)).first).toBe(`Repaired ${device} by e2fsck.`);
        expect((await check()).code).toBe(0);
      } finally {
        own('losetup', '-d', device);
        rmSync(folder, { recursive: true, force: true });
      }
      expect((await machine.script('check-filesystem', { parameters: { device: '/dev/none' } })).code).toBe(2);
      expect((await machine.script('check-filesystem', { parameters: { device: '/run' } })).code).toBe(2);
      for (const name of ['/etc/passwd', '/dev/none', '/dev/null', 'loop0'])
        expect((await machine.script('repair-filesystem', { parameters: { device: name } })).code, name).toBe(2);
    });
  });
}
