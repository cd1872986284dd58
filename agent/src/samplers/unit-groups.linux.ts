import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** By the name of a service what identifies its control group, which is made anew with each start. */
export type Groups = ReadonlyMap<string, number>;

/** Where systemd has them, with version 2 of control groups and with version 1. */
const slices = ['sys/fs/cgroup/system.slice', 'sys/fs/cgroup/systemd/system.slice'];

/** Those of all services that have a process now; undefined where nobody can tell. */
export function groupsIn(root: string): Groups | undefined {
  for (const slice of slices) {
    const folder = join(root, slice);
    const names = namesIn(folder);
    if (names === undefined) continue;
    const groups = new Map<string, number>();
    for (const name of names) {
      if (!name.endsWith('.service')) continue;
      const found = statSync(join(folder, name), { throwIfNoEntry: false });
      if (found !== undefined) groups.set(name, found.ino);
    }
    return groups;
  }
  return undefined;
}

function namesIn(folder: string): string[] | undefined {
  try {
    return readdirSync(folder);
  } catch {
    return undefined;
  }
}

/** The services that were started, again or for the first time, and whether any was or has stopped. */
export function compare(
  before: Groups,
  now: Groups,
): { readonly started: readonly string[]; readonly differs: boolean } {
  const started = [...now].filter(([name, id]) => before.get(name) !== id).map(([name]) => name);
  return { started, differs: started.length > 0 || before.size !== now.size };
}
