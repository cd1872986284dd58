import {
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FromAgent } from '@fettle/shared/protocol/messages';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fakeClock, type FakeClock } from '../clock.fixture.ts';
import { askableHere, bodyOf, formatItems, putAsk, toldOf } from '../commands/ask.ts';
import { askedHere, formatAsked } from '../commands/asked.ts';
import { readAsk } from './ask-text.ts';
import type { Said } from '../link/needs.ts';
import type { Log } from '../log.ts';
import { openAskDesk, type AskDesk } from './desk.ts';
import { allowed, hindrance, type KeptAsk, outworn } from './kept.ts';
import { type AskPlace, askPlace, makeAskPlace } from './place.ts';
import { readSpool } from './spool.ts';
import { userName } from './user-name.ts';

const quiet = () => undefined;
const log = { level: 'silent', error: quiet, warn: quiet, info: quiet, debug: quiet } as unknown as Log;
const key = (i: number) => String(i).padStart(32, '0');
const body = { item: 'clear', title: '', text: '', answers: {} };

let data: string;
let clock: FakeClock;
let place: AskPlace;
let sent: FromAgent[];
let link: Said;

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'fettle-asks-'));
  clock = fakeClock();
  place = makeAskPlace(data);
  sent = [];
  link = 'sent';
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

function open(): AskDesk {
  const say = (message: FromAgent) => {
    if (link === 'sent') sent.push(message);
    return link;
  };
  return openAskDesk({ data, say, clock, log }, place);
}
const spool = (i: number, text = JSON.stringify(body)) => writeFileSync(join(place.in, `${key(i)}.json`), text);
const asks = () => sent.filter(({ type }) => type === 'ask').map((message) => (message as { key: string }).key);
const answer = (i: number, change: object = {}) =>
  ({
    type: 'asked',
    key: key(i),
    id: 'r1',
    state: 'waiting',
    code: null,
    words: 'It waits.',
    time: 1,
    ...change,
  }) as const;

test('everybody may put something in, and nobody but the agent looks; what is told is found by its key alone', () => {
  expect(statSync(place.in).mode & 0o7777).toBe(0o1733);
  expect(statSync(place.told).mode & 0o777).toBe(0o711);
  expect(statSync(place.kept).mode & 0o777).toBe(0o700);
  const desk = open();
  spool(1);
  desk.scan();
  expect(statSync(join(place.told, `${key(1)}.json`)).mode & 0o777).toBe(0o644);
  expect(statSync(join(place.kept, `${key(1)}.json`)).mode & 0o777).toBe(0o600);
  expect(readdirSync(place.in)).toEqual([]);
});

test('it is sent one at a time, kept while there is no connection, and sent again until it is answered', () => {
  const desk = open();
  link = 'down';
  spool(1);
  spool(2);
  desk.scan();
  expect(toldOf(data, key(1))).toMatchObject({ state: 'kept' });
  link = 'sent';
  desk.restart();
  expect(sent[0]).toEqual({ type: 'wonder', keys: [] });
  expect(asks()).toEqual([key(1)]);
  expect(sent[1]).toMatchObject({ asker: { id: String(process.getuid?.() ?? 0) }, item: 'clear' });
  clock.advance(30_000);
  expect(asks()).toEqual([key(1), key(1)]);
  desk.asked(answer(1));
  expect(asks()).toEqual([key(1), key(1), key(2)]);
  desk.asked(answer(2, { id: null, state: 'not-taken', code: 'not_found', words: 'No.' }));
  clock.advance(600_000);
  expect(asks()).toHaveLength(3);
  // What is not over is wondered about after the next connection; what nobody asked is not kept.
  desk.restart();
  expect(sent.at(-1)).toEqual({ type: 'wonder', keys: [key(1)] });
  desk.asked(answer(7));
  expect(toldOf(data, key(7))).toBeNull();
  desk.asked(answer(1, { state: 'done', words: 'Done. It said: ok' }));
  expect(toldOf(data, key(1))).toMatchObject({ state: 'done', id: 'r1', words: 'Done. It said: ok' });
});

test('a full socket is tried again in a moment', () => {
  const desk = open();
  link = 'full';
  spool(1);
  desk.scan();
  link = 'sent';
  clock.advance(1_000);
  expect(asks()).toEqual([key(1)]);
});

test('killed right after it was kept, the next start keeps it once and sends it on', () => {
  link = 'down';
  open().scan();
  spool(1);
  const first = open();
  first.scan();
  spool(1);
  link = 'sent';
  const next = open();
  next.scan();
  expect(readdirSync(place.in)).toEqual([]);
  expect(asks()).toEqual([key(1)]);
});

test('links, pipes, folders, second names and what is no ask harm nobody', () => {
  const secret = join(data, 'secret');
  writeFileSync(secret, JSON.stringify(body));
  symlinkSync(secret, join(place.in, `${key(1)}.json`));
  linkSync(secret, join(place.in, `${key(2)}.json`));
  mkdirSync(join(place.in, `${key(3)}.json`));
  writeFileSync(join(place.in, 'something else'), 'x');
  spool(4, 'x'.repeat(20_000));
  spool(5, '{"item":null,"title":"","text":"","answers":{}}');
  spool(6, '{"item":"a","title":"","text":"","answers":{},"__proto__":{"x":1},"more":1}');
  const { found } = readSpool(place.in);
  expect(found.toSorted((a, b) => (a.key < b.key ? -1 : 1)).map(({ key: name, body: read }) => [name, read])).toEqual([
    [key(4), null],
    [key(5), null],
    [key(6), null],
  ]);
  const desk = open();
  desk.scan();
  expect(asks()).toEqual([]);
  expect(toldOf(data, key(4))).toMatchObject({ state: 'not-taken', code: 'input_invalid' });
  expect(readdirSync(place.in)).toEqual([`${key(3)}.json`]);
  expect(statSync(secret).isFile()).toBe(true);
});

