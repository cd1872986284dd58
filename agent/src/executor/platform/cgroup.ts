/** A control group (v2) for one run: whatever its processes do, they do not leave it, unless root moves them. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Cgroup {
  /** A process that writes its id here is in it. */
  readonly entrance: string;
  /** Ends all in it and below, and removes it. */
  kill(): Promise<void>;
}

const prefix = 'fettle-run-';

/** The one of a run, made where there is none. Null: no v2 hierarchy is mounted, or none may be made in this process's own. */
export function makeCgroup(cookie: string): Cgroup | null {
  const own = ownCgroup(readFileSync('/proc/self/mountinfo', 'utf8'), readFileSync('/proc/self/cgroup', 'utf8'));
  if (own === null) return null;
  const folder = join(own, `${prefix}${cookie}`);
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return null;
  }
  return existsSync(join(folder, 'cgroup.kill')) ? cgroupAt(folder) : null;
}

/** The folder of this process's group; null where there is no v2 hierarchy. cgroups(7), proc_pid_mountinfo(5) */
export function ownCgroup(mountinfo: string, membership: string): string | null {
  const [, root = '', mount] = /^\S+ \S+ \S+ (\S+) (\S+) .* - cgroup2 /m.exec(mountinfo) ?? [];
  const path = /^0::(\/.*)$/m.exec(membership)?.[1];
  if (mount === undefined || path === undefined) return null;
  const below = root === '/' ? path : path.startsWith(`${root}/`) || path === root ? path.slice(root.length) : null;
  return below === null ? null : join(mount, below);
}

function cgroupAt(folder: string): Cgroup {
  const file = (name: string) => join(folder, name);
  return {
    entrance: file('cgroup.procs'),
    async kill() {
      writeFileSync(file('cgroup.kill'), '1');
      for (let i = 0; i < 200 && !removed(folder); i++) await sleep(10);
    },
  };
}

/** Removes the groups of a folder, innermost first. @returns false: something in them is still on its way out */
function removed(folder: string): boolean {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory() && !removed(join(folder, entry.name))) return false;
  }
  try {
    rmdirSync(folder);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EBUSY') return false;
    throw error;
  }
}
