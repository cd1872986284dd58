import { describe, expect } from 'vitest';
import { machineKinds, onThrowAway, ThrowAway } from '../../support/throw-away.ts';

/** Names that trip up scripts that take names for words or lines. */
const hostile = ['two words', '-rf', '*', "it's", '$(touch pwned)', 'line\nbreak', 'tab\there', '\u{1F4A5}'];

for (const kind of machineKinds) {
  const on = onThrowAway(kind);

  describe.concurrent(`disk-top, ${kind}`, () => {
    on.test('lists the largest first, and names with anything in them stay one line', async () => {
      await using machine = await ThrowAway.open(kind);
      await machine.sh(
        'mount -t tmpfs tmpfs /srv; mkdir -p /srv/a/b "/srv/two words" && head -c 3000000 /dev/zero >/srv/a/b/big && head -c 2000000 /dev/zero >"/srv/two words/next"',
      );
      await machine.sh('mkdir -p "${1%/*}"; printf x >"$1"', '/srv/bad\n999999999\t/fake');
      const before = machine.files();
      const { code, out, first } = await machine.script('disk-top', { parameters: { path: '/srv', top: 3, least: 1 } });
      expect(code, out).toBe(0);
      expect(first).toMatch(/^\d+ % of \/srv is used, [\d.]+ GiB are free; the largest below it:$/);
      const [folders = '', files = ''] = out.split('Files of 1 MiB and more\n');
      expect(folders).toMatch(/2\.9 MiB {2}\/srv\/a\n.*2\.9 MiB {2}\/srv\/a\/b\n.*1\.9 MiB {2}\/srv\/two words\n/s);
      expect(files).toMatch(/^ +2\.9 MiB {2}\/srv\/a\/b\/big\n +1\.9 MiB {2}\/srv\/two words\/next\n$/);
      expect(machine.files()).toEqual(before);
    });

    on.test('stays on its file system, and says where there is no folder', async () => {
      await using machine = await ThrowAway.open(kind);
      await machine.sh(
        'mkdir -p /srv/other && mount -t tmpfs tmpfs /srv/other && head -c 5000000 /dev/zero >/srv/other/big && ln -s /srv/other/big /srv/link',
      );
      const { out } = await machine.script('disk-top', { parameters: { path: '/srv', least: 1 } });
      expect(out).not.toContain('big');
      const none = await machine.script('disk-top', { parameters: { path: '/srv/nowhere' } });
      expect([none.code, none.first]).toEqual([1, 'Nothing is listed: there is no folder /srv/nowhere.']);
    });
  });

  describe.concurrent(`clear-temp, ${kind}`, () => {
    on.test('counts in check mode, deletes old files of any name, and nothing else anywhere', async () => {
      await using machine = await ThrowAway.open(kind);
      await machine.sh(
        'mkdir -p /var/cache && mount -t tmpfs tmpfs /var/cache && mkdir -p /srv/keep /tmp/folder /tmp/systemd-private-x /var/cache/apk && cd /tmp/folder && for name; do echo data >"./$name"; done',
        ...hostile,
      );
      await machine.sh(
        'echo keep >/srv/keep/file; echo new >/tmp/new; echo lock >/tmp/.X0-lock; echo private >/tmp/systemd-private-x/file; head -c 8192 /dev/zero >/var/cache/apk/old.apk; ' +
          'ln -s /srv/keep /tmp/folder/link; ln -s /srv/keep/file /tmp/folder/file-link; mkfifo /tmp/pipe; ' +
          'find /tmp /var/cache/apk /srv/keep -type f ! -name new -exec touch -d "2001-01-01 00:00:00" {} +',
      );
      const before = machine.files();
      const look = await machine.script('clear-temp', { mode: 'check', parameters: { days: 3 } });
      expect([look.code, look.first]).toEqual([
        0,
        `Would delete ${hostile.length + 1} files of 3 days and more, 40 KiB on disk.`,
      ]);
      expect(machine.files()).toEqual(before);

      const { code, out } = await machine.script('clear-temp', { parameters: { days: 3 } });
      expect(code, out).toBe(0);
      expect(out).toBe(
        `Deleted ${hostile.length + 1} files of 3 days and more, 40 KiB on disk.\n  ${hostile.length} files, 32 KiB  /tmp\n  1 files, 8 KiB  /var/cache/apk\n`,
      );
      const gone = new Set(hostile.map((name) => `/tmp/folder/${Buffer.from(name).toString('latin1')}`));
      expect(machine.files()).toEqual(new Map([...before].filter(([name]) => !gone.has(name))));
      expect(machine.has('/var/cache/apk/old.apk')).toBe(false);
      expect((await machine.script('clear-temp')).first).toBe('Deleted 0 files of 7 days and more, 0 KiB on disk.');
    });

    on.test('a temporary folder that is a link is left alone, and OpenWrt is not for it', async () => {
      await using machine = await ThrowAway.open(kind);
      await machine.sh(
        'mkdir -p /var/cache; mount -t tmpfs tmpfs /var/cache; umount /var/tmp; rmdir /var/tmp 2>/dev/null || mv /var/tmp /var/tmp.away; mkdir /srv/precious; echo x >/srv/precious/file; touch -d "2001-01-01 00:00:00" /srv/precious/file; ln -s /srv/precious /var/tmp',
      );
      expect((await machine.script('clear-temp')).code).toBe(0);
      expect(machine.has('/srv/precious/file')).toBe(true);
      machine.write('/etc/openwrt_release', '');
      expect((await machine.script('clear-temp')).code).toBe(10);
    });
  });

  describe.concurrent(`rotate-logs, ${kind}`, () => {
    const none = { journal: 0, logrotate: false };
    on.test('rotates a named file, keeps as many as it is told, and writes nothing in check mode', async () => {
      await using machine = await ThrowAway.open(kind);
      const file = '/var/log/my app/$(app) log.log';
      await machine.sh('mkdir -p "/var/log/my app"; echo one >"$1"', file);
      const before = machine.files();
      const look = await machine.script('rotate-logs', { mode: 'check', parameters: { ...none, file, keep: 2 } });
      expect([look.code, look.first]).toEqual([0, `Would rotate the logs: ${file} would be rotated.`]);
      expect(machine.files()).toEqual(before);
      for (const text of ['two', 'three', 'four']) {
        const { code, out } = await machine.script('rotate-logs', { parameters: { ...none, file, keep: 2 } });
        expect([code, out]).toEqual([0, `Rotated the logs: ${file} is rotated.\n`]);
        expect(machine.read(file)).toBe('');
        await machine.sh(`echo ${text} >>"$1"`, file);
      }
      expect(await machine.sh('cd "/var/log/my app"; ls | cat; zcat "$1.1.gz" "$1.2.gz"', file)).toBe(
        '$(app) log.log\n$(app) log.log.1.gz\n$(app) log.log.2.gz\nthree\ntwo\n',
      );
    });

    on.test('refuses what is no log, a link, or on the way over a link', async () => {
      await using machine = await ThrowAway.open(kind);
      await machine.sh(
        'mkdir -p /srv/logs; echo a >/srv/logs/a.log; ln -s /etc/passwd /srv/logs/b.log; ln -s /srv/logs /srv/way',
      );
      const before = machine.files();
      for (const file of [
        '/etc/passwd',
        '/srv/logs/b.log',
        '/srv/way/a.log',
        '/srv/logs/../logs/a.log',
        '/srv/logs/none.log',
        'a.log',
      ]) {
        expect((await machine.script('rotate-logs', { parameters: { ...none, file } })).code, file).toBe(2);
      }
      expect(machine.files()).toEqual(before);
      expect((await machine.script('rotate-logs', { parameters: none })).code).toBe(10);
    });
  });

  describe.concurrent(`backup-freshness, ${kind}`, () => {
    on.test('tells by the age of the newest that is large enough', async () => {
      await using machine = await ThrowAway.open(kind);
      await machine.sh(
        'mkdir -p "/srv/back ups/x"; cd "/srv/back ups"; head -c 9000 /dev/zero >x/old.tar; touch -d "2001-01-01 00:00:00" x/old.tar; : >x/empty.tar; echo note >notes.txt',
      );
      const place = '/srv/back ups';
      const stale = await machine.script('backup-freshness', { parameters: { place, pattern: '*.tar' } });
      expect(stale.code).toBe(1);
      expect(stale.first).toMatch(/^The newest of 1 backup, old\.tar \(0\.0 MiB\), is \d+ hours old, more than 26\.$/);
      await machine.sh('cd "/srv/back ups"; head -c 2000000 /dev/zero >"$1"', "new's\nname.tar");
      const before = machine.files();
      const fresh = await machine.script('backup-freshness', { parameters: { place, pattern: '*.tar' } });
      expect([fresh.code, fresh.out]).toEqual([
        0,
        "The newest of 2 backups, new's name.tar (1.9 MiB), is 0 hours old.\n",
      ]);
      expect(machine.files()).toEqual(before);
      expect((await machine.script('backup-freshness', { parameters: { place, pattern: '*.zip' } })).code).toBe(1);
      expect((await machine.script('backup-freshness', { parameters: { place: '/nowhere' } })).code).toBe(1);
    });

    on.test('asks restic and borg, each without locking, and keeps the password out of its arguments', async () => {
      await using machine = await ThrowAway.open(kind);
      const at = (hours: number) => new Date(Date.now() - hours * 3_600_000);
      const zoned = (hours: number) =>
        new Date(at(hours).getTime() + 2 * 3_600_000).toISOString().replace('Z', '123+02:00');
      const given = { place: 'sftp:backup:/srv/r', kind: 'restic', password: 'hunter2' };
      const fake = (time: string) =>
        `#!/bin/sh\necho "$*" >/run/asked\n[ "$RESTIC_PASSWORD" = hunter2 ] || exit 1\necho '[{"time":"2001-01-01T00:00:00Z","id":"a"},{"time":"${time}","tree":"b"}]'\n`;
      machine.write('/usr/bin/restic', fake(zoned(3)));
      expect((await machine.script('backup-freshness', { parameters: given })).first).toBe(
        'The newest snapshot of sftp:backup:/srv/r is 3 hours old.',
      );
      expect(machine.read('/run/asked')).toMatch(/--no-lock/);
      expect(machine.read('/run/asked')).not.toMatch(/hunter2/);
      machine.write('/usr/bin/restic', fake(at(40).toISOString()));
      expect(await machine.script('backup-freshness', { parameters: given })).toMatchObject({
        code: 1,
        first: 'The newest snapshot of sftp:backup:/srv/r is 40 hours old, more than 26.',
      });
      expect((await machine.script('backup-freshness', { parameters: { ...given, password: 'x' } })).code).toBe(2);
      machine.write(
        '/usr/bin/borg',
        `#!/bin/sh\n[ "$BORG_PASSPHRASE" = hunter2 ] && echo '${Math.floor(at(5).getTime() / 1_000)} web-1'\n`,
      );
      expect(await machine.script('backup-freshness', { parameters: { ...given, kind: 'borg' } })).toMatchObject({
        code: 0,
        first: 'The newest archive of sftp:backup:/srv/r is 5 hours old.',
      });
    });
  });
}
