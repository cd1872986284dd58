/**
 * A recorded machine: zstd over a varint length and a JSON dictionary, then for each frame a varint length and the bytes of
 * the protocol's frame codec, one connection's worth.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { Dictionary } from '@fettle/shared/protocol/frame';
import { createFrameDecoder } from '@fettle/shared/protocol/frame-decoder';
import { createFrameEncoder } from '@fettle/shared/protocol/frame-encoder';
import { ByteReader, ByteWriter } from '@fettle/shared/protocol/varint';

export interface RecordedFrame {
  readonly time: number;
  /** The first ones may be shorter than the dictionary. */
  readonly values: Float64Array;
}

export interface Recorded {
  readonly dictionary: Dictionary;
  readonly frames: readonly RecordedFrame[];
}

export function packRecorded(dictionary: Dictionary, frames: readonly RecordedFrame[]): Buffer {
  const decimals = Uint8Array.from(dictionary.series, (one) => one.decimals);
  const encoder = createFrameEncoder();
  const parts: Uint8Array[] = [];
  const put = (bytes: Uint8Array) => {
    const length = new ByteWriter();
    length.varint(bytes.length);
    parts.push(length.copy(), bytes);
  };
  put(Buffer.from(JSON.stringify(dictionary)));
  frames.forEach(({ time, values }, at) => {
    put(encoder.encode({ sequence: at + 1, time, offset: 0, values, tables: [] }, 1, decimals));
  });
  return zstdCompressSync(Buffer.concat(parts), { params: { [constants.ZSTD_c_compressionLevel]: 19 } });
}

export function unpackRecorded(packed: Uint8Array): Recorded {
  const bytes = zstdDecompressSync(packed);
  const reader = new ByteReader(bytes);
  const take = () => {
    const length = reader.varint();
    const from = bytes.length - reader.left;
    for (let n = 0; n < length; n++) reader.byte();
    return bytes.subarray(from, from + length);
  };
  const dictionary = JSON.parse(Buffer.from(take()).toString('utf8')) as Dictionary;
  const decoder = createFrameDecoder();
  decoder.dictionary({ type: 'dictionary', id: 1, series: [...dictionary.series], omitted: 0 });
  const frames: RecordedFrame[] = [];
  while (reader.left > 0) {
    const { time, values } = decoder.decode(take());
    frames.push({ time, values });
  }
  return { dictionary, frames };
}

/** The set that lies beside this file. */
export function recorded(): Recorded {
  return unpackRecorded(readFileSync(join(import.meta.dirname, 'recorded.bin.zst')));
}
