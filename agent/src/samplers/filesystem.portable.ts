import { spaceOf } from '../platform/files.ts';
import type { Portable } from './portable.ts';
import type { Host, SamplerFactory } from './sampler.ts';
import { type AskSpace, Spaces, tellSpace } from './spaces.ts';

const timeoutMs = 5_000;
const mostHanging = 2;

/** How full every file system is that stores something: a list of them from the system, then statfs of each. */
export const filesystem =
  (portable: Portable, ask: AskSpace = spaceOf): SamplerFactory =>
  (host) => {
    const spaces = new Spaces(ask, timeoutMs, mostHanging);
    return {
      family: 'filesystem',
      lane: 'slow',
      async sample(sink) {
        for (const mountpoint of await mountpoints(portable, host)) {
          const space = await spaces.ask(mountpoint);
          if (space) tellSpace(sink, mountpoint, space);
        }
      },
    };
  };

async function mountpoints({ platform, ask }: Portable, host: Host): Promise<string[]> {
  if (platform === 'win32') return (await (await ask()).fsSize()).map(({ mount }) => `${mount}\\`);
  return mountpointsOf(await host.run('mount', [], timeoutMs));
}

/** Kinds that store nothing of their own, are always full, or are another's folder. */
const passing =
  /^(?:autofs|devfs|devtmpfs|fdescfs|linprocfs|linsysfs|nullfs|overlay|procfs|squashfs|tmpfs|volfs|cd9660|udf|iso9660)$/;
/** Parts of a Mac's own disk that share all their space with `/` and `/System/Volumes/Data`. */
const macParts = /^\/System\/Volumes\/(?!Data$)|^\/private\/var\/vm$/;

/**
 * pure: `/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled)` of macOS and BSD, and
 * `/dev/vda on / type ext4 (rw)` of Linux. What other machines hold (nfs, smbfs) counts as well.
 */
export function mountpointsOf(mounts: string): string[] {
  return mounts.split('\n').flatMap((line) => {
    const [, device = '', place = '', options = ''] = /^(.+?) on (.+) \(([^()]*)\)$/.exec(line) ?? [];
    // Elsewhere the kind comes first among the options.
    const [, mountpoint = place, type = options.split(',', 1)[0] ?? ''] =
      (/^r[ow]\b/.test(options) && /^(.+) type (\S+)$/.exec(place)) || [];
    // A device, another machine's folder, or a pool's (zroot/usr).
    const stores = device.startsWith('/dev/') || device.includes(':') || device.startsWith('//') || type === 'zfs';
    return stores && !passing.test(type) && !macParts.test(mountpoint) ? [mountpoint] : [];
  });
}
