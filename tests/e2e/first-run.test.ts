import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { axeFindings, launch, sidewaysScroll, watchProblems } from '../support/browser.ts';
import { Fettle } from '../support/fettle.ts';
import { admin, makeFirstAdmin, openDevice, vital, withOpenDevice } from '../support/first-admin.ts';
import { requires } from '../support/requires.ts';

async function painted(page: Page): Promise<boolean> {
  return page
    .locator('canvas')
    .first()
    .evaluate((canvas) => {
      const { width, height } = canvas as HTMLCanvasElement;
      const pixels = (canvas as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height).data;
      return pixels?.some((value) => value !== 0) ?? false;
    });
}

requires('chromium').test(
  'from nothing to this machine live: set-up, sign in, chart of the last hour, 360 px, dark',
  async () => {
    await using fettle = await Fettle.create();
    await fettle.startCollector();
    await fettle.enrol();
    await fettle.startAgent('10s');
    await using browser = await launch();
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: 'light' });
    const problems = await watchProblems(context);
    const page = await context.newPage();

    await makeFirstAdmin(page, fettle);
    await page.getByText('in order').first().waitFor();
    expect(await axeFindings(page), 'fleet').toEqual([]);
    await openDevice(page);
    expect(await vital(page, 'CPU')).toBeGreaterThanOrEqual(0);
    expect(await vital(page, 'Memory')).toBeGreaterThan(0);
    expect(await vital(page, 'Fullest disk')).toBeGreaterThan(0);
    await page.getByText('The last hour').first().waitFor();
    // The open page raises a watch: the interval falls from 10 s to 1 s, and says so.
    await page.getByText('every 1 s, watched').waitFor();
    await page.locator('canvas').first().waitFor();
    await expect.poll(() => painted(page)).toBe(true);
    await page.getByText('Network').first().waitFor();
    expect(await axeFindings(page), 'device, light').toEqual([]);

    await page.setViewportSize({ width: 360, height: 760 });
    await expect.poll(() => sidewaysScroll(page), { message: 'device at 360 px' }).toBe(0);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await axeFindings(page), 'device, dark, 360 px').toEqual([]);
    await page.goto(fettle.url);
    await page.getByText('in order').first().waitFor();
    await expect.poll(() => sidewaysScroll(page), { message: 'fleet at 360 px' }).toBe(0);
    expect(await axeFindings(page), 'fleet, dark, 360 px').toEqual([]);

    await context.clearCookies();
    await page.goto(fettle.url);
    await page.getByLabel('Name').fill(admin.name);
    await page.getByLabel('Password').fill(admin.password);
    await page.keyboard.press('Enter');
    await page.getByText('in order').first().waitFor();
    expect(problems).toEqual([]);
  },
);

requires('chromium').test('a page catches up by itself when the collector comes back', () =>
  withOpenDevice('1s', async (page, fettle) => {
    await page.getByText('Live').first().waitFor();
    await fettle.collector?.stop('SIGKILL');
    await page.getByText('No connection').first().waitFor();
    await fettle.startCollector();
    await page.getByText('Live').first().waitFor();
    const freshness = () => page.locator('.live .more').first().innerText();
    await expect.poll(freshness).toMatch(/frame [01](\.\d)? s ago/);
  }),
);
