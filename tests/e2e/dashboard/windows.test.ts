/** Maintenance windows in a real browser: seen in a month and a week, walked through by key, planned with a preview. */
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

const openings = (page: Page) => page.locator('.month .opening, .week .opening');
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const focused = (page: Page) => page.evaluate(() => document.activeElement?.id);

for (const [path, sign] of [
  ['/windows?view=month&at=2026-11-29', '.month .opening'],
  ['/windows?view=week&at=2026-11-29', '.week .opening'],
  ['/windows/kernel-updates', '.openings li'],
] as const) {
  chromium.test(`${path} is sound in every look`, () => expectSound(browser, path, sign));
}

chromium.test('a month: every opening in its day, over midnight in both; arrows walk, Enter plans', async () => {
  await using opened = await openDashboard(browser, '/windows?view=month&at=2026-11-10');
  const { page } = opened;
  await openings(page).first().waitFor();
  const texts = (date: string) => page.locator(`td:has(#day-${date}) .opening`).allTextContents();
  // 22:00 to 02:00 UTC on Wednesdays, seen from Berlin.
  expect(await texts('2026-11-11')).toEqual(['02:00 Nightly backups', '23:00 Kernel updates, Berlin']);
  expect(await texts('2026-11-12')).toEqual(['… Kernel updates, Berlin', '02:00 Nightly backups']);
  await page.locator('#day-2026-11-10').focus();
  for (const key of ['ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowUp', 'ArrowUp']) await page.keyboard.press(key);
  expect(await focused(page)).toBe('day-2026-11-03');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/windows/new?day=2026-11-03');
  expect(await page.getByLabel('Begins', { exact: true }).inputValue()).toBe('2026-11-03T22:00');
});

chromium.test('week and month, earlier and later, by key', async () => {
  await using opened = await openDashboard(browser, '/windows?view=month&at=2026-11-10');
  const { page } = opened;
  await page.getByRole('heading', { name: 'November 2026' }).waitFor();
  await page.keyboard.press('[');
  await page.getByRole('heading', { name: 'October 2026' }).waitFor();
  await page.keyboard.press(']');
  await page.getByRole('heading', { name: 'November 2026' }).waitFor();
  await page.keyboard.press('w');
  await page.getByRole('heading', { name: /^Week of/ }).waitFor();
  expect(await page.locator('.week li').count()).toBe(7);
  await page.keyboard.press('m');
  await page.locator('.month').waitFor();
});

chromium.test('planning: the next five openings stand beside the form, over a change of the clocks', async () => {
  await using opened = await openDashboard(browser, '/windows/new?day=2027-03-20');
  const { page, api } = opened;
  await page.getByLabel('Name', { exact: true }).fill('Weekly restart');
  await page.getByLabel('Repeats').selectOption('week');
  await page.getByLabel('Begins first').fill('2027-03-20T02:30');
  await page.getByLabel('Lasts').fill('90 min');
  await page.getByLabel('Zone').fill('Europe/Berlin');
  await page.getByLabel('Sun', { exact: true }).check();
  await page.getByLabel('Sat', { exact: true }).uncheck();
  await page.getByLabel('Devices').fill('site=Porto');
  await expect
    .poll(() => page.locator('.openings li').allTextContents())
    .toEqual([
      'Sun 21 Mar 202702:30 to 04:00',
      'Sun 28 Mar 202703:30 to 05:00the clocks leave out its hour that day',
      'Sun 4 Apr 202702:30 to 04:00',
      'Sun 11 Apr 202702:30 to 04:00',
      'Sun 18 Apr 202702:30 to 04:00',
    ]);
  await expect
    .poll(() => page.locator('.deed .prose').textContent())
    .toBe('Every Sunday at 02:30 for 90 min, Europe/Berlin, nobody is told of 14 devices.');
  await page.getByLabel('Zone').fill('Europe/Atlantis');
  await page.getByText('There is no such zone.').waitFor();
  await page.getByLabel('Zone').fill('Europe/Berlin');
  await button(page, 'Plan the window').click();
  await page.waitForURL('**/windows/weekly-restart');
  expect(api.plans.windows.get('weekly-restart')).toMatchObject({
    selector: 'site=Porto',
    when: {
      zone: 'Europe/Berlin',
      start: '2027-03-20T02:30',
      lastsMs: 5_400_000,
      repeat: { every: 'week', days: [7] },
    },
  });
  await page.getByRole('button', { name: /^Undo/ }).click();
  await page.waitForURL('**/windows');
  expect(api.plans.windows.has('weekly-restart')).toBe(false);
});

chromium.test('one that is not there, and none at all', async () => {
  await using gone = await openDashboard(browser, '/windows/nothing-such');
  await gone.page.getByRole('link', { name: 'To the windows' }).waitFor();
  await using opened = await openDashboard(browser, '/windows');
  opened.api.plans.windows.clear();
  await opened.page.reload();
  await opened.page.getByText('No maintenance is planned.').waitFor();
});
