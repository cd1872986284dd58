import { text } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { listing, type Part } from './json-stream.ts';

const part = 'x'.repeat(99_998);

/** Items of 100 kB; counts those that were asked for, and whether somebody ended them. */
function source(count: number, failAt = Number.POSITIVE_INFINITY) {
  const seen = { asked: 0, ended: false };
  async function* items(): AsyncGenerator<Part> {
    try {
      for (let n = 0; n < count; n++) {
        seen.asked++;
        if (n === failAt) throw new Error('gone');
        yield (into) => into.text(`${n > 0 ? ',' : ''}${JSON.stringify(part)}`);
        await turn();
      }
    } finally {
      seen.ended = true;
    }
  }
  return { seen, items: items() };
}

describe('a listing as JSON', () => {
  it('is given as it is while it is short', async () => {
    expect(await listing(source(0).items)).toEqual(Buffer.from('{"items":[],"next":null}'));
    const found = await listing(source(3).items);
    expect(found).toBeInstanceOf(Buffer);
    expect(JSON.parse((found as Buffer).toString())).toEqual({ items: [part, part, part], next: null });
  });

  it('is a stream when it is long', async () => {
    const found = await listing(source(40).items);
    expect(found).toBeInstanceOf(Readable);
    const { items, next } = JSON.parse(await text(found as Readable)) as { items: string[]; next: null };
    expect([items.length, new Set(items), next]).toEqual([40, new Set([part]), null]);
  });

  it('comes no faster than it is read, and ends with who reads it', async () => {
    const { seen, items } = source(1_000);
    const found = (await listing(items)) as Readable;
    found.read();
    for (let n = 0; n < 100; n++) await turn();
    expect(seen.asked).toBeLessThan(40);
    found.destroy();
    for (let n = 0; n < 100; n++) await turn();
    expect(seen.ended).toBe(true);
  });

  it('fails in words while nothing was sent, and breaks off after that', async () => {
    await expect(listing(source(9, 2).items)).rejects.toThrow('gone');
    const found = (await listing(source(90, 60).items)) as Readable;
    await expect(text(found)).rejects.toThrow('gone');
  });
});
