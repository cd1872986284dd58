import { beforeEach, expect, test } from 'vitest';
import { Keeper, type LiveState } from './keeper.ts';
import type { LiveMessage, StreamListener } from './stream.ts';
import { nothing, type Topics } from './topics.ts';

interface Opened {
  topics: Topics;
  listener: StreamListener;
  open: boolean;
}
let streams: Opened[];
let timers: { at: number; run: () => void }[];
let states: LiveState[];
let messages: LiveMessage[];
let now: number;
let keeper: Keeper;

function pass(ms: number) {
  const until = now + ms;
  for (;;) {
    const next = timers.filter(({ at }) => at <= until).toSorted((a, b) => a.at - b.at)[0];
    if (!next) break;
    timers.splice(timers.indexOf(next), 1);
    now = next.at;
    next.run();
  }
  now = until;
}
const hello: LiveMessage = { name: 'hello', data: { time: 0, version: '0.1.0' } };
const fleet: Topics = { fleet: true, devices: [] };
const stream = (n: number) => streams[n] as Opened;
const openOnes = () => streams.filter(({ open }) => open).length;

beforeEach(() => {
  streams = [];
  timers = [];
  states = [];
  messages = [];
  now = 1_000;
  keeper = new Keeper({
    open(topics, listener) {
      const opened = { topics, listener, open: true };
      streams.push(opened);
      return () => {
        opened.open = false;
      };
    },
    now: () => now,
    random: () => 1,
    later(run, ms) {
      const timer = { at: now + ms, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((one) => one !== timer);
      };
    },
    message: (message) => messages.push(message),
    state: (state) => states.push(state),
  });
});

test('opens when something is wanted and closes when nothing is', () => {
  keeper.want(fleet);
  stream(0).listener.message(hello);
  expect(states).toEqual([{ kind: 'connecting' }, { kind: 'live' }]);
  keeper.want(nothing);
  expect(openOnes()).toBe(0);
  expect(states.at(-1)).toEqual({ kind: 'closed' });
  pass(600_000);
  expect(streams).toHaveLength(1);
});

test('a changed wish opens the new stream before it closes the old one', () => {
  keeper.want(fleet);
  stream(0).listener.message(hello);
  keeper.want({ fleet: true, devices: ['a'] });
  expect(openOnes()).toBe(2);
  stream(1).listener.message(hello);
  expect(stream(0).open).toBe(false);
  expect(openOnes()).toBe(1);
});

test('a lost stream comes back by itself, with growing waits, and says since when', () => {
  keeper.want(fleet);
  stream(0).listener.message(hello);
  now = 5_000;
  stream(0).listener.lost();
  expect(states.at(-1)).toEqual({ kind: 'lost', since: 5_000, next: 6_000 });
  pass(1_000);
  expect(streams).toHaveLength(2);
  stream(1).listener.lost();
  expect(states.at(-1)).toEqual({ kind: 'lost', since: 5_000, next: 8_000 });
  pass(2_000);
  stream(2).listener.message(hello);
  expect(states.at(-1)).toEqual({ kind: 'live' });
  stream(2).listener.lost();
  expect(states.at(-1)).toEqual({ kind: 'lost', since: 8_000, next: 9_000 });
});

test('a person may try at once', () => {
  keeper.want(fleet);
  stream(0).listener.lost();
  keeper.retry();
  expect(streams).toHaveLength(2);
  pass(30_000);
  expect(streams).toHaveLength(2);
});

test('a stream on which nothing comes is opened anew', () => {
  keeper.want(fleet);
  stream(0).listener.message(hello);
  pass(44_000);
  stream(0).listener.message({ name: 'reset', data: {} });
  pass(44_000);
  expect(streams).toHaveLength(1);
  pass(2_000);
  expect(streams).toHaveLength(2);
  stream(1).listener.message(hello);
  expect(openOnes()).toBe(1);
});

test('a late word of a closed stream is not passed on', () => {
  keeper.want(fleet);
  stream(0).listener.message(hello);
  keeper.want(nothing);
  stream(0).listener.message({ name: 'reset', data: {} });
  stream(0).listener.lost();
  expect(messages).toEqual([hello]);
  expect(states.at(-1)).toEqual({ kind: 'closed' });
});

test('other rows in sight: the next stream takes over without a greeting, one after a loss greets again', () => {
  keeper.want(fleet);
  stream(0).listener.message(hello);
  keeper.want({ ...fleet, rows: ['a'] });
  expect(openOnes()).toBe(2);
  stream(1).listener.message(hello);
  expect(openOnes()).toBe(1);
  expect(messages.filter(({ name }) => name === 'hello')).toHaveLength(1);
  stream(1).listener.lost();
  pass(60_000);
  stream(2).listener.message(hello);
  expect(messages.filter(({ name }) => name === 'hello')).toHaveLength(2);
});
