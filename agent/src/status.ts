/** What `fettle-agent status` tells: written by the running agent, readable by every local user. */
import { chmodSync, closeSync, fstatSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { fingerprintOf, fingerprintWords } from '@fettle/shared/trust/chain';
import type { Root } from '@fettle/shared/trust/statements';
import { readIfThere } from './durable-file.ts';
import type { LinkState } from './link/link.ts';
import type { Readiness } from './runs/holds.ts';
import { type Enrolment, stateFiles } from './state.ts';

export interface Status {
  readonly version: string;
  readonly pid: number;
  /** When this was written, ms since 1970 by the device's clock. */
  readonly time: number;
  readonly startedAt: number;
  readonly device: string;
  readonly collector: string;
  readonly control: Control;
  readonly link: LinkState & {
    /** What must be added to the device's clock to get the collector's, ms; null until measured. */
    readonly clockOffset: number | null;
    readonly roundTrip: number | null;
  };
  readonly queue: {
    readonly frames: number;
    readonly bytes: number;
    /** For want of room, and because they could not be read again, since the start. */
    readonly dropped: number;
    readonly damaged: number;
    readonly where: 'disk' | 'memory';
  };
  /** Sampling interval now, ms, and whether that is because somebody looks. */
  readonly interval: number;
  readonly watched: boolean;
  /** What the agent itself costs: since it began to measure, and now. */
  readonly cost: { readonly cpuSecondsPerHour: number; readonly residentBytes: number };
  readonly series: number;
  /** Families that this machine cannot tell, and why. */
  readonly unavailable: readonly { readonly family: string; readonly reason: string }[];
  /** Whether this machine may be acted on, and how many standing orders are in force here. An older agent tells nothing. */
  readonly orders?: { readonly readiness: Readiness; readonly standing: number };
  /** What is wrong with the data folder; null in good order. */
  readonly problem: string | null;
}

/** Who controls this machine. */
export interface Control {
  readonly tenant: string;
  /** Fingerprint of the trust root that the enrolment named, and its words for people to compare. */
  readonly fingerprint: string;
  readonly words: string;
  readonly rootVersion: number;
  readonly people: readonly string[];
  readonly since: number;
}

/** The file grows by steps of this, filled with spaces, so that its length hardly ever changes. */
const step = 1_024;

/** Who meets a half-written file looks again after so long, and gives up after so many looks. */
const look = { againMs: 5, most: 20 } as const;
/** The last property: the CRC-32 of the text before it. One that was written over while it was read does not fit. */
const sealed = /,"check":"([0-9a-f]{8})"\}\s*$/;

/**
 * Writes over the status file in one go; not made durable, for it is soon written again. Over it and not beside it,
 * because a file system that sees one file take another's place starts to write to the disk at once (docs/performance.md).
 */
export function writeStatus(folder: string, status: Status): void {
  const path = join(folder, stateFiles.status);
  const text = sealedText(status);
  const bytes = Buffer.alloc(Math.ceil(Buffer.byteLength(text) / step) * step, ' ');
  bytes.write(text);
  const file = openToWrite(path);
  try {
    writeSync(file, bytes, 0, bytes.length, 0);
    if (fstatSync(file).size > bytes.length) ftruncateSync(file, bytes.length);
  } finally {
    closeSync(file);
  }
}

function openToWrite(path: string): number {
  try {
    return openSync(path, 'r+');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    const file = openSync(path, 'w', 0o644);
    // Whatever umask the service was given: every local user may read it.
    chmodSync(path, 0o644);
    return file;
  }
}

/** What the agent wrote last, whole; null before its first word. */
export function readStatus(folder: string): Status | null {
  for (let looks = 1; ; looks++) {
    const text = readIfThere(join(folder, stateFiles.status));
    if (text === null) return null;
    const status = statusOf(text);
    // After a power failure it may be half of one for good: then nothing is known.
    if (status !== null || looks === look.most) return status;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, look.againMs);
  }
}

function sealedText(status: Status): string {
  const open = JSON.stringify(status).slice(0, -1);
  return `${open},"check":"${checkOf(open)}"}\n`;
}

/** Null where a part of it is of another writing than the rest. */
function statusOf(text: string): Status | null {
  const seal = sealed.exec(text);
  try {
    const { check, ...status } = JSON.parse(text) as Status & { readonly check?: string };
    // One that an agent of before the check wrote has none.
    if (check !== undefined && (seal === null || check !== checkOf(text.slice(0, seal.index)))) return null;
    return status;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return null;
  }
}

function checkOf(text: string): string {
  return crc32(text).toString(16).padStart(8, '0');
}

/** Who controls this machine, as its trust root in force says. */
export function controlOf(root: Root, { enrolledAt }: Pick<Enrolment, 'enrolledAt'>): Control {
  // Of the root in force, as `fettle trust show` tells it; the one that the token named may be older.
  const { fingerprint, words } = namesOf(root);
  return {
    tenant: root.tenant,
    fingerprint,
    words,
    rootVersion: root.version,
    people: [...new Set(Object.values(root.keys).map(({ person }) => person))],
    since: enrolledAt,
  };
}

const names = new WeakMap<Root, { readonly fingerprint: string; readonly words: string }>();

/** Kept: a root never changes, and its fingerprint is dear. */
function namesOf(root: Root): { readonly fingerprint: string; readonly words: string } {
  const known = names.get(root);
  if (known !== undefined) return known;
  const fingerprint = fingerprintOf(root);
  const made = { fingerprint, words: fingerprintWords(fingerprint) };
  names.set(root, made);
  return made;
}
