import type { StatsFs } from 'node:fs';
import {
  filesystemLimit,
  filesystemUsage,
  filesystemUtilization,
  inodeUsage,
  inodeUtilization,
} from '@fettle/shared/metrics/filesystem';
import type { Sink } from './sampler.ts';

/** What statfs(2) says, in its own units. */
export type Space = Pick<StatsFs, 'bsize' | 'blocks' | 'bfree' | 'bavail' | 'files' | 'ffree'>;
export type AskSpace = (path: string) => Promise<Space>;

/**
 * Asks file systems, one after the other, and never waits longer than the time. Each question that is not answered keeps
 * one of the four threads that Node has for files and names: the same is not asked again while it hangs, and none at all
 * while `mostHanging` do.
 */
export class Spaces {
  readonly #ask: AskSpace;
  readonly #timeoutMs: number;
  readonly #mostHanging: number;
  readonly #hanging = new Set<string>();

  constructor(ask: AskSpace, timeoutMs: number, mostHanging: number) {
    this.#ask = ask;
    this.#timeoutMs = timeoutMs;
    this.#mostHanging = mostHanging;
  }

  /** Undefined: it is gone, broken, hangs, or the agent may not look; the other file systems are told all the same. */
  async ask(path: string): Promise<Space | undefined> {
    if (this.#hanging.has(path) || this.#hanging.size >= this.#mostHanging) return undefined;
    this.#hanging.add(path);
    const answer = this.#ask(path)
      .catch(() => undefined)
      .finally(() => this.#hanging.delete(path));
    const { promise: timeout, resolve } = Promise.withResolvers<undefined>();
    const timer = setTimeout(() => resolve(undefined), this.#timeoutMs);
    try {
      return await Promise.race([answer, timeout]);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Tells one file system; nothing of one that has no blocks. */
export function tellSpace(sink: Sink, mountpoint: string, space: Space): void {
  const { bsize, blocks, bfree, bavail, files, ffree } = space;
  if (!(blocks > 0)) return;
  const set = (metric: Parameters<Sink['column']>[0], value: number, ...state: string[]) =>
    sink.set(sink.column(metric, mountpoint, ...state), value);
  const used = blocks - bfree;
  // As df: of what ordinary programs may fill, which is less than all.
  set(filesystemUtilization, used / (used + bavail));
  set(filesystemUsage, used * bsize, 'used');
  set(filesystemUsage, bavail * bsize, 'free');
  set(filesystemUsage, (bfree - bavail) * bsize, 'reserved');
  set(filesystemLimit, blocks * bsize);
  // Those that make inodes as they need them (btrfs, vfat, many remote ones) say there are none.
  if (!(files > 0)) return;
  set(inodeUtilization, (files - ffree) / files);
  set(inodeUsage, files - ffree, 'used');
  set(inodeUsage, ffree, 'free');
}
