import { expect, test } from 'vitest';
import { filesystem, mountpointsOf } from './filesystem.portable.ts';
import { MadeUpPlatform } from './portable.fixture.ts';
import { MadeUpMachine, Readings, second } from './recorded-machine.ts';
import type { Space } from './spaces.ts';

const space: Space = { bsize: 4_096, blocks: 1_000, bfree: 400, bavail: 300, files: 0, ffree: 0 };

test('what macOS lists', () => {
  expect(
    mountpointsOf(
      [
        '/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)',
        'devfs on /dev (devfs, local, nobrowse)',
        '/dev/disk3s6 on /System/Volumes/VM (apfs, local, noexec, journaled, noatime, nobrowse)',
        '/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled, nobrowse, protect)',
        'map auto_home on /System/Volumes/Data/home (autofs, automounted, nobrowse)',
        '/dev/disk5s1 on /Volumes/USB (stick) on desk (exfat, local, nodev, nosuid, noowners)',
        '//ada@nas._smb._tcp.local/share on /Volumes/share (smbfs, nodev, nosuid, mounted by ada)',
      ].join('\n'),
    ),
  ).toEqual(['/', '/System/Volumes/Data', '/Volumes/USB (stick) on desk', '/Volumes/share']);
});

test('what FreeBSD lists', () => {
  expect(
    mountpointsOf(
      [
        'zroot/ROOT/default on / (zfs, local, noatime, nfsv4acls)',
        'devfs on /dev (devfs)',
        '/dev/ada0p1 on /boot/efi (msdosfs, local)',
        '/usr/ports on /jail/ports (nullfs, local, read-only)',
        'nas:/export on /net (nfs, nodev)',
        'tmpfs on /tmp (tmpfs, local)',
      ].join('\n'),
    ),
  ).toEqual(['/', '/boot/efi', '/net']);
});

test('what Linux lists', () => {
  expect(
    mountpointsOf(
      [
        'proc on /proc type proc (rw,nosuid)',
        '/dev/vda on / type ext4 (rw,relatime,discard)',
        '/dev/loop1 on /snap/core/1 type squashfs (ro,nodev)',
        '/dev/sdb1 on /mnt/a type b type xfs (rw)',
      ].join('\n'),
    ),
  ).toEqual(['/', '/mnt/a type b']);
});

test('lines that are no mounts are passed over', () => {
  expect(mountpointsOf('\nusage: mount\n on / (x)\n/dev/a on /b\n')).toEqual([]);
});

test('drives of Windows by their letters', async () => {
  using machine = new MadeUpMachine();
  const asked: string[] = [];
  const ask = (path: string) => {
    asked.push(path);
    return Promise.resolve(space);
  };
  const readings = new Readings();
  await readings.take(second(0), machine.sampler(filesystem(new MadeUpPlatform('win32'), ask)));
  expect(asked).toEqual(['C:\\']);
  expect(readings.value('system.filesystem.utilization{system.filesystem.mountpoint=C:\\\\}')).toBe(0.6667);
});
