import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { contrastWithWhite, wrongBrand } from './check-brand.ts';

const good = { name: 'Acme', accent: '#12393a', logo: null, foot: 'Acme Ltd, Berlin' };

describe('contrast with white', () => {
  // WCAG 2.2: black on white is 21, white 1; #767676 is the lightest grey that has 4.5, #777777 has less.
  test.each([
    ['#000000', 21],
    ['#ffffff', 1],
    ['#767676', 4.54],
    ['#777777', 4.48],
    ['#ff0000', 4],
    ['#0000ff', 8.59],
  ])('of %s is %d', (accent, ratio) => expect(contrastWithWhite(accent)).toBeCloseTo(ratio, 2));

  test('an accent that is too light is refused with its contrast', () => {
    expect(wrongBrand(good)).toBeNull();
    expect(wrongBrand({ ...good, accent: '#767676' })).toBeNull();
    expect(wrongBrand({ ...good, accent: '#777777' })).toContain('a contrast of 4.48 with white and needs 4.5');
  });
});

test.each([
  [{ name: '  ' }, 'Its name'],
  [{ name: 'A\u202eB' }, 'Its name'],
  [{ foot: 'one\ntwo' }, 'Its foot'],
])('%o is refused', (fields, words) => expect(wrongBrand({ ...good, ...fields })).toContain(words));

/** Empty rows of a picture with four bytes a pixel, each begun by its filter. */
const rows = (width: number, height: number) => deflateSync(Buffer.alloc((1 + 4 * width) * height));

/** A PNG of chunks; their sums are not looked at. */
function png(width: number, height: number, chunks: readonly [string, Uint8Array][] = [['IDAT', rows(width, height)]]) {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 6, 0, 0, 0], 8);
  const all: readonly [string, Uint8Array][] = [['IHDR', head], ...chunks, ['IEND', new Uint8Array()]];
  const written = all.map(([name, data]) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    return Buffer.concat([length, Buffer.from(name), data, Buffer.alloc(4)]);
  });
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), ...written]);
}

/** A JPEG of a start, a table, a frame header and an end. */
function jpeg(width: number, height: number, frame = 0xc2) {
  const size = [height >> 8, height & 255, width >> 8, width & 255];
  const table = [0xff, 0xc4, 0, 5, 0, 0, 0];
  return Buffer.from([0xff, 0xd8, ...table, 0xff, frame, 0, 11, 8, ...size, 1, 1, 0x11, 0, 0xff, 0xd9]);
}

describe('a logo', () => {
  const wrong = (type: 'image/png' | 'image/jpeg', bytes: Buffer) =>
    wrongBrand({ ...good, logo: { type, base64: bytes.toString('base64') } });

  test('is a whole PNG or JPEG by its own bytes', () => {
    expect(wrong('image/png', png(320, 80))).toBeNull();
    expect(wrong('image/jpeg', jpeg(320, 80))).toBeNull();
    expect(wrong('image/jpeg', png(320, 80))).toContain('no whole JPEG');
    expect(wrong('image/png', jpeg(320, 80))).toContain('no whole PNG');
    expect(wrong('image/png', Buffer.from('<svg onload="alert(1)"/>'.repeat(4)))).toContain('no whole PNG');
  });

  test('cut short, without data, or with something behind its end is none', () => {
    const whole = png(320, 80);
    for (let length = 0; length < whole.length; length += 1)
      expect(wrong('image/png', whole.subarray(0, length)), String(length)).not.toBeNull();
    expect(wrong('image/png', png(320, 80, [['tEXt', Buffer.alloc(30)]]))).toContain('no whole PNG');
    expect(wrong('image/png', Buffer.concat([whole, Buffer.from('PK\u0003\u0004')]))).toContain('no whole PNG');
    const photo = jpeg(320, 80);
    for (let length = 0; length < photo.length; length += 1)
      expect(wrong('image/jpeg', photo.subarray(0, length)), String(length)).not.toBeNull();
    // A table of Huffman codes alone has no size.
    expect(wrong('image/jpeg', jpeg(320, 80, 0xc4))).toContain('no whole JPEG');
  });

  test('is not larger than paper', () => {
    expect(wrong('image/png', png(4_000, 1_000))).toBeNull();
    expect(wrong('image/png', png(4_000, 1_001))).toContain('4000000 in all');
    expect(wrong('image/png', png(4_001, 10))).toContain('4001 by 10 pixels and may have up to 4000 each way');
    expect(wrong('image/png', png(0, 10))).toContain('0 by 10');
    expect(wrong('image/jpeg', jpeg(60_000, 10))).toContain('60000 by 10');
  });

  test('is written in base 64, and in nothing else', () => {
    for (const base64 of ['', '####', 'iVBORw0KGgo', `${png(1, 1).toString('base64')}\n`])
      expect(wrongBrand({ ...good, logo: { type: 'image/png', base64 } })).toContain('base 64');
  });
});
