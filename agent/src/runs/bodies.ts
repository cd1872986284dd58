/** Bodies of scripts by their hash: kept on disk up to a bound, fetched from the collector piece by piece, and never taken on trust. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { limits } from '@fettle/shared/protocol/limits';
import type { Blob, Want } from '@fettle/shared/protocol/messages';
import type { Static } from '@fettle/shared/protocol/schema';
import type { Clock } from '../clock.ts';
import { unwritable, writeDurably } from '../durable-file.ts';
import type { Log } from '../log.ts';

/** Bytes of all bodies; those that were not used for longest go first. */
const mostBytes = 16 * 1024 * 1024;
/** A want that is not answered is sent again after so long. */
const askAgainMs = 30_000;
/** And after the collector said that it has not got it. */
const absentMs = 300_000;

export interface Bodies {
  /** Base64 by hash; null: one of them is not here, or is not whole. */
  read(hashes: readonly string[]): Readonly<Record<string, string>> | null;
  has(hash: string): boolean;
  /** These are needed, and no others: what is not here is asked for, until it is; what is stays. */
  want(hashes: readonly string[]): void;
  take(blob: Static<typeof Blob>): void;
  /** There is a new connection. */
  restart(): void;
  stop(): void;
}

export interface BodiesNeeds {
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly ask: (want: Static<typeof Want>) => void;
  /** Another one is here. */
  readonly came: () => void;
}

/** @throws FettleError `data_unwritable` */
export function openBodies({ folder, clock, log, ask, came }: BodiesNeeds): Bodies {
  make(folder);
  const sizes = new Map(readdirSync(folder).map((name) => [name, statSync(join(folder, name)).size] as const));
  /** What has come so far of those that are wanted. */
  let wanted = new Map<string, Buffer>();
  let needed: ReadonlySet<string> = new Set();
  /** The collector said of these that it has not got them, since all were asked for last. */
  const absent = new Set<string>();
  let cancel = () => {};

  function first(): string | undefined {
    return wanted.keys().next().value;
  }

  /** One after the other: the collector answers each want with one piece. */
  function askNext(after = askAgainMs): void {
    cancel();
    const hash = first();
    if (hash === undefined) return;
    if (after === askAgainMs) ask({ type: 'want', sha256: hash, offset: wanted.get(hash)?.length ?? 0 });
    cancel = clock.after(after, askNext);
  }

  function remove(hash: string): void {
    rmSync(join(folder, hash), { force: true });
    sizes.delete(hash);
  }

  function makeRoom(bytes: number): void {
    const age = (name: string) => statSync(join(folder, name)).mtimeMs;
    const oldest = [...sizes.keys()].filter((name) => !needed.has(name)).toSorted((a, b) => age(a) - age(b));
    let sum = bytes + [...sizes.values()].reduce((all, one) => all + one, 0);
    for (const name of oldest) {
      if (sum <= mostBytes) return;
      sum -= sizes.get(name) ?? 0;
      remove(name);
    }
  }

  function whole(hash: string, bytes: Buffer): void {
    wanted.delete(hash);
    if (hashOf(bytes) !== hash) {
      log.warn({ sha256: hash }, 'the collector sent other bytes than those of this hash; asked for again later');
      wanted.set(hash, Buffer.alloc(0));
      return askNext(absentMs);
    }
    makeRoom(bytes.length);
    writeDurably(join(folder, hash), bytes, 0o600);
    sizes.set(hash, bytes.length);
    askNext();
    came();
  }

  return {
    has: (hash) => sizes.has(hash),
    read(hashes) {
      const found: Record<string, string> = {};
      for (const hash of hashes) {
        if (!sizes.has(hash)) return null;
        const path = join(folder, hash);
        const bytes = readFileSync(path);
        if (hashOf(bytes) !== hash) {
          log.warn({ sha256: hash }, 'a kept script was damaged and is fetched anew');
          remove(hash);
          return null;
        }
        const now = clock.wall() / 1_000;
        utimesSync(path, now, now);
        found[hash] = bytes.toString('base64');
      }
      return found;
    },
    want(hashes) {
      const before = first();
      needed = new Set(hashes);
      const lacking = hashes.filter((hash) => !sizes.has(hash));
      wanted = new Map(lacking.map((hash) => [hash, wanted.get(hash) ?? Buffer.alloc(0)] as const));
      if (first() !== before) askNext();
    },
    take({ sha256, offset, total, data }) {
      const had = wanted.get(sha256);
      if (had === undefined || offset !== had.length) return;
      if (total === 0 || total > limits.blobBytes) {
        // To the end of the line: others may be there.
        wanted.delete(sha256);
        wanted.set(sha256, Buffer.alloc(0));
        absent.add(sha256);
        if (!absent.has(first() ?? sha256)) return askNext();
        // All were asked for in turn: two programs must not talk for ever.
        absent.clear();
        return askNext(absentMs);
      }
      const bytes = Buffer.concat([had, Buffer.from(data, 'base64')]);
      if (bytes.length >= total) return whole(sha256, bytes);
      wanted.set(sha256, bytes);
      // A piece that brings nothing must not make two programs talk for ever.
      askNext(bytes.length === had.length ? absentMs : askAgainMs);
    },
    restart: () => askNext(),
    stop: () => cancel(),
  };
}

function make(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // Half a file of a process that was killed.
    for (const name of readdirSync(folder)) if (!/^[0-9a-f]{64}$/.test(name)) rmSync(join(folder, name));
  } catch (error) {
    throw unwritable(folder, error);
  }
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
