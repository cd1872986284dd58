import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { GroupCommit } from './commit.ts';

const timing = { smallMs: 10, smallBytes: 100, longestMs: 100, mostBytes: 1_000 };
let batches: string[][];
let broken: boolean;
let gathered: string[];
let commits: GroupCommit;

/** What the store does: gathers, then waits. */
function add(text: string, bytes: number): Promise<string> {
  gathered.push(text);
  return commits.add(bytes).then(() => `${text} is durable`);
}

beforeEach(() => {
  vi.useFakeTimers();
  batches = [];
  broken = false;
  gathered = [];
  commits = new GroupCommit(() => {
    const batch = gathered;
    gathered = [];
    if (broken) throw new Error('no room');
    batches.push(batch);
  }, timing);
});
afterEach(() => vi.useRealTimers());

test('little is committed together after a short time, each with its own answer', async () => {
  const answers = Promise.all([add('a', 10), add('b', 10)]);
  await vi.advanceTimersByTimeAsync(9);
  expect(batches).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(batches).toEqual([['a', 'b']]);
  expect(await answers).toEqual(['a is durable', 'b is durable']);
});

test('more waits for company, at most until the longest time', async () => {
  const all = [add('a', 101)];
  await vi.advanceTimersByTimeAsync(60);
  all.push(add('b', 1));
  await vi.advanceTimersByTimeAsync(39);
  expect(batches).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(batches).toEqual([['a', 'b']]);
  await Promise.all(all);
});

test('as much as a commit may hold does not wait at all', async () => {
  const all = [add('a', 999), add('b', 1), add('c', 1)];
  expect(batches).toEqual([['a', 'b']]);
  await vi.advanceTimersByTimeAsync(10);
  expect(batches).toEqual([['a', 'b'], ['c']]);
  await Promise.all(all);
});

test('nothing resolves before its commit', async () => {
  const resolved = vi.fn<() => void>();
  const answer = add('a', 1).then(resolved);
  await vi.advanceTimersByTimeAsync(9);
  expect(resolved).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  await answer;
  expect(resolved).toHaveBeenCalledOnce();
});

test('a failed commit rejects its own entries and no others', async () => {
  const before = add('before', 1);
  commits.flush();
  broken = true;
  const lost = Promise.allSettled([add('a', 1), add('b', 1)]);
  await vi.advanceTimersByTimeAsync(10);
  broken = false;
  const after = add('after', 1);
  await vi.advanceTimersByTimeAsync(10);
  expect(await before).toBe('before is durable');
  expect((await lost).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await after).toBe('after is durable');
  expect(batches).toEqual([['before'], ['after']]);
});

test('flush commits at once, and nothing a second time', async () => {
  const answer = add('a', 1);
  commits.flush();
  commits.flush();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(batches).toEqual([['a']]);
  expect(await answer).toBe('a is durable');
});

test('while it is held nothing is committed, and all that came is committed together afterwards', async () => {
  commits.hold();
  const answers = Promise.all([add('a', 1), add('b', 1_000)]);
  commits.flush();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(batches).toEqual([]);
  commits.goOn();
  expect(batches).toEqual([['a', 'b']]);
  expect(await answers).toEqual(['a is durable', 'b is durable']);
  const later = add('c', 1);
  await vi.advanceTimersByTimeAsync(10);
  expect(await later).toBe('c is durable');
});

test('what is urgent waits for no more than its turn, and takes along what waits', async () => {
  const slow = add('slow', 1);
  gathered.push('urgent');
  const urgent = commits.add(1, true);
  gathered.push('urgent too');
  await Promise.all([urgent, commits.add(1, true), vi.advanceTimersByTimeAsync(0)]);
  expect(batches).toEqual([['slow', 'urgent', 'urgent too']]);
  expect(await slow).toBe('slow is durable');
  await vi.advanceTimersByTimeAsync(1_000);
  expect(batches).toHaveLength(1);
});

test('little that comes all the time is committed ten times a second, and quickly again after a rest', async () => {
  const all: Promise<string>[] = [];
  for (let ms = 0; ms < 2_000; ms++) {
    all.push(add(`${ms}`, 1));
    await vi.advanceTimersByTimeAsync(1);
  }
  expect(batches.length).toBeGreaterThanOrEqual(20);
  expect(batches.length).toBeLessThanOrEqual(20 + 6);
  await vi.advanceTimersByTimeAsync(1_000);
  await Promise.all(all);
  const before = batches.length;
  const late = add('late', 1);
  await vi.advanceTimersByTimeAsync(10);
  expect(batches).toHaveLength(before + 1);
  await late;
});

test('whoever sends the next one when this is durable never waits for company', async () => {
  for (let sent = 1; sent <= 50; sent++) {
    const durable = add(`${sent}`, 1);
    await vi.advanceTimersByTimeAsync(10);
    expect(batches).toHaveLength(sent);
    await durable;
  }
});

test('a clock that was set back holds nothing up', async () => {
  const spy = vi.spyOn(performance, 'now').mockImplementation(() => 3_600_000);
  for (let ms = 0; ms < 200; ms++) {
    void add(`${ms}`, 1);
    await vi.advanceTimersByTimeAsync(1);
  }
  spy.mockImplementation(() => 0);
  const durable = add('late', 1);
  await vi.advanceTimersByTimeAsync(100);
  expect(await durable).toBe('late is durable');
  spy.mockRestore();
});
