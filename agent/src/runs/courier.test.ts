import type { FromAgent } from '@fettle/shared/protocol/messages';
import { expect, test } from 'vitest';
import { fakeClock } from '../clock.fixture.ts';
import type { Said } from '../link/needs.ts';
import { createCourier } from './courier.ts';

function sending() {
  const clock = fakeClock();
  const said: FromAgent[] = [];
  const link = { is: 'sent' as Said, most: [] as number[] };
  const courier = createCourier((message, most) => {
    link.most.push(most);
    if (link.is === 'sent') said.push(message);
    return link.is;
  }, clock);
  const want = (name: string) => ({ type: 'want', sha256: name, offset: 0 }) as const;
  const output = (at: number, text: string, order = 'o') =>
    courier.output({ type: 'output', order, run: 1, at, data: Buffer.from(text).toString('base64') });
  const outputs = () =>
    said.flatMap((one) =>
      one.type === 'output' ? [[one.order, one.at, Buffer.from(one.data, 'base64').toString()] as const] : [],
    );
  return { clock, said, link, courier, want, output, outputs };
}

test('everything in its order; what waits with the same key is replaced by the newer', () => {
  const { clock, said, link, courier, want } = sending();
  link.is = 'full';
  for (const [key, name] of ['a 1', 'b 2', 'c 3', 'b 4'].map((one) => one.split(' ')))
    courier.say(key ?? '', want(name ?? ''));
  link.is = 'sent';
  clock.advance(100);
  expect(said).toEqual(['1', '3', '4'].map(want));
});

test('parts of one thing come together, and no more once it is not needed', () => {
  const { clock, said, link, courier, want } = sending();
  let needed = true;
  courier.send({ key: 'r', open: () => ({ parts: 2, part: (place) => (needed ? want(`part ${place}`) : null) }) });
  expect(said).toEqual([want('part 0'), want('part 1')]);
  link.is = 'full';
  courier.send({ key: 'r', open: () => ({ parts: 9, part: (place) => (needed ? want(`again ${place}`) : null) }) });
  courier.say('w', want('behind'));
  needed = false;
  link.is = 'sent';
  clock.advance(100);
  expect(said.slice(2)).toEqual([want('behind')]);
});

test('without a connection nothing is kept: who sent it sends it again', () => {
  const { clock, said, link, courier, want } = sending();
  link.is = 'down';
  courier.say('a', want('1'));
  link.is = 'sent';
  courier.restart();
  clock.advance(10_000);
  expect(said).toEqual([]);
});

test('small pieces of output are put together, others are not', () => {
  const { clock, output, outputs } = sending();
  for (let n = 0; n < 100; n++) output(n * 6, `line ${n % 10}`);
  expect(outputs()).toEqual([]);
  clock.advance(250);
  expect(outputs()).toHaveLength(1);
  expect(outputs()[0]?.[2]).toHaveLength(600);
  output(600, 'next');
  output(700, 'after a gap');
  output(0, 'of another', 'p');
  clock.advance(250);
  expect(outputs().slice(1)).toEqual([
    ['o', 600, 'next'],
    ['o', 700, 'after a gap'],
    ['p', 0, 'of another'],
  ]);
});

test('a flood of output is cut to what a link bears, and waits behind little', () => {
  const { clock, output, outputs, link } = sending();
  for (let n = 0; n < 1_000; n++) {
    output(n * 16_384, 'x'.repeat(16_384));
    clock.advance(10);
  }
  const bytes = outputs().reduce((sum, [, , text]) => sum + text.length, 0);
  expect(bytes).toBeGreaterThan(10 * 60_000);
  expect(bytes).toBeLessThan(11 * 100_000);
  expect(Math.max(...link.most)).toBe(16 * 1024);
});
