/** One stretch of bytes, compressed or as it is. */
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';

const options = { chunkSize: 16_384, params: { [constants.ZSTD_c_compressionLevel]: 3 } };

/** @returns a frame of zstd, level 3; or the bytes as they are (a copy), where that is not longer */
export function compress(bytes: Uint8Array): Buffer {
  const packed = zstdCompressSync(bytes, options);
  return packed.length < bytes.length ? packed : Buffer.from(bytes);
}

/** @param length of what was compressed, bytes. @throws Error if the bytes are damaged */
export function decompress(packed: Uint8Array, length: number): Uint8Array {
  if (packed.length === length) return packed;
  const bytes = zstdDecompressSync(packed, {
    chunkSize: Math.max(1_024, length),
    maxOutputLength: Math.max(1, length),
  });
  if (bytes.length !== length) throw new RangeError('Stored data is shorter than it was: it is damaged.');
  return bytes;
}
