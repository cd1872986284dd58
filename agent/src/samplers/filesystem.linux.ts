import { join } from 'node:path';
import { spaceOf } from '../platform/files.ts';
import { readMounts } from '../platform/linux/read-mounts.ts';
import type { Sampler, SamplerFactory } from './sampler.ts';
import { type AskSpace, Spaces, tellSpace } from './spaces.ts';

/** One that does not answer in this time is not waited for. */
const timeoutMs = 5_000;
/** Of another machine's, and of this one's, where a broken disk or a halted pool hangs too. */
const mostHanging = { remote: 1, local: 2 };

/** How full every file system is that stores something. */
export const filesystem: SamplerFactory = (host) => filesystemAsking(host.root, spaceOf);

/** The same with another way to ask. */
export function filesystemAsking(root: string, ask: AskSpace, timeout = timeoutMs): Sampler | string {
  if (readMounts(root) === undefined) return 'no /proc/1/mountinfo and no /proc/self/mountinfo';
  const remote = new Spaces(ask, timeout, mostHanging.remote);
  const local = new Spaces(ask, timeout, mostHanging.local);
  return {
    family: 'filesystem',
    lane: 'slow',
    async sample(sink) {
      for (const { mountpoint, mayHang } of readMounts(root) ?? []) {
        const space = await (mayHang ? remote : local).ask(join(root, mountpoint));
        if (space) tellSpace(sink, mountpoint, space);
      }
    },
  };
}
