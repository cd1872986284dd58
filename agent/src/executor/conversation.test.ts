import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { converse } from './conversation.ts';
import { createLines } from './lines.ts';
import { readAsk } from './read-ask.ts';
import { type Answer, type Ask, longestLine } from './wire.ts';

/** Says something to one who answers each ask with its kind. */
async function say(...pieces: (string | Buffer)[]): Promise<{ answers: Answer[]; asked: string[]; ahead: string[] }> {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const asked: string[] = [];
  const ahead: string[] = [];
  const done = converse(input, output, {
    ahead: (ask) => void ahead.push(ask.ask),
    async answer(ask) {
      asked.push(ask.ask);
      await sleep(1);
      return null;
    },
  });
  for (const piece of pieces) input.write(piece);
  input.end();
  await done;
  output.end();
  const text = Buffer.concat(await output.toArray()).toString();
  const answers = text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Answer);
  return { answers, asked, ahead };
}
const end = (error: string | null = null) => ({ answer: 'end', error });
const state = '{"ask":"state"}\n';

test('asks are answered in their order, and looked at when they come', async () => {
  const { answers, asked, ahead } = await say(state, '{"ask":"stop"}\n{"ask":"for', 'get","upTo":3}\n');
  expect(answers).toEqual([end(), end(), end()]);
  expect(asked).toEqual(['state', 'stop', 'forget']);
  expect(ahead).toEqual(asked);
});

test('more asks than wait at once are all answered', async () => {
  const { answers } = await say(state.repeat(300));
  expect(answers).toEqual(Array.from({ length: 300 }, () => end()));
});

test.each<[string, string | Buffer]>([
  ['no JSON', 'hello\n'],
  ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00, 0x0a])],
  ['an empty line', '\n'],
  ['a list', '[]\n'],
  ['null', 'null\n'],
  ['an ask that there is not', '{"ask":"run"}\n'],
  ['one that all objects have', '{"ask":"constructor"}\n'],
  ['__proto__', '{"__proto__":{"ask":"state"},"ask":"__proto__"}\n'],
  ['a field more', '{"ask":"state","x":1}\n'],
  ['a field less', '{"ask":"forget"}\n'],
  ['a wrong kind', '{"ask":"forget","upTo":"3"}\n'],
  ['a fraction', '{"ask":"forget","upTo":0.5}\n'],
  [
    'hashes that are no texts',
    '{"ask":"order","envelope":{},"path":{"index":0,"hashes":[1]},"scripts":[],"sealed":null,"blobs":{}}\n',
  ],
  ['deep lists', `${'['.repeat(200_000)}\n`],
])('what is no ask is not understood, and what follows is: %s', async (_name, line) => {
  const { answers, asked } = await say(line, state);
  expect(answers).toEqual([end('not_understood'), end()]);
  expect(asked).toEqual(['state']);
});

test('a line without end costs no memory, and what follows it is understood', async () => {
  const lines = createLines(1_000);
  const before = process.memoryUsage().arrayBuffers;
  for (let i = 0; i < 500; i++) expect(lines(Buffer.alloc(100_000, 'x'))).toEqual([]);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(60_000_000);
  expect(lines(Buffer.from('x\n{}\nhalf'))).toEqual([null, '{}']);
  const { answers } = await say(Buffer.alloc(longestLine + 1, 'x'), '\n', state);
  expect(answers).toEqual([end('not_understood'), end()]);
});

test('a half line at the end is nobody’s ask', async () => {
  expect(await say(state, '{"ask":"stop"}')).toMatchObject({ asked: ['state'] });
});

test('one who leaves and one who does not listen harm nobody', async () => {
  const [input, output] = [new PassThrough(), new PassThrough({ highWaterMark: 10 })];
  const large: Answer = { answer: 'output', order: 'x', run: 1, at: 0, data: 'x'.repeat(100) };
  let told = 0;
  const done = converse(input, output, {
    ahead() {},
    async answer(_ask: Ask, tell) {
      for (let i = 0; i < 3; i++) await tell(large).then(() => told++);
      return null;
    },
  });
  input.write(state);
  await sleep(10);
  expect(told).toBe(0);
  output.destroy(new Error('gone'));
  input.end();
  await done;
  expect(told).toBe(3);
});

test('every ask is read as it was written', () => {
  const asks: Ask[] = [
    { ask: 'keep', envelopes: [{ payload: '', payloadType: '', signatures: [] }] },
    {
      ask: 'fire',
      standing: 'x',
      firing: { kind: 'clock', due: 1 },
      scripts: [],
      sealed: { v: 1, key: '', nonce: '', box: '' },
      blobs: { a: '' },
    },
    { ask: 'judged', standing: 'x', run: 1, cleared: false },
    { ask: 'receipts', after: 0 },
  ];
  for (const ask of asks) expect(readAsk(JSON.stringify(ask))).toEqual(ask);
});
