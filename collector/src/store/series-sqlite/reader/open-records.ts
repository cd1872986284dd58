import type { AskedDevice, PackedDevices, RangeMessage } from './messages.ts';

/** A device that is asked for, with its open frames where they lie; no parts: it has none in the range. */
export interface OpenParts extends Pick<AskedDevice, 'device' | 'late' | 'until' | 'stored'> {
  readonly parts: readonly Uint8Array[];
}

/** Device, late frames, newest time, that of what is in blocks, where its open frames end. */
const told = 5;

/**
 * The devices of a question with their open frames, copied once and into one buffer, which then moves to the reader's thread: a
 * buffer for each device, copied a second time on the way, took most of what a question over a hundred devices costs here.
 */
export function packDevices(all: readonly OpenParts[]): PackedDevices {
  const bytes = all.reduce((sum, { parts }) => sum + lengthOf(parts), 0);
  const numbers = new Float64Array(told * all.length);
  // Not from the pool that others share, and not zeroed: all of it is written.
  const open = Buffer.allocUnsafeSlow(bytes);
  let at = 0;
  for (const [n, { device, late, until, stored, parts }] of all.entries()) {
    for (const part of parts) {
      open.set(part, at);
      at += part.length;
    }
    numbers.set([device, late, until, stored, at], told * n);
  }
  return { numbers, open };
}

/** What moves with a question. */
export const movedWith = ({ numbers, open }: PackedDevices): ArrayBuffer[] => [numbers.buffer, open.buffer];

export function unpackDevices({ devices: { numbers, open } }: Pick<RangeMessage, 'devices'>): AskedDevice[] {
  let start = 0;
  return Array.from({ length: numbers.length / told }, (_, n) => {
    const at = told * n;
    const [device = 0, late = 0, until = 0, stored = 0, end = 0] = numbers.subarray(at, at + told);
    const own = end > start ? open.subarray(start, end) : null;
    start = end;
    return { device, late, until, stored, open: own };
  });
}

const lengthOf = (parts: readonly Uint8Array[]) => parts.reduce((sum, { length }) => sum + length, 0);
