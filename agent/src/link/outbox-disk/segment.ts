/** One file of the outbox: frames whose sequences follow one another without a gap. */
import { renameSync } from 'node:fs';
import { basename, join } from 'node:path';

export interface Segment {
  path: string;
  readonly first: number;
  last: number;
  /** Bytes of whole records. */
  bytes: number;
  /** By the agent's monotonic clock, when its last frame was taken; an estimate for those of an earlier life. */
  newest: number;
  /** Up to this sequence it is known which frames cannot be read again. */
  checked: number;
}

const form = /^(\d{16})(?:-(\d{16}))?\.frames$/;
const digits = (sequence: number) => String(sequence).padStart(16, '0');

export function openName(first: number): string {
  return `${digits(first)}.frames`;
}

/** `last` is null while it is written, and after a crash. Null: no name of a segment. */
export function parseName(name: string): { readonly first: number; readonly last: number | null } | null {
  const [, first, last] = form.exec(name) ?? [];
  if (first === undefined) return null;
  return { first: Number(first), last: last === undefined ? null : Number(last) };
}

/** Says in its name how far it goes, so that nobody needs to read it to know. @throws ErrnoException */
export function seal(folder: string, segment: Segment): void {
  const path = join(folder, `${digits(segment.first)}-${digits(segment.last)}.frames`);
  if (basename(path) === basename(segment.path)) return;
  renameSync(segment.path, path);
  segment.path = path;
}

/** Frames of it that are not acknowledged. */
export function unacknowledged({ first, last }: Pick<Segment, 'first' | 'last'>, acknowledged: number): number {
  return Math.max(0, last - Math.max(first - 1, acknowledged));
}
