import { everywhere } from '@fettle/collector/domain/access/index';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { kinds } from '@fettle/collector/domain/reports/index';
import { makeReport, unfollowed } from '../support/planted-month/follow.ts';
import { type Month, playMonth } from '../support/planted-month/month.ts';
import { setMonth } from '../support/planted-month/setting.ts';
import { begin, planted, ruleOf, zone } from '../support/planted-month/truths.ts';

let month: Month;
beforeAll(async () => {
  month = await playMonth(setMonth);
}, 120_000);
afterAll(() => month[Symbol.asyncDispose]());

test('what was planted became incidents, to the millisecond', async () => {
  const found = await month.app.stores.incidents.list(everywhere, { limit: 1_000 });
  const said = found
    .toSorted((a, b) => a.openedAt - b.openedAt)
    .map(({ rule, device, openedAt, resolvedAt }) => [rule, device, openedAt, resolvedAt]);
  expect(said).toEqual(planted.map((one) => [ruleOf[one.trouble], month.ids[one.machine], one.from, one.to]));
});

describe.each(kinds.map(({ id }) => id))('%s', (kind) => {
  test('every number can be followed to what it came from', async () => {
    const { report, document } = await makeReport(month, { kind, period: 'month', at: begin, zone });
    expect(await unfollowed(month, report.id, document)).toEqual([]);
  }, 60_000);
});
