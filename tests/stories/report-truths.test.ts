import { everywhere } from '@fettle/collector/domain/access/index';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Month, playMonth } from '../support/planted-month/month.ts';
import { planted, ruleOf } from '../support/planted-month/truths.ts';

let month: Month;
beforeAll(async () => {
  month = await playMonth(async () => undefined);
}, 120_000);
afterAll(() => month[Symbol.asyncDispose]());

test('what was planted became incidents, to the millisecond', async () => {
  const found = await month.app.stores.incidents.list(everywhere, { limit: 1_000 });
  const said = found
    .toSorted((a, b) => a.openedAt - b.openedAt)
    .map(({ rule, device, openedAt, resolvedAt }) => [rule, device, openedAt, resolvedAt]);
  expect(said).toEqual(planted.map((one) => [ruleOf[one.trouble], month.ids[one.machine], one.from, one.to]));
});
