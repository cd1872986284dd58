import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { preparedOnce } from './open-sqlite.ts';

test('bound values of questions are not looked at, but where a partial index may depend on them', () => {
  expect(preparedOnce('select a from t where b = ? and c in (?, ?) order by a limit ?')).toBe(
    'select a from t where b = +? and c in (+?, +?) order by a limit +?',
  );
  expect(preparedOnce('select a from t where b <> ? and c = ?')).toBe('select a from t where b <> ? and c = +?');
  expect(preparedOnce('insert into t values (?)')).toBe('insert into t values (?)');
});

test('they mean what they meant: texts beside numbers, indexes, partial ones', () => {
  const db = new Database(':memory:');
  db.exec(`
    create table t (id integer primary key, text text, number bigint, state text);
    create index t_text on t (text);
    create unique index t_open on t (number) where state <> 'closed';
    insert into t values (1, '7', 7, 'open'), (2, 'x', 8, 'closed');
  `);
  const ids = (sql: string, ...values: unknown[]) =>
    db
      .prepare(preparedOnce(sql))
      .pluck()
      .all(...values);
  expect(ids('select id from t where text = ?', '7')).toEqual([1]);
  expect(ids('select id from t where text = ?', 7)).toEqual(
    db.prepare('select id from t where text = ?').pluck().all(7),
  );
  expect(ids('select id from t where number = ?', '7')).toEqual([1]);
  expect(ids('select id from t where number in (?, ?) order by id limit ?', 7, 8, 1)).toEqual([1]);
  const plan = (sql: string, ...values: unknown[]) =>
    db
      .prepare(`explain query plan ${preparedOnce(sql)}`)
      .all(...values)
      .map((row) => (row as { detail: string }).detail)
      .join();
  expect(plan('select id from t where text = ? order by id limit ?', 'x', 1)).toContain('t_text');
  expect(plan('select id from t where number = ? and state <> ?', 7, 'closed')).toContain('t_open');
  db.close();
});
