/** The fleet page with thousands of devices: bounded in what it draws, whole in what it can show. */
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { axeFindings, launch, sidewaysScroll, watchProblems } from '../../support/browser.ts';
import { type FakeApiOptions, startFakeApi } from '../../support/fake-api.ts';
import { requires } from '../../support/requires.ts';

const dist = fileURLToPath(new URL('../../../dashboard/dist', import.meta.url));
const size = 2_000;
const chromium = requires('chromium');
let browser: Browser;

beforeAll(async () => {
  if (chromium.present) browser = await launch();
});
afterAll(() => browser?.close());

async function open(path: string, { width = 1440, ...options }: Partial<FakeApiOptions> & { width?: number } = {}) {
  const api = await startFakeApi({ dist, devices: size, ...options });
  const context = await browser.newContext({ viewport: { width, height: 900 } });
  const said = await watchProblems(context);
  const page = await context.newPage();
  await page.goto(api.url + path);
  const dispose = async () => {
    await context.close();
    await api[Symbol.asyncDispose]();
  };
  return { page, api, said, [Symbol.asyncDispose]: dispose };
}

const names = (page: Page) => page.locator('td.name a');
const rows = (page: Page) => page.locator('tbody tr.one').count();
/** A device far down the list. */
const hidden = (n: number) => `d${String(n).padStart(26, '0')}`;
const stopped = {
  severity: 'critical' as const,
  metric: 'x',
  attributes: {},
  value: 0,
  words: 'The fan has stopped',
};
const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.closest('tr')?.getAttribute('aria-rowindex'));

/** Whether what has the focus is wholly seen. */
const inView = (page: Page) =>
  page.evaluate(() => {
    const { top, bottom } = document.activeElement?.getBoundingClientRect() ?? { top: -1, bottom: 0 };
    return top >= 0 && bottom <= innerHeight;
  });

chromium.test('two thousand rows: few on the page, each with its place, also at the very end', async () => {
  await using opened = await open('/');
  const { page, said } = opened;
  await names(page).first().waitFor();
  expect(await page.getByRole('table').getAttribute('aria-rowcount')).toBe(String(size + 3));
  expect(await rows(page)).toBeLessThan(100);
  await page.locator('tr.one .sp .v').first().waitFor();
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
  await page.locator(`tr[aria-rowindex="${size + 3}"]`).waitFor();
  expect(await rows(page)).toBeLessThan(100);
  await page
    .locator(`tr[aria-rowindex="${size + 3}"] .sp .v`)
    .first()
    .waitFor();
  expect(said).toEqual([]);
});

chromium.test('the keyboard walks through two hundred rows and opens the one it stands on', async () => {
  await using opened = await open('/');
  const { page } = opened;
  await names(page).first().waitFor();
  for (let n = 0; n < 200; n++) await page.keyboard.press('j');
  // The head, 199 rows before it, and the heads of two groups.
  await expect.poll(() => focused(page)).toBe(String(200 + 3));
  await page.keyboard.press('k');
  await expect.poll(() => focused(page)).toBe(String(199 + 3));
  expect(await inView(page)).toBe(true);
  await page.keyboard.press('Enter');
  await page.locator('.vitals').waitFor();
});

chromium.test('a row keeps the focus when it is scrolled out of sight and when its line moves', async () => {
  await using opened = await open('/');
  const { page, api } = opened;
  await names(page).first().waitFor();
  await expect.poll(() => api.streams).toBe(1);
  for (let n = 0; n < 12; n++) await page.keyboard.press('j');
  // The head, and those of two groups.
  await expect.poll(() => focused(page)).toBe(String(12 + 3));
  await page.mouse.move(5, 5);
  api.change(hidden(1_500), { troubles: [stopped] });
  await page.locator('td.why', { hasText: stopped.words }).waitFor();
  expect(await focused(page)).toBe(String(13 + 3));
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
  await page.locator(`tr[aria-rowindex="${size + 3}"]`).waitFor();
  expect(await focused(page)).toBe(String(13 + 3));
  expect(await rows(page)).toBeLessThan(100);
  await page.keyboard.press('j');
  await expect.poll(() => focused(page)).toBe(String(14 + 3));
  expect(await inView(page)).toBe(true);
  const id = await page.evaluate(() => document.activeElement?.closest('tr')?.dataset['key'] ?? '');
  api.change(id, { troubles: [stopped] });
  // The third that is critical, and the second by name.
  await expect.poll(() => focused(page)).toBe(String(2 + 1));
});

