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

/** Starts the agent of an enrolled device with a small disk of its own. */
export async function startBesideDisk(fettle: Fettle, interval: string): Promise<SmallDisk> {
  const inside = ['sh', script, fettle.folder];
  fettle.through.agent = ['unshare', '-m', '-p', '-f', '--mount-proc', '--kill-child', ...inside];
  const { child } = await fettle.startAgent(interval);
  fettle.through.agent = [];
  const mountpoint = join(fettle.folder, 'disk');
  const first = await until('the namespaces', () => {
    const children = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim();
    return children === '' ? null : children.split(' ')[0];
  });
  const seen = `/proc/${first}/root${mountpoint}`;
  await until('the disk to be mounted', () => existsSync(join(seen, 'lost+found')));
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
