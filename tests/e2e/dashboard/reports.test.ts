/** Pages of reports over the invented API: the gallery, a report, where its numbers lead, a plan. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { launch } from '../../support/browser.ts';
import { expectSound, fewLooks, openDashboard } from '../../support/open-dashboard.ts';
import { requires } from '../../support/requires.ts';

const chromium = requires('chromium');

chromium.describe('reports', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());

  chromium.test('the gallery is sound: on a desk and on a phone', () =>
    expectSound(browser, '/reports', '.report-kinds', fewLooks),
  );
  chromium.test('a report is sound: on a desk and on a phone', () =>
    expectSound(browser, '/reports/rep1', '.doc .figs', fewLooks),
  );

  chromium.test('a number leads to what it was reckoned from, and from there to an incident', async () => {
    await using opened = await openDashboard(browser, '/reports/rep1');
    const { page } = opened;
    await page.getByRole('link', { name: '184' }).first().click();
    await expect.poll(() => new URL(page.url()).pathname).toBe('/reports/rep1/bases/incidents');
    await page.getByText('184 incidents that opened in the span').waitFor();
    await page.getByText('not kept any more, or outside your sites').waitFor();
    const link = page.getByRole('link', { name: 'The file system /var is 91 % full' }).first();
    expect(await link.getAttribute('href')).toBe('/incidents/i0');
  });

  chromium.test('of a preview, which is not kept, a sheet says where a number comes from', async () => {
    await using opened = await openDashboard(browser, '/reports/preview?kind=availability&period=month');
    const { page } = opened;
    await page.getByRole('button', { name: '99.93%' }).first().click();
    const sheet = page.getByRole('dialog');
    await sheet.getByText('Availability, all services: counted in the span.').waitFor();
    await sheet.getByRole('button', { name: 'Order intake' }).click();
    await page.getByRole('dialog').getByRole('link', { name: 'order-intake' }).waitFor();
  });

  chromium.test('a plan says its next dates, and by which rule one is moved to a business day', async () => {
    await using opened = await openDashboard(browser, '/report-plans/new?kind=executive&period=month');
    const { page } = opened;
    await page.getByLabel('Name', { exact: true }).fill('The quarter for Karin');
    expect(await page.getByLabel('Id', { exact: true }).inputValue()).toBe('the-quarter-for-karin');
    const dates = page.locator('.next-dates li');
    await expect.poll(() => dates.count()).toBe(3);
    for (const date of await dates.allTextContents()) expect(date).toMatch(/^(?:Mon|Tues|Wednes|Thurs|Fri)day/);
    await page.getByLabel('Made', { exact: true }).selectOption('week');
    await page.getByLabel('On', { exact: true }).selectOption('0');
    await expect.poll(() => dates.first().textContent()).toMatch(/^Monday.*moved to a business day$/);
    await page.getByLabel('Addresses').fill('no address');
    await page.getByText('is no mail address').waitFor();
    await page.getByLabel('Addresses').fill('k.holm@customer.example');
    await page.getByRole('button', { name: 'Plan it' }).click();
    await expect.poll(() => opened.api.plans.made.plans.get('the-quarter-for-karin')?.schedule?.cron).toBe('0 7 * * 0');
  });
});
