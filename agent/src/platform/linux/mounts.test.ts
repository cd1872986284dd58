import { expect, test } from 'vitest';
import { mountsOf } from './mounts.ts';

const shown = (...lines: string[]) => mountsOf(lines.join('\n')).map(({ mountpoint }) => mountpoint);

test('a disk, with its type, device and mode', () => {
  expect(mountsOf('27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw,discard\n')).toEqual([
    { mountpoint: '/', device: '/dev/vda', type: 'ext4', readOnly: false, mayHang: false },
  ]);
  expect(mountsOf('27 1 8:1 / /boot ro,relatime - vfat /dev/sda1 rw')[0]?.readOnly).toBe(true);
});

test('what has no device is left out', () => {
  expect(
    shown(
      '22 27 0:21 / /proc rw - proc proc rw',
      '25 24 0:23 / /dev/shm rw - tmpfs tmpfs rw',
      '38 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw',
      '40 27 7:1 / /snap/core/1 ro - squashfs /dev/loop1 ro',
      '41 27 0:44 / /run/user/1000/doc rw - fuse.portal portal rw',
      '42 27 0:45 / /var/lib/docker/overlay2/x/merged rw - overlay overlay rw,lowerdir=/a:/b',
    ),
  ).toEqual([]);
});

test('one file system is told once: not its bind mounts, not its subvolumes', () => {
  expect(
    shown(
      '30 1 0:30 /@ / rw - btrfs /dev/sda2 rw,subvol=/@',
      '31 30 0:30 /@home /home rw - btrfs /dev/sda2 rw,subvol=/@home',
      '32 30 8:17 /exports/a /srv/a rw - xfs /dev/sdb1 rw',
      '33 30 8:17 / /data rw - xfs /dev/sdb1 rw',
    ),
  ).toEqual(['/', '/data']);
});

test('an overlay counts where it is the root, files that an engine mounts do not', () => {
  expect(
    shown(
      '1 0 0:90 / / rw - overlay overlay rw,lowerdir=/l',
      '2 1 254:1 /var/lib/docker/containers/c/hosts /etc/hosts rw - ext4 /dev/vda1 rw',
      '3 1 254:2 /volumes/x /data rw - ext4 /dev/vdb1 rw',
    ),
  ).toEqual(['/', '/data']);
});

test('a root that is an overlay over another mount is told once', () => {
  expect(
    shown(
      '13 1 254:0 / /rom ro - squashfs /dev/root ro',
      '18 13 0:17 / /overlay rw - ubifs /dev/ubi0_2 rw',
      '19 13 0:19 / /over rw - ubifs /dev/ubi0_3 rw',
      '17 0 0:18 / / rw - overlay overlayfs:/overlay rw,lowerdir=/,upperdir=/overlay/upper,workdir=/overlay/work',
    ),
  ).toEqual(['/', '/over']);
});

test('spaces and backslashes in names', () => {
  expect(shown(String.raw`50 1 8:33 / /media/my\040disk\134a rw - exfat /dev/sdc1 rw`)).toEqual(['/media/my disk\\a']);
});

test('a later mount hides the earlier one', () => {
  expect(
    mountsOf('50 1 8:33 / /mnt rw - ext4 /dev/sdc1 rw\n51 1 8:49 / /mnt rw - xfs /dev/sdd1 rw').map((m) => m.device),
  ).toEqual(['/dev/sdd1']);
  expect(shown('50 1 8:33 / /mnt rw - ext4 /dev/sdc1 rw', '51 1 0:60 / /mnt rw - tmpfs tmpfs rw')).toEqual([]);
});

test('what lies on another machine, or below it, may hang', () => {
  const mounts = mountsOf(
    [
      '60 1 0:70 / /net/home rw - nfs4 server:/home rw',
      '61 60 8:65 / /net/home/disk rw - ext4 /dev/sde1 rw',
      '62 1 0:71 / /mnt/far rw - fuse.sshfs me@host:/x rw',
      '63 1 8:81 / /mnt/stick rw - fuseblk /dev/sdf1 rw',
      '64 1 8:97 / /near rw - ext4 /dev/sdg1 rw',
    ].join('\n'),
  );
  expect(mounts.map(({ mountpoint, mayHang }) => [mountpoint, mayHang])).toEqual([
    ['/mnt/far', true],
    ['/mnt/stick', true],
    ['/near', false],
    ['/net/home', true],
    ['/net/home/disk', true],
  ]);
});

test('lines that are no mounts are passed over', () => {
  expect(shown('', 'garbage', '1 2 3:4 / / rw', '1 2 3:4 / / rw -', '1 2 3:4 / / rw - ext4')).toEqual([]);
});
