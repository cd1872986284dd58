import type { AskedDevice } from './messages.ts';

/** A device's open frames where they lie; no parts: it has none in the range. */
export interface OpenParts {
  readonly device: number;
  readonly parts: readonly Uint8Array[];
}

/**
 * The open frames of all devices of a question, copied once and into one buffer, which then moves to the reader's thread: a
 * buffer for each device, copied a second time on the way, took most of what a question over a hundred devices costs here.
 */
export function packOpen(all: readonly OpenParts[]): AskedDevice[] {
  const bytes = all.reduce((sum, { parts }) => sum + lengthOf(parts), 0);
  // Not from the pool that others share, and not zeroed: all of it is written.
  const whole = Buffer.allocUnsafeSlow(bytes);
  let at = 0;
  return all.map(({ device, parts }) => {
    if (parts.length === 0) return { device, open: null };
    const start = at;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    return { device, open: new Uint8Array(whole.buffer, whole.byteOffset + start, at - start) };
  });
}

/** What moves with a question, each once. */
export function movedWith(devices: readonly AskedDevice[]): ArrayBuffer[] {
  return [...new Set(devices.flatMap(({ open }) => (open ? [open.buffer] : [])))];
}

const lengthOf = (parts: readonly Uint8Array[]) => parts.reduce((sum, { length }) => sum + length, 0);
