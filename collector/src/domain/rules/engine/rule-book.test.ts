import { bodyOf, diskFull } from '@fettle/shared/rules/body.fixture';
import { expect, test } from 'vitest';
import { RuleBook } from './rule-book.ts';
import { deviceOf, ruleOf, start } from './world.fixture.ts';

const failed = (rule: string, error: unknown) => {
  throw new Error(`${rule} failed`, { cause: error });
};
const noon = Date.UTC(2026, 9, 20, 12);

test('devices with the same rules share one set; an edit of another rule leaves it as it is', () => {
  const book = new RuleBook();
  const db = ruleOf('db', bodyOf(diskFull, { selector: 'role=db' }));
  const web = ruleOf('web', bodyOf(diskFull, { selector: 'role=web' }));
  book.replace([db, web], start, failed);
  const [a, b, c] = [{ role: 'db' }, { role: 'db', more: 'x' }, { role: 'web' }].map((labels) =>
    deviceOf('a', { labels }),
  );
  if (!a || !b || !c) throw new Error('no devices');
  const set = book.setFor(a);
  expect(book.setFor(b)).toBe(set);
  expect(book.setFor(c)).not.toBe(set);
  expect(set.scoped.map(({ rule }) => rule.id)).toEqual(['db']);
  const { generation } = book;
  book.replace([db, ruleOf('web', bodyOf(diskFull, { selector: 'role=web', forMs: 5 }))], start, failed);
  expect(book.generation).toBe(generation + 1);
  expect(book.setFor(a)).toBe(set);
  book.replace([ruleOf('db', db), web], start, failed);
  expect(book.setFor(a)).not.toBe(set);
});

test('nothing changed is no new generation', () => {
  const book = new RuleBook();
  const rules = [ruleOf('a'), ruleOf('b', bodyOf(diskFull, { enabled: false }))];
  book.replace(rules, start, failed);
  const { generation } = book;
  book.replace([...rules], start, failed);
  book.turn(start + 3_600_000);
  expect(book.generation).toBe(generation);
  expect(book.setFor(deviceOf('a')).scoped.map(({ rule }) => rule.id)).toEqual(['a']);
});

test('overrides are chosen by device and by the time of day, first come first', () => {
  const book = new RuleBook();
  const overrides = [
    { selector: 'role=db', forMs: 1 },
    { calendar: { days: [2], from: '12:30', to: '13:00' }, forMs: 2 },
    { forMs: 3 },
  ];
  book.replace([ruleOf('a', bodyOf(diskFull, { overrides }))], noon, failed);
  const places = (labels: Record<string, string>) => book.setFor(deviceOf('a', { labels })).scoped[0]?.overrides;
  expect([places({ role: 'db' }), places({})]).toEqual([[0, 2], [2]]);
  const { generation } = book;
  book.turn(noon + 29 * 60_000);
  expect(book.generation).toBe(generation);
  book.turn(noon + 30 * 60_000);
  expect(book.generation).toBe(generation + 1);
  expect([places({ role: 'db' }), places({})]).toEqual([
    [0, 1, 2],
    [1, 2],
  ]);
  book.turn(noon + 60 * 60_000);
  expect(places({})).toEqual([2]);
});