test('who asks without end is told so a few times, then ignored; others go on', () => {
  const desk = open();
  for (let i = 0; i < 60; i++) spool(i);
  desk.scan();
  clock.advance(1_000);
  const told = readdirSync(place.told).map((file) => toldOf(data, file.slice(0, 32)));
  expect(told.filter((one) => one?.state === 'kept')).toHaveLength(allowed.shortly.count);
  expect(told.filter((one) => one?.code === 'slow_down')).toHaveLength(allowed.refusals);
  expect(readdirSync(place.in)).toEqual([]);
});

test('the allowance is of each user and of all, and comes back with the time', () => {
  const one = (uid: number, time: number, change: Partial<KeptAsk> = {}): KeptAsk => ({
    ...body,
    key: `${uid} ${time}`,
    uid,
    name: 'x',
    time,
    state: 'done',
    id: null,
    code: null,
    words: '',
    changedAt: time,
    ...change,
  });
  const many = (uid: number, count: number, every: number) =>
    Array.from({ length: count }, (_, i) => one(uid, i * every));
  expect(hindrance(many(1, 5, 1), 1, 10)).toContain('10 minutes');
  expect(hindrance(many(1, 5, 1), 2, 10)).toBeNull();
  expect(hindrance(many(1, 5, 1), 1, 600_010)).toBeNull();
  expect(hindrance(many(1, 20, 700_000), 1, 20 * 700_000 + 600_000)).toContain('within a day');
  expect(
    hindrance(
      [1, 2, 3, 4].flatMap((uid) => many(uid, 15, 700_000)),
      5,
      15 * 700_000,
    ),
  ).toContain('this machine');
  expect(
    hindrance(
      many(1, 50, 90_000_000).map((ask) => ({ ...ask, state: 'waiting' })),
      1,
      1e12,
    ),
  ).toContain('open ones');
  expect(outworn([...many(1, 51, 1), ...many(2, 3, 1)], 100)).toEqual(['1 0']);
  expect(outworn([one(1, 0), one(1, 1, { state: 'waiting' })], 91 * 86_400_000)).toEqual(['1 0']);
});

test('the command checks what is asked against what the collector said, and remembers its own', () => {
  const desk = open();
  const question = { id: 'age', label: 'Older than\u001b[31m?', required: true, choices: ['7', '30'] };
  desk.askable({
    type: 'askable',
    items: [{ id: 'clear', name: 'Clear', description: '', questions: [question] }],
    omitted: 0,
  });
  const items = askableHere(data);
  expect(formatItems(items)).toBe(
    [
      'clear: Clear',
      '    --answer age=…  Older than\ufffd[31m? (7, 30)',
      '',
      'Ask for one: fettle-agent ask clear --answer age=…',
      'Whatever is wrong can be reported: fettle-agent ask --trouble "…"',
    ].join('\n'),
  );
  const known = items?.items ?? null;
  expect(() => bodyOf({ item: 'clear', answers: [] }, known)).toThrow('--answer age=');
  expect(() => bodyOf({ item: 'clear', answers: ['age=8'] }, known)).toThrow('is one of 7, 30: --answer age=7');
  expect(() => bodyOf({ item: 'clear', answers: ['age=7', 'x=1'] }, known)).toThrow('asks no “x”. It asks: age.');
  expect(() => bodyOf({ item: 'other', answers: [] }, known)).toThrow('cannot be asked for here. What can: clear.');
  expect(() => bodyOf({ item: 'clear', answers: ['age'] }, known)).toThrow('question=answer');
  expect(() => bodyOf({ trouble: ' ', answers: [] }, known)).toThrow('characters');
  expect(() => bodyOf({ item: 'clear', trouble: 'x', answers: ['age=7'] }, known)).toThrow('not both');
  const own = join(data, 'own');
  const asked = putAsk(data, bodyOf({ item: 'clear', answers: ['age=7'] }, known), own, clock);
  expect(askedHere(data, own)).toEqual([{ key: asked, time: clock.wall(), state: 'unread' }]);
  desk.scan();
  expect(formatAsked(askedHere(data, own))).toContain('clear: not sent yet\n    It is kept here');
  expect(askedHere(data, own, asked)).toHaveLength(1);
  expect(askedHere(data, join(data, 'other'))).toEqual([]);
  expect(() => askedHere(data, own, '../x')).toThrow('32 characters');
  expect(() => putAsk(join(data, 'none'), body, own, clock)).toThrow('No agent takes anything');
});

test('a place that an earlier umask closed is opened again; users are named by the system', () => {
  chmodSync(place.in, 0o700);
  makeAskPlace(data);
  expect(statSync(askPlace(data).in).mode & 0o7777).toBe(0o1733);
  const passwd = join(data, 'passwd');
  writeFileSync(passwd, 'root:x:0:0::/root:/bin/sh\nmia:x:1000:1000::/home/mia:/bin/sh\n');
  expect([userName(1000, passwd), userName(7, passwd)]).toEqual(['mia', 'user 7']);
});

test('what stands in a file of the spool is read strictly', () => {
  const text = (change: object) => JSON.stringify({ ...body, ...change });
  expect(readAsk(text({}))).toEqual(body);
  for (const change of [
    { item: '' },
    { item: 1 },
    { title: 'x'.repeat(201) },
    { text: 'x'.repeat(4_001) },
    { answers: [] },
    { answers: { a: 1 } },
  ]) {
    expect(readAsk(text(change))).toBeNull();
  }
  expect(readAsk('[]')).toBeNull();
  expect(readAsk('{')).toBeNull();
});
