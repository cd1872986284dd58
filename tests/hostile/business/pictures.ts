// Pictures as somebody who wants to do harm would upload them.
import { crc32, deflateSync } from 'node:zlib';

const head = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function chunk(name: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

function ihdr(width: number, height: number, colour: number, bits = 8, interlace = 0): Buffer {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width, 0);
  data.writeUInt32BE(height, 4);
  data.set([bits, colour, 0, 0, interlace], 8);
  return chunk('IHDR', data);
}

const png = (...chunks: readonly Buffer[]) => Buffer.concat([head, ...chunks, chunk('IEND', Buffer.alloc(0))]);
/** Rows of RGBA, each with its filter before it. */
const rows = (width: number, height: number, filter = 0) =>
  Buffer.concat(
    Array.from({ length: height }, () => Buffer.concat([Buffer.of(filter), Buffer.alloc(width * 4, 0x7f)])),
  );
const packed = (data: Uint8Array) => chunk('IDAT', deflateSync(data));

/** Red, green, blue and alpha, of that many pixels. */
export const rightPng = (width = 8, height = 8): Buffer => png(ihdr(width, height, 6), packed(rows(width, height)));

/** Each of these ended the process that drew it, filled its memory, or is nothing to be drawn. */
export const wrongPictures: Readonly<Record<string, () => Buffer>> = {
  'what cannot be unpacked': () => png(ihdr(8, 8, 6), chunk('IDAT', Buffer.from('not deflated at all'))),
  'what is cut off': () => png(ihdr(8, 8, 6), chunk('IDAT', deflateSync(rows(8, 8)).subarray(0, 12))),
  'a filter that there is not': () => png(ihdr(8, 8, 6), packed(rows(8, 8, 9))),
  'a bomb: a small picture that unpacks to very much': () => png(ihdr(8, 8, 6), packed(Buffer.alloc(60_000_000))),
  'many pixels within each way': () => png(ihdr(4_000, 4_000, 6), packed(Buffer.alloc(10))),
  'more pixels than memory has': () => png(ihdr(0xff_ff_ff_ff, 0xff_ff_ff_ff, 6), packed(rows(8, 8))),
  'a second head that says otherwise': () => png(ihdr(8, 8, 6), ihdr(60_000, 60_000, 6), packed(rows(8, 8))),
  'a depth that there is not': () => png(ihdr(8, 8, 6, 3), packed(rows(8, 8))),
  'colours of a palette that is missing': () => png(ihdr(8, 8, 3), packed(Buffer.alloc(72))),
  'no pixels': () => png(ihdr(0, 8, 6), packed(Buffer.alloc(0))),
  'a chunk longer than the file': () => {
    const whole = rightPng();
    whole.writeUInt32BE(0x80_00_00_10, 33);
    return whole;
  },
  'an SVG with a script': () =>
    Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`.padEnd(64)),
  'a page': () => Buffer.from('<!doctype html><script>alert(1)</script>'.padEnd(64)),
  'something after its end': () => Buffer.concat([rightPng(), Buffer.from('<script>alert(1)</script>')]),
};
