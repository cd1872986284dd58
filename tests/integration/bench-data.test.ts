/** What the benchmarks send: to the collector and to peers, and the recorded set. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dictionary, madeDevice } from '../bench/data/device.ts';
import { packRecorded, recorded, unpackRecorded } from '../bench/data/recorded.ts';
import { clientMessage } from '../bench/load/stream.ts';
import { labelsOf, Requests } from '../bench/peers/remote-write.ts';
import { compress } from '../bench/peers/snappy.ts';

/** Snappy's block format read plainly. */
function decompress(bytes: Buffer): Buffer {
  let at = 0;
  let length = 0;
  for (let scale = 1; ; scale *= 128) {
    const byte = bytes[at++] ?? 0;
    length += (byte & 0x7f) * scale;
    if (byte < 128) break;
  }
  const out = Buffer.alloc(length);
  let end = 0;
  while (at < bytes.length) {
    const tag = bytes[at++] ?? 0;
    if ((tag & 3) === 0) {
      const code = tag >> 2;
      const more = code < 60 ? 0 : code - 59;
      const size = (code < 60 ? code : bytes.readUIntLE(at, more)) + 1;
      at += more;
      end += bytes.copy(out, end, at, at + size);
      at += size;
    } else {
      const offset = bytes.readUInt16LE(at);
      at += 2;
      for (let n = 0; n <= tag >> 2; n++) out[end] = out[end++ - offset] ?? 0;
    }
  }
  expect(end).toBe(length);
  return out;
}

describe('remote write', () => {
  test('what is compressed is what was there', () => {
    const words = fc.array(fc.constantFrom('device', 'metric', 'abc', '0'), { maxLength: 30_000 });
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 3_000 }).map((some) => Buffer.from(some)),
      words.map((some) => Buffer.from(some.join(''))),
    );
    fc.assert(
      fc.property(bytes, (input) => decompress(compress(input)).equals(input)),
      { numRuns: 60 },
    );
    expect(compress(Buffer.alloc(100_000, 'sample')).length).toBeLessThan(6_000);
  });

  test('a request holds each sample with its labels, in order of names', () => {
    const frame = madeDevice({ seed: 1, start: 1_790_000_000_000, interval: 10_000 }).next();
    const requests = new Requests(60);
    const full = requests.add(frame, labelsOf(7, dictionary));
    const text = decompress(full as Buffer);
    expect(requests.take()).toBeNull();
    const ofMode = labelsOf(7, dictionary)[2] ?? Buffer.alloc(0);
    const places = ['__name__', 'cpu_mode', 'device'].map((name) => ofMode.indexOf(name));
    expect(places.every((place, at) => place > (places[at - 1] ?? 0))).toBe(true);
    expect(text.includes(ofMode)).toBe(true);
    const value = Buffer.alloc(8);
    value.writeDoubleLE(frame.values[1] ?? 0);
    expect(text.includes(value)).toBe(true);
    expect(text.toString('latin1').split('d7').length - 1).toBe(60);
  });
});

test('a message of a device is masked as RFC 6455 says', () => {
  for (const size of [1, 125, 126, 65_535, 65_536]) {
    const payload = Buffer.alloc(size, 'frame');
    const message = clientMessage(payload);
    const head = size < 126 ? 2 : size < 65_536 ? 4 : 10;
    const mask = message.subarray(head, head + 4);
    const plain = message.subarray(head + 4).map((byte, at) => byte ^ (mask[at & 3] ?? 0));
    expect(message[0]).toBe(0x82);
    expect(Buffer.from(plain).equals(payload)).toBe(true);
  }
});

test('a made device is the same for the same seed', () => {
  const [one, same, other] = [3, 3, 4].map((seed) => madeDevice({ seed, start: 1e12, interval: 10_000 }));
  for (let n = 0; n < 50; n++) {
    const values = [...(one?.next().values ?? [])];
    expect(values).toEqual([...(same?.next().values ?? [])]);
    expect(values).not.toEqual([...(other?.next().values ?? [])]);
  }
  expect(dictionary.series).toHaveLength(60);
});

test('the recorded set is read as it was packed, and names no place', () => {
  const { dictionary: names, frames } = recorded();
  expect(frames.length).toBeGreaterThan(1_000);
  const some = frames.slice(0, 20);
  expect(unpackRecorded(packRecorded(names, some)).frames).toEqual(some);
  const texts = new Set(names.series.flatMap(({ attributes }) => Object.values(attributes)));
  expect([...texts].filter((text) => /\/.+|\./.test(text))).toEqual([]);
});
