import { readFileSync } from 'node:fs';
import { endianness } from 'node:os';
import { join } from 'node:path';

/** What the kernel tells every process of itself. */
export interface KernelUnits {
  /** Bytes of a page, the unit of resident memory. */
  readonly pageSize: number;
  /** The unit of processor times and start times in /proc. */
  readonly ticksPerSecond: number;
}

/** Numbers of the entries: getauxval(3). */
const pageSizeEntry = 6;
const ticksEntry = 17;

/** Reads `/proc/self/auxv` of this word size; the usual 4,096 and 100 where it cannot be read. */
export function kernelUnits(root: string): KernelUnits {
  const entries = new Map<number, number>();
  const bytes = auxv(root);
  for (let at = 0; at + 16 <= bytes.length; at += 16) entries.set(word(bytes, at), word(bytes, at + 8));
  return {
    pageSize: sensible(entries.get(pageSizeEntry), 4_096),
    ticksPerSecond: sensible(entries.get(ticksEntry), 100),
  };
}

function auxv(root: string): Buffer {
  try {
    return readFileSync(join(root, 'proc/self/auxv'));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'EACCES' || code === 'EPERM') return Buffer.alloc(0);
    throw error;
  }
}

function word(bytes: Buffer, at: number): number {
  return Number(endianness() === 'LE' ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at));
}

function sensible(value: number | undefined, usual: number): number {
  return value !== undefined && value >= 1 && value <= 1_048_576 ? value : usual;
}
