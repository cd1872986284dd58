import { createFrameDecoder } from '@fettle/shared/protocol/frame-decoder';
import { limits } from '@fettle/shared/protocol/limits';
import type { FromAgent } from '@fettle/shared/protocol/messages';
import { expect, test } from 'vitest';
import { fakeClock } from '../clock.fixture.ts';
import { createMemoryOutbox } from './outbox.ts';
import { createSender, pace } from './sender.ts';
import { createOffsetEstimate } from './offset.ts';

const dictionary = { series: [{ metric: 'm', attributes: {}, decimals: 0 }] };

function sending(room = 1_000) {
  const clock = fakeClock();
  const outbox = createMemoryOutbox({ frames: room, bytes: 1e9 });
  const decoder = createFrameDecoder();
  const said: FromAgent[] = [];
  const sent: number[] = [];
  const wire = {
    buffered: 0,
    send(data: string | Uint8Array) {
      if (typeof data !== 'string') sent.push(decoder.decode(data).sequence);
    },
    close() {},
    cut() {},
  };
  const unsendable: number[] = [];
  const nothing = () => {};
  const heard = {
    welcome: nothing,
    acknowledged: nothing,
    watch: nothing,
    snapshot: nothing,
    logLevel: nothing,
    unknown: nothing,
    ended: nothing,
    refused: nothing,
    unsendable: (sequence: number) => void unsendable.push(sequence),
  };
  const leftOut = { upTo: 0 };
  const sender = createSender(
    wire,
    {
      outbox,
      clock,
      heard,
      leftOut,
      offset: createOffsetEstimate(),
      interval: () => ({ interval: 1_000, watched: false }),
      facts: () => null,
      omitted: () => 0,
    },
    (message) => {
      said.push(message);
      if (message.type === 'dictionary') decoder.dictionary(message);
      if (message.type === 'resume') decoder.forget();
    },
  );
  let next = 1;
  const measure = (count: number, value = 1) => {
    for (let i = 0; i < count; i++, next++) {
      const frame = { sequence: next, time: clock.wall(), offset: 0, values: Float64Array.of(value), tables: [] };
      outbox.append({ frame, dictionary, base: null });
    }
    sender.frames();
  };
  const begin = (resume = 0) => {
    sender.begin(resume);
    sender.start();
  };
  return { sender, outbox, clock, wire, said, sent, measure, begin, unsendable, leftOut };
}

test('sends what is after the resume point, in order, the dictionary once', () => {
  const { measure, begin, sent, said, outbox } = sending();
  measure(5);
  begin(2);
  measure(2);
  expect(sent).toEqual([3, 4, 5, 6, 7]);
  expect(said.map(({ type }) => type)).toEqual(['dictionary']);
  expect(outbox.frames).toBe(5);
});

test('has no more than 600 frames unacknowledged, and goes on as acknowledgements come', () => {
  const { sender, measure, begin, sent, clock } = sending();
  measure(900);
  begin();
  clock.advance(5_000);
  expect(sent).toHaveLength(limits.unacknowledged);
  sender.acknowledged(500);
  clock.advance(5_000);
  expect(sent).toHaveLength(900);
});

test('sends what waited faster than it was measured, in order, yet not all at once', () => {
  const { sender, measure, begin, sent, clock } = sending(4_000);
  measure(3_600);
  begin();
  expect(sent).toHaveLength(pace.frames);
  for (let second = 0; second < 12; second++) {
    clock.advance(1_000);
    sender.acknowledged(sent.at(-1) ?? 0);
  }
  expect(sent).toEqual(Array.from({ length: 3_600 }, (_, i) => i + 1));
});

test('what is measured while a backlog goes out waits for its turn and then goes at once', () => {
  const { sender, measure, begin, sent, clock } = sending();
  measure(100);
  begin();
  measure(1);
  clock.advance(200);
  expect(sent.at(-1)).toBe(101);
  sender.acknowledged(101);
  clock.advance(1_000);
  measure(1);
  expect(sent.at(-1)).toBe(102);
});

test('waits while the socket’s buffer is full', () => {
  const { measure, begin, sent, wire, clock } = sending();
  wire.buffered = 1_000_000;
  measure(3);
  begin();
  expect(sent).toEqual([]);
  wire.buffered = 0;
  clock.advance(1_000);
  expect(sent).toEqual([1, 2, 3]);
});

test('after a back-off begins again behind the last acknowledgement, whatever was measured meanwhile', () => {
  const { sender, measure, begin, sent, said, clock } = sending();
  begin();
  measure(4);
  sender.acknowledged(1);
  sender.backOff(2_000);
  measure(1);
  clock.advance(1_999);
  expect(sent).toEqual([1, 2, 3, 4]);
  clock.advance(1);
  expect(said.at(-1)).toEqual({ type: 'resume', after: 1 });
  expect(sent).toEqual([1, 2, 3, 4, 2, 3, 4, 5]);
});

test('begins again with a key frame although everything it had sent was dropped meanwhile', () => {
  const { sender, measure, begin, sent, clock, outbox } = sending(3);
  begin();
  measure(2);
  sender.backOff(2_000);
  measure(4);
  // A delta on frames that the collector did not read would be refused here by the decoder.
  clock.advance(2_000);
  expect(sent).toEqual([1, 2, 4, 5, 6]);
  expect(outbox.dropped).toBe(3);
});

test('a frame that cannot be encoded is left out and told, the others go on', () => {
  const { measure, begin, sent, outbox, unsendable } = sending();
  const frame = { sequence: 0.5, time: 0, offset: 0, values: Float64Array.of(1), tables: [] };
  outbox.append({ frame, dictionary, base: null });
  measure(2);
  begin();
  expect(unsendable).toEqual([0.5]);
  expect(sent).toEqual([1, 2]);
});

test('a frame that is left out is not sent again, neither on a new connection nor after a back-off', () => {
  const { sender, measure, begin, sent, clock, leftOut } = sending();
  measure(3);
  leftOut.upTo = 2;
  begin(1);
  expect(sent).toEqual([3]);
  expect(sender.first).toBe(3);
  sender.backOff(1_000);
  clock.advance(1_000);
  expect(sent).toEqual([3, 3]);
});
