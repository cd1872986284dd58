import { expect, test } from 'vitest';
import { fakeClock } from '../clock.fixture.ts';
import type { Ask } from '../executor/wire.ts';
import { type ChannelEvents, createExecutor } from './executor-client.ts';

function asking() {
  const clock = fakeClock();
  const opened: { events: ChannelEvents; sent: Ask[]; closed: boolean; cut: boolean }[] = [];
  const log = { level: 'info', error() {}, warn() {}, info() {}, debug() {} };
  const executor = createExecutor(
    (events) => {
      const one = { events, sent: [] as Ask[], closed: false, cut: false };
      opened.push(one);
      return {
        send: (line) => void one.sent.push(JSON.parse(line) as Ask),
        close: () => void (one.closed = true),
        cut: () => void (one.cut = true),
      };
    },
    clock,
    log,
  );
  const say = (answer: object) => opened.at(-1)?.events.line(JSON.stringify(answer));
  return { clock, opened, executor, say };
}

const end = (error: string | null = null) => ({ answer: 'end', error });
const fire: Ask = {
  ask: 'fire',
  standing: 's',
  firing: { kind: 'clock', due: 1 },
  scripts: [],
  sealed: null,
  blobs: {},
};

test('asks go out at once, over one connection, and each hears its own answers', async () => {
  const { executor, opened, say } = asking();
  const heard: string[] = [];
  const first = executor.ask(fire, ({ answer }) => heard.push(`first ${answer}`));
  const second = executor.ask({ ask: 'stop' }, ({ answer }) => heard.push(`second ${answer}`));
  expect(opened).toHaveLength(1);
  expect(opened[0]?.sent.map(({ ask }) => ask)).toEqual(['fire', 'stop']);
  say({ answer: 'began', order: 's', run: 1 });
  say(end('rate'));
  say(end());
  expect([await first, await second]).toEqual(['rate', null]);
  expect(heard).toEqual(['first began']);
});

test('a connection that is not used is closed, and another opened when it is needed', async () => {
  const { executor, opened, say, clock } = asking();
  const asked = executor.ask({ ask: 'state' });
  say(end());
  await asked;
  clock.advance(2_999);
  expect(opened[0]?.closed).toBe(false);
  clock.advance(1);
  expect(opened[0]?.closed).toBe(true);
  const again = executor.ask({ ask: 'state' });
  expect(opened).toHaveLength(2);
  // What the old one says late is nobody's.
  opened[0]?.events.closed('it ended');
  say(end());
  expect(await again).toBeNull();
});

test.each([
  ['goes away', (events: ChannelEvents) => events.closed('killed')],
  ['says what is no JSON', (events: ChannelEvents) => events.line('hello')],
  ['says what is no answer', (events: ChannelEvents) => events.line('{"answer":"toString"}')],
  ['says nothing but null', (events: ChannelEvents) => events.line('null')],
])('an executor that %s loses all that was asked', async (_what, fail) => {
  const { executor, opened } = asking();
  const asked = [executor.ask(fire), executor.ask({ ask: 'state' })];
  fail(opened[0]?.events as ChannelEvents);
  expect(await Promise.all(asked)).toEqual(['lost', 'lost']);
  void executor.ask({ ask: 'state' });
  expect(opened).toHaveLength(2);
});

test('one that does not answer is cut; a run may take as long as it takes', async () => {
  const { executor, opened, clock, say } = asking();
  const run = executor.ask(fire);
  const state = executor.ask({ ask: 'state' });
  clock.advance(86_400_000);
  expect(opened[0]?.cut).toBe(false);
  say(end());
  await run;
  clock.advance(60_000);
  expect(opened[0]?.cut).toBe(true);
  expect(await state).toBe('lost');
});

test('an executor that cannot be started is told as one that was lost', async () => {
  const clock = fakeClock();
  const log = { level: 'info', error() {}, warn() {}, info() {}, debug() {} };
  const executor = createExecutor(
    () => {
      throw new Error('ENOENT');
    },
    clock,
    log,
  );
  expect(await executor.ask({ ask: 'state' })).toBe('lost');
});

test('what hearing throws is thrown in the end, and ends nothing else', async () => {
  const { executor, say } = asking();
  const first = executor.ask({ ask: 'state' }, () => {
    throw new Error('ENOSPC');
  });
  const second = executor.ask({ ask: 'state' });
  say({ answer: 'state', state: {} });
  say(end());
  say(end());
  await expect(first).rejects.toThrow('ENOSPC');
  expect(await second).toBeNull();
});
