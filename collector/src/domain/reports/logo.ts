import { inflateSync } from 'node:zlib';
import type { Brand } from './types.ts';

/** Each way, and in all: more than any paper shows of a logo, and little enough to be unpacked by anybody. */
const mostPixels = 4_000;
const mostArea = 4_000_000;

/**
 * What is wrong in a logo; null: nothing. It is unpacked here once, within bounds: those who draw it later unpack it without any, and where
 * it is broken some of them end the process.
 */
export function wrongLogo({ type, base64 }: NonNullable<Brand['logo']>): string | null {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(base64) || base64 === '')
    return 'logo: it is not written in base 64.';
  const bytes = Buffer.from(base64, 'base64');
  const found = type === 'image/png' ? pngSize(bytes) : jpegSize(bytes);
  if (found === null) return `logo: this is no whole ${type === 'image/png' ? 'PNG' : 'JPEG'} image.`;
  const { width, height } = found;
  if (width < 1 || height < 1 || width > mostPixels || height > mostPixels || width * height > mostArea)
    return `logo: it is ${width} by ${height} pixels and may have up to ${mostPixels} each way, ${mostArea} in all.`;
  return type === 'image/png' && !isUnpacked(found as Png)
    ? 'logo: what this PNG image holds is not what its head says.'
    : null;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

interface Png extends Size {
  readonly bits: number;
  readonly colour: number;
  readonly interlaced: boolean;
  /** Of all its IDAT chunks. */
  readonly packed: Buffer;
}

const pngHead = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Chunks that change what is drawn stand there once at most. */
const once = new Set(['IHDR', 'PLTE', 'tRNS']);

/** By its header; null: no PNG from its signature to its end (W3C PNG, sections 5.2, 11.2.1, 11.2.4). */
function pngSize(bytes: Buffer): Png | null {
  if (bytes.length < 45 || !bytes.subarray(0, 8).equals(pngHead)) return null;
  if (bytes.readUInt32BE(8) !== 13 || bytes.toString('latin1', 12, 16) !== 'IHDR') return null;
  const packed: Buffer[] = [];
  const seen = new Set<string>();
  for (let at = 8; at + 12 <= bytes.length;) {
    const [length, name] = [bytes.readUInt32BE(at), bytes.toString('latin1', at + 4, at + 8)];
    if (once.has(name) && seen.has(name)) return null;
    seen.add(name);
    if (name === 'IDAT') packed.push(bytes.subarray(at + 8, at + 8 + length));
    if (name === 'IEND') {
      if (length !== 0 || at + 12 !== bytes.length || packed.length === 0) return null;
      const [bits, colour, , , interlace] = bytes.subarray(24, 29) as unknown as [
        number,
        number,
        number,
        number,
        number,
      ];
      if (colour === 3 && !seen.has('PLTE')) return null;
      const size = { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
      return { ...size, bits, colour, interlaced: interlace === 1, packed: Buffer.concat(packed) };
    }
    at += 12 + length;
  }
  return null;
}

/** Channels and bit depths of each colour type (section 11.2.1). */
const kinds: Readonly<Record<number, { readonly channels: number; readonly bits: readonly number[] }>> = {
  0: { channels: 1, bits: [1, 2, 4, 8, 16] },
  2: { channels: 3, bits: [8, 16] },
  3: { channels: 1, bits: [1, 2, 4, 8] },
  4: { channels: 2, bits: [8, 16] },
  6: { channels: 4, bits: [8, 16] },
};
/** Adam7: where each pass begins, and its steps (section 8.2). */
const adam7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;
const lastFilter = 4;

/** Whether it unpacks to exactly its lines, each with a filter that there is. */
function isUnpacked({ width, height, bits, colour, interlaced, packed }: Png): boolean {
  const kind = kinds[colour];
  if (!kind?.bits.includes(bits)) return false;
  const passes = interlaced ? adam7 : ([[0, 0, 1, 1]] as const);
  const lines = passes.flatMap(([x, y, stepX, stepY]) => {
    const [wide, high] = [Math.ceil((width - x) / stepX), Math.ceil((height - y) / stepY)];
    if (wide <= 0 || high <= 0) return [];
    return Array<number>(high).fill(1 + Math.ceil((wide * bits * kind.channels) / 8));
  });
  const whole = lines.reduce((sum, length) => sum + length, 0);
  const raw = unpacked(packed, whole);
  if (raw?.length !== whole) return false;
  let at = 0;
  return lines.every((length) => {
    const filter = raw[at] ?? lastFilter + 1;
    at += length;
    return filter <= lastFilter;
  });
}

/** Null: it cannot be unpacked, or is more than so many bytes. */
function unpacked(packed: Buffer, most: number): Buffer | null {
  try {
    return inflateSync(packed, { maxOutputLength: most + 1 });
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code.startsWith('Z_') || code === 'ERR_BUFFER_TOO_LARGE') return null;
    throw error;
  }
}

/** By its first frame header; null: no JPEG from its first marker to its last (ITU-T T.81, annex B). */
function jpegSize(bytes: Buffer): Size | null {
  const last = bytes.length - 2;
  if (bytes.length < 20 || bytes.readUInt16BE(0) !== 0xff_d8 || bytes.readUInt16BE(last) !== 0xff_d9) return null;
  for (let at = 2; at + 9 < bytes.length;) {
    const marker = bytes.readUInt16BE(at);
    if (marker >> 8 !== 0xff) return null;
    const isFrame = marker >= 0xff_c0 && marker <= 0xff_cf && ![0xff_c4, 0xff_c8, 0xff_cc].includes(marker);
    if (isFrame) return { width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) };
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return null;
}
