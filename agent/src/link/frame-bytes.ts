import type { Frame } from '@fettle/shared/protocol/frame';
import { createFrameEncoder } from '@fettle/shared/protocol/frame-encoder';
import type { Entry } from './outbox.ts';

export interface FrameBytes {
  /**
   * The bytes of one frame of a connection, in the order of sending. Those that the outbox has made of it are taken where the
   * other side has all that they build on: to encode a frame twice would cost as much again.
   * @param frame that of the entry, or the same with a better offset
   * @throws FettleError as the encoder's; nothing changed then
   */
  of(entry: Entry, frame: Frame, dictionaryId: number, decimals: Uint8Array): Uint8Array;
}

export function createFrameBytes(): FrameBytes {
  let encoder = createFrameEncoder();
  /** The chain of the outbox whose frames were sent so far, all of them up to the last; null: the encoder's own. */
  let chain: object | null = null;
  let last = 0;

  return {
    of(entry, frame, dictionaryId, decimals) {
      const encoded = frame === entry.frame ? entry.encoded : undefined;
      if (encoded !== undefined && encoded.chain === chain && encoded.after === last) {
        last = frame.sequence;
        return encoded.bytes;
      }
      const begins = encoded?.after === null;
      // Its key frame names the dictionary by the connection's number, and the frames after it follow it just as well.
      if (begins || chain !== null) encoder = createFrameEncoder();
      chain = null;
      const bytes = encoder.encode(frame, dictionaryId, decimals);
      chain = begins ? encoded.chain : null;
      last = frame.sequence;
      return bytes;
    },
  };
}
