/** What a device sends, made before anything is measured: the bytes of its WebSocket messages, one after the other. */
import { randomBytes } from 'node:crypto';
import type { Frame } from '@fettle/shared/protocol/frame';
import { createFrameEncoder } from '@fettle/shared/protocol/frame-encoder';

export interface Stream {
  readonly bytes: Buffer;
  /** Where each frame's message ends. */
  readonly ends: Uint32Array;
  readonly sequences: Float64Array;
}

/** @param decimals of the dictionary that is sent with id 1 */
export function streamOf(frames: Iterable<Frame>, decimals: Uint8Array): Stream {
  const encoder = createFrameEncoder();
  const parts: Buffer[] = [];
  const ends: number[] = [];
  const sequences: number[] = [];
  let length = 0;
  for (const frame of frames) {
    const message = clientMessage(encoder.encode(frame, 1, decimals));
    parts.push(message);
    length += message.length;
    ends.push(length);
    sequences.push(frame.sequence);
  }
  return { bytes: Buffer.concat(parts), ends: Uint32Array.from(ends), sequences: Float64Array.from(sequences) };
}

/** A binary message of a client, masked as RFC 6455 section 5.3 wants it. */
export function clientMessage(payload: Uint8Array): Buffer {
  const { length } = payload;
  const extended = length < 126 ? 0 : length < 65_536 ? 2 : 8;
  const message = Buffer.allocUnsafe(2 + extended + 4 + length);
  message[0] = 0x82;
  message[1] = 0x80 | (extended === 0 ? length : extended === 2 ? 126 : 127);
  if (extended === 2) message.writeUInt16BE(length, 2);
  if (extended === 8) message.writeBigUInt64BE(BigInt(length), 2);
  const mask = nextMask();
  const from = 2 + extended;
  mask.copy(message, from);
  for (let i = 0; i < length; i++) message[from + 4 + i] = (payload[i] as number) ^ (mask[i & 3] as number);
  return message;
}

let masks = Buffer.alloc(0);
let used = 0;

function nextMask(): Buffer {
  if (used === masks.length) {
    masks = randomBytes(4_096);
    used = 0;
  }
  used += 4;
  return masks.subarray(used - 4, used);
}