chromium.test('a selector is answered by the collector; one that cannot be read is said with its place', async () => {
  await using opened = await open('/');
  const { page, api } = opened;
  await names(page).first().waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('role=db and site=Porto');
  await expect.poll(() => page.locator('.tools [role=status]').textContent()).toBe(`43 of ${size}`);
  expect(api.requests.some((one) => one.includes('/fleet?selector='))).toBe(true);
  await page.keyboard.type(' and');
  await page.getByRole('alert').getByText('at character 27 it ends').waitFor();
  expect(await names(page).count()).toBe(43);
  expect(await axeFindings(page)).toEqual([]);
  await page.locator('#find').press('Escape');
  await expect.poll(() => page.locator('#find-problem').textContent()).toBe('');
  await expect.poll(() => page.getByRole('table').getAttribute('aria-rowcount')).toBe(String(size + 3));
});

chromium.test('groups by site and by label, with their counts', async () => {
  await using opened = await open('/');
  const { page } = opened;
  await names(page).first().waitFor();
  const first = () => page.locator('tr.group').first().textContent();
  await page.getByLabel('Group').selectOption('site');
  await expect.poll(first).toMatch(/^Berlin 1,134 devices, 5 need you$/);
  await page.getByLabel('Group').selectOption('role');
  await expect.poll(first).toMatch(/^app 400 devices, /);
});

chromium.test('who begins to hurt while one points at the table is told above it, and joins on demand', async () => {
  await using opened = await open('/');
  const { page, api } = opened;
  await names(page).first().waitFor();
  await expect.poll(() => api.streams).toBe(1);
  await page.locator('tr.one').nth(1).hover();
  const order = await names(page).allTextContents();
  api.change(hidden(1_500), { troubles: [stopped] });
  await page.getByRole('button', { name: '1 new above' }).waitFor();
  // Who was told of already is told of still when the next one comes.
  api.change(hidden(1_501), { troubles: [stopped] });
  await page.getByRole('button', { name: '2 new above' }).waitFor();
  expect(await names(page).allTextContents()).toEqual(order);
  await page.getByRole('button', { name: '2 new above' }).click();
  await expect.poll(() => page.locator('td.why', { hasText: stopped.words }).count()).toBe(2);
});

chromium.test('the wall: one tab stop a site, arrows say name and reason, Enter opens', async () => {
  await using opened = await open('/?view=wall', { width: 1_920 });
  const { page, said } = opened;
  const links = page.locator('.cells a');
  await links.first().waitFor();
  expect(await links.count()).toBe(3);
  expect(await page.locator('.wide *').count()).toBeLessThan(200);
  expect(await axeFindings(page)).toEqual([]);
  await links.first().focus();
  await page.keyboard.press('ArrowRight');
  await page.locator('.cell-name', { hasText: 'ber-app-08' }).waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.vitals').waitFor();
  expect(said).toEqual([]);
});

chromium.test('on a phone the list does not scroll sideways and the wall is one step away', async () => {
  await using opened = await open('/', { width: 360 });
  const { page } = opened;
  await names(page).first().waitFor();
  expect(await sidewaysScroll(page)).toBe(0);
  expect(await rows(page)).toBeLessThan(100);
  await page.getByRole('link', { name: 'Wall' }).click();
  await page.locator('.cells svg').first().waitFor();
  expect(await sidewaysScroll(page)).toBe(0);
});
