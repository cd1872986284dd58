import type { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { Handshakes } from './handshakes.ts';

function socket() {
  const state = { destroyed: false, reset: 0 };
  return Object.assign(state, {
    resetAndDestroy() {
      state.reset++;
      state.destroyed = true;
    },
  }) as unknown as Socket & { reset: number; destroyed: boolean };
}

test('those beyond the bound wait; in order, who went away not at all', () => {
  const handshakes = new Handshakes({ atOnce: 2, now: () => 0 });
  const begun: string[] = [];
  const enter = (name: string, one = socket()) => handshakes.enter(one, () => begun.push(name));
  const gone = socket();
  enter('a');
  enter('b');
  enter('c');
  enter('d');
  enter('gone', gone);
  expect([begun, handshakes.waiting]).toEqual([['a', 'b'], 3]);
  gone.destroyed = true;
  handshakes.done();
  expect(begun).toEqual(['a', 'b', 'c']);
  handshakes.done();
  handshakes.done();
  handshakes.done();
  expect([begun, handshakes.running, handshakes.waiting]).toEqual([['a', 'b', 'c', 'd'], 0, 0]);
});

test('who has waited too long is let go, and only he', () => {
  let time = 0;
  const handshakes = new Handshakes({ atOnce: 1, patience: 900, now: () => time });
  const [old, young] = [socket(), socket()];
  const begun: number[] = [];
  handshakes.enter(socket(), () => begun.push(1));
  handshakes.enter(old, () => begun.push(2));
  time = 800;
  handshakes.enter(young, () => begun.push(3));
  expect([old.reset, young.reset]).toEqual([0, 0]);
  time = 900;
  handshakes.enter(socket(), () => begun.push(4));
  expect([old.reset, young.reset, handshakes.waiting, begun]).toEqual([1, 0, 2, [1]]);
});

test('who says nothing keeps others out for a second at most, and ends later without giving a turn away', () => {
  let time = 0;
  const handshakes = new Handshakes({ atOnce: 1, now: () => time });
  const begun: number[] = [];
  handshakes.enter(socket(), () => begun.push(1));
  time = 999;
  handshakes.enter(socket(), () => begun.push(2));
  expect(begun).toEqual([1]);
  time = 1_000;
  handshakes.enter(socket(), () => begun.push(3));
  expect([begun, handshakes.running, handshakes.waiting]).toEqual([[1, 2], 2, 1]);
  handshakes.done();
  expect([begun, handshakes.running, handshakes.waiting]).toEqual([[1, 2], 1, 1]);
  handshakes.done();
  expect([begun, handshakes.running, handshakes.waiting]).toEqual([[1, 2, 3], 1, 0]);
});
