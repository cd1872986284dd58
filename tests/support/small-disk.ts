// A real agent beside a small disk of its own, in namespaces: the disk can be filled and emptied, and nothing of it is left.
import { existsSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Fettle, until } from './fettle.ts';

const script = fileURLToPath(new URL('small-disk.sh', import.meta.url));

/** Whether this machine lets us. */
export const mayMount =
  process.platform === 'linux' &&
  process.getuid?.() === 0 &&
  ['/usr/sbin/mkfs.ext4', '/usr/bin/unshare', '/dev/loop-control'].every((path) => existsSync(path));

export interface SmallDisk {
  /** Where the agent sees it. */
  readonly mountpoint: string;
  /** @param share of what is free now */
  fill(share: number): void;
  empty(): void;
  /** The used share, as df reckons it. */
  used(): number;
}

/** Starts the agent of an enrolled device with a small disk of its own. File systems are asked as often as all else. */
export async function startBesideDisk(fettle: Fettle, interval: string): Promise<SmallDisk> {
  const [disk] = await startBesideDisks(fettle, interval, ['disk']);
  return disk as SmallDisk;
}

/** The same with several, by the last name of where they are. */
export async function startBesideDisks(
  fettle: Fettle,
  interval: string,
  names: readonly string[],
): Promise<SmallDisk[]> {
  const inside = ['sh', script, fettle.folder, names.join(' ')];
  fettle.through.agent = ['unshare', '-m', '-p', '-f', '--mount-proc', '--kill-child', ...inside];
  fettle.environment = { ...fettle.environment, FETTLE_AGENT_SLOW_INTERVAL: interval };
  const { child } = await fettle.startAgent(interval);
  fettle.through.agent = [];
  const first = await until('the namespaces', () => {
    const children = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim();
    return children === '' ? null : children.split(' ')[0];
  });
  const disks: SmallDisk[] = [];
  for (const name of names) {
    const mountpoint = join(fettle.folder, name);
    const seen = `/proc/${first}/root${mountpoint}`;
    await until('the disk to be mounted', () => existsSync(join(seen, 'lost+found')));
    disks.push(smallDisk(mountpoint, seen));
  }
  return disks;
}

/** @param seen the same place from outside its namespace */
function smallDisk(mountpoint: string, seen: string): SmallDisk {
  const file = join(seen, 'file');
  return {
    mountpoint,
    fill(share) {
      const { bavail, bsize } = statfsSync(seen);
      writeFileSync(file, Buffer.alloc(Math.floor(bavail * bsize * share), 1));
    },
    empty: () => rmSync(file),
    used() {
      const { blocks, bfree, bavail } = statfsSync(seen);
      return (blocks - bfree) / (blocks - bfree + bavail);
    },
  };
}
