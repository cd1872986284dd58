/** Services, what is promised of them and the month, in a real browser over the invented API. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { launch } from '../../support/browser.ts';
import { expectSound, fewLooks, openDashboard } from '../../support/open-dashboard.ts';
import { requires } from '../../support/requires.ts';

const chromium = requires('chromium');
let browser: Browser;
beforeAll(async () => {
  if (chromium.present) browser = await launch();
});
afterAll(() => browser?.close());

const sentence = (page: Page) => page.locator('.sentence').textContent();

for (const [path, sign] of [
  ['/services', 'table.services'],
  ['/services?view=map', '.service-map'],
  ['/services/order-intake', '.levels-list'],
  ['/services/order-intake/edit', '.deed'],
  ['/objectives', 'table.t'],
  ['/objectives/orders-there', '.budget-now'],
  ['/calendars/office', '.openings li'],
  ['/public-links', 'table.t'],
  ['/month', '.doc'],
] as const) {
  chromium.test(`${path} is sound`, () => expectSound(browser, path, sign, fewLooks));
}

chromium.test('the map is walked by arrows, and says the same as text', async () => {
  await using opened = await openDashboard(browser, '/services?view=map');
  const { page } = opened;
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
  await page.locator('[id="map-service:web-shop"]').focus();
  await page.keyboard.press('ArrowRight');
  expect(await focused()).toBe('Order intake, service, down');
  await page.keyboard.press('ArrowLeft');
  expect(await focused()).toBe('Web shop, service, degraded');
  for (const key of ['ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
  expect(await focused()).toBe('Mail, service, in order');
  for (const key of ['ArrowDown', 'ArrowDown']) await page.keyboard.press(key);
  expect(await focused()).toBe('Warehouse scanning, service, in window');
  await page.getByRole('button', { name: 'as text' }).click();
  await page.locator('.map-text').getByText('gdn-db-07 (offline, databases)').waitFor();
});

chromium.test('a service is described part by part; its deed says when it is down', async () => {
  await using opened = await openDashboard(browser, '/services/new');
  const { page, api } = opened;
  await page.getByLabel('Name', { exact: true }).fill('Pay roll');
  await page.getByLabel('Part', { exact: true }).fill('databases');
  await page.getByLabel('Which devices').fill('role=db');
  await page.getByText('21 devices of 99').waitFor();
  await page.getByRole('button', { name: 'One more part' }).click();
  const second = page.locator('.many > li').nth(1);
  await second.getByLabel('Part', { exact: true }).fill('mail');
  await second.getByLabel('Made of').selectOption('service');
  await second.getByLabel('Mail', { exact: true }).check();
  await second.getByLabel('Else').selectOption('degraded');
  await page.getByLabel(/^An hour of outage costs/).fill('99.99');
  await expect
    .poll(() => page.locator('.deed .prose').textContent())
    .toBe(
      'Pay roll needs databases: all of devices with role=db, out when they do not speak or have a critical incident; else the service is down. It needs mail: all of 1 service; else it is degraded. Needed always; an hour of outage costs €\u202f99.99.',
    );
  await page.getByRole('button', { name: 'Describe the service' }).click();
  await page.waitForURL('**/services/pay-roll');
  expect(api.plans.business.services.get('pay-roll')).toMatchObject({
    costPerHour: 9_999,
    parts: [{}, { impact: 'degraded' }],
  });
});

chromium.test('the budget stands beside the objective as it is typed', async () => {
  await using opened = await openDashboard(browser, '/objectives/new?service=mail');
  const { page } = opened;
  const budget = page.locator('.budget-now b');
  await page.getByLabel('Period', { exact: true }).selectOption('day');
  await page.getByLabel('Target, %').fill('99');
  await expect.poll(() => budget.textContent()).toBe('14 min 24 s');
  await page.getByLabel('Target, %').fill('99.9');
  await expect.poll(() => budget.textContent()).toBe('1 min 26 s');
  await page.getByLabel('Target, %').fill('199');
  await page.getByText('A percentage up to 100').waitFor();
});

chromium.test('a public address is shown once', async () => {
  await using opened = await openDashboard(browser, '/public-links?service=mail');
  const { page } = opened;
  await page.getByRole('button', { name: 'Make the address' }).click();
  await page.getByText('Say for whom it is').waitFor();
  await page.getByLabel('For whom').fill('Customer Nord');
  expect(await page.getByLabel('Mail', { exact: true }).isChecked()).toBe(true);
  await page.getByRole('button', { name: 'Make the address' }).click();
  await page.locator('.made-link code').getByText('/status/').waitFor();
  await page.getByRole('button', { name: 'I have it' }).click();
  expect(await page.locator('code').count()).toBe(0);
});

chromium.test('the month: every number leads somewhere, periods go by key', async () => {
  await using opened = await openDashboard(browser, '/month?at=1793000000000');
  const { page } = opened;
  await page.locator('.doc').waitFor();
  expect(await sentence(page)).toContain('11 of 12 objectives were kept.');
  const numbers = await page.locator('.doc .src').count();
  expect(numbers).toBeGreaterThanOrEqual(3);
  for (let n = 0; n < numbers; n++) {
    await page.locator('.doc .src').nth(n).click();
    const sheet = page.locator('.basis-sheet');
    await sheet.waitFor();
    expect(await sheet.locator('a, button.src').count(), `number ${n}`).toBeGreaterThan(0);
    await sheet.getByRole('button', { name: 'Close' }).click();
    await sheet.waitFor({ state: 'detached' });
  }
  await page.getByRole('link', { name: /11 of 12/ }).click();
  await page.getByRole('link', { name: 'Objectives', exact: true }).last().waitFor();
  await page.keyboard.press('Escape');
  await expect.poll(() => page.evaluate(() => location.search)).not.toContain('basis');
  await page.keyboard.press('[');
  await page.getByText('September 2026, all sites').waitFor();
  expect(await page.getByRole('link', { name: 'Send each month…' }).getAttribute('href')).toBe(
    '/report-plans/new?kind=executive&period=month',
  );
});
