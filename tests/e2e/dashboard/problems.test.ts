/** Problems in a real browser: proposals are decided, causes and workarounds are written down, all of it can be undone. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { launch } from '../../support/browser.ts';
import { expectSound, openDashboard } from '../../support/open-dashboard.ts';
import { requires } from '../../support/requires.ts';

const chromium = requires('chromium');
let browser: Browser;
beforeAll(async () => {
  if (chromium.present) browser = await launch();
});
afterAll(() => browser?.close());

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

for (const [path, sign] of [
  ['/problems', '.proposals li'],
  ['/problems/b4', 'td.name'],
] as const) {
  chromium.test(`${path} is sound in every look`, () => expectSound(browser, path, sign));
}

chromium.test('proposals come first and say why; one is opened, undone, dismissed', async () => {
  await using opened = await openDashboard(browser, '/problems');
  const { page, api } = opened;
  const proposals = page.locator('.proposals li');
  await proposals.first().waitFor();
  expect(await proposals.first().textContent()).toContain(
    '7 incidents of “File system fills up” on 3 devices in 30 days',
  );
  await proposals
    .first()
    .getByRole('button', { name: /^It is one: open it/ })
    .click();
  await page.getByText('It is open now.').waitFor();
  expect(api.plans.problems.get('b1')?.state).toBe('open');
  await expect.poll(() => proposals.count()).toBe(1);
  await page.getByRole('button', { name: /^Undo/ }).click();
  await expect.poll(() => proposals.count()).toBe(2);
  await proposals
    .nth(1)
    .getByRole('button', { name: /^Dismiss/ })
    .click();
  await expect.poll(() => api.plans.problems.get('b2')?.state).toBe('dismissed');
  expect(await page.getByText('A switch that lost its fan').count()).toBe(0);
  await button(page, '2 closed or dismissed').click();
  await page.getByText('A switch that lost its fan').waitFor();
});

chromium.test('a problem: its incidents, its cause and workaround written, made a known error', async () => {
  await using opened = await openDashboard(browser, '/problems/b3');
  const { page, api, said } = opened;
  await expect.poll(() => page.locator('td.name').count()).toBe(12);
  expect(await page.locator('td.name a').first().getAttribute('href')).toBe('/incidents/b3i0');
  await page.getByLabel('Root cause').fill('The backup has grown.');
  await page.getByLabel('Workaround').fill('Begin it at 20:00.');
  await page.getByLabel('Owner').selectOption({ label: 'Anke Brandt' });
  await button(page, 'Save').click();
  await page.getByText('Saved.').waitFor();
  await button(page, 'It is a known error').click();
  await page.getByText('It is known error now.').waitFor();
  expect(api.plans.problems.get('b3')).toMatchObject({
    state: 'known-error',
    rootCause: 'The backup has grown.',
    workaround: 'Begin it at 20:00.',
    owner: { id: 'p4' },
  });
  await page.locator('.sentence').getByText('Workaround: Begin it at 20:00.').waitFor();
  expect(said).toEqual([]);
});

chromium.test('changed meanwhile: said, and read again on demand', async () => {
  await using opened = await openDashboard(browser, '/problems/b3');
  const { page, api } = opened;
  await page.getByLabel('Title').waitFor();
  const kept = api.plans.problems.get('b3');
  if (!kept) throw new Error('no problem');
  api.plans.problems.set('b3', { ...kept, title: 'Renamed meanwhile', version: 2 });
  await page.getByLabel('Title').fill('Mine');
  await button(page, 'Save').click();
  await page.getByText('Somebody changed this since you read it.').waitFor();
  await button(page, 'Read it again, drop what I wrote').click();
  await expect.poll(() => page.getByLabel('Title').inputValue()).toBe('Renamed meanwhile');
});
