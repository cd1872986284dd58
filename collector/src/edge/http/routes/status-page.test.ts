import type { PublicStatus } from '@fettle/shared/api/services';
import { describe, expect, test } from 'vitest';
import { statusGone, statusPage } from './status-page.ts';
import { spanWords, utcSpan } from './status-words.ts';

const madeAt = Date.parse('2026-11-30T12:00:00Z');
const days: PublicStatus['services'][number]['days'] = Array.from({ length: 90 }, () => {
  return { day: '2026-11-30', state: 'in-order', downSeconds: 0 };
});
type Shown = PublicStatus['services'][number];
const service = (name: string, fields: Partial<Shown> = {}): Shown => {
  return { name, description: '', state: 'in-order', since: null, days, ...fields };
};
const said = (...services: Shown[]) => {
  const page = statusPage({ name: 'All', madeAt, services, planned: [] });
  return (/<h1>(.*?)<\/h1>/.exec(page)?.[1] ?? '').replaceAll(/<svg.*?<\/svg>/g, '◆').replaceAll(/<[^>]*>/g, '');
};

describe('the sentence', () => {
  const at = (text: string) => Date.parse(text);
  test.each([
    [[service('Mail')], 'Everything is in order.'],
    [[], 'There is no service to show.'],
    [[service('Mail', { state: 'down', since: at('2026-11-30T09:05Z') })], '◆Mail is down since 09:05 UTC.'],
    [[service('Mail', { state: 'down', since: at('2026-11-29T09:05Z') })], '◆Mail is down since 29 Nov, 09:05 UTC.'],
    [
      [service('Mail', { state: 'down', since: at('2025-11-29T09:05Z') })],
      '◆Mail is down since 29 Nov 2025, 09:05 UTC.',
    ],
    [
      [service('A', { state: 'degraded' }), service('B', { state: 'down' }), service('C', { state: 'down' })],
      '◆B and C are down. A is not quite in order.',
    ],
    [[service('A', { state: 'unknown' })], 'A is out of sight: nobody can tell.'],
    [[service('A', { state: 'window' }), service('<B>')], 'A is out for planned work.'],
  ])('%#: %j', (services, expected) => {
    expect(said(...services)).toBe(expected);
  });
});

test('names are text, wherever they stand', () => {
  const mark = `<b onload="x">'&`;
  const status = { name: mark, madeAt, services: [service(mark, { description: mark, state: 'down' as const })] };
  const page = statusPage({ ...status, planned: [{ name: mark, from: madeAt, to: madeAt + 1 }] });
  expect(page).not.toContain('<b onload');
  expect(page.split('&lt;b onload=&quot;x&quot;&gt;&#39;&amp;').length).toBeGreaterThan(6);
  expect(statusGone()).toContain('There is no page at this address.');
});

test('days are said in words', () => {
  const known = days.map((one, i) => (i < 88 ? { ...one, state: 'unknown' as const } : one));
  const page = (all: typeof days) =>
    statusPage({ name: 'x', madeAt, services: [service('A', { days: all })], planned: [] });
  expect(page(days)).toContain('>no outage<');
  expect(page(known)).toContain('no outage, known for 2 days');
  expect(page(days.map((one) => ({ ...one, state: 'unknown' as const })))).toContain('nothing known yet');
  expect(page(days.with(0, { day: '2026-09-01', state: 'down', downSeconds: 61 }))).toContain(
    'an outage on 1 day, 1 min in all',
  );
});

test.each([
  [0, '0 s'],
  [59, '59 s'],
  [89, '1 min'],
  [90, '2 min'],
  [3_599, '1 h'],
  [3_600 * 5 + 60 * 7, '5 h 7 min'],
  [86_399, '1 d'],
  [86_400 + 3_600 * 2 + 60 * 30, '1 d 3 h'],
])('%i seconds: %s', (seconds, words) => {
  expect(spanWords(seconds)).toBe(words);
});

test('a span names its day once, and the other day where it ends on one', () => {
  const at = (text: string) => Date.parse(text);
  expect(utcSpan(at('2026-12-01T18:00Z'), at('2026-12-01T22:00Z'), madeAt)).toBe('1 Dec, 18:00 to 22:00 UTC');
  expect(utcSpan(at('2026-12-31T23:00Z'), at('2027-01-01T01:00Z'), madeAt)).toBe(
    '31 Dec, 23:00 to 1 Jan 2027, 01:00 UTC',
  );
});
