/** The trend explorer in a real browser: a link brings the same view back, what was planted lies over the lines, views are kept. */
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

const onDevice = '/explore?metric=system.cpu.utilization&device=d00000000000000000000000001&is.cpu.mode=user';
const address = (page: Page) => page.evaluate(() => location.pathname + location.search);
const sentence = (page: Page) => page.locator('.sentence').textContent();

chromium.test('the explorer is sound', () =>
  expectSound(browser, `${onDevice}&with=week`, '.explore-chart canvas', fewLooks),
);

chromium.test('chosen by keyboard, and the link brings the same view back', async () => {
  await using opened = await openDashboard(browser, '/explore');
  const { page } = opened;
  await page.getByRole('heading', { name: 'Begin with' }).waitFor();
  await page.keyboard.press('m');
  await page.keyboard.type('system.cpu.utiliz');
  await page.getByRole('option').first().waitFor();
  await page.keyboard.press('Enter');
  await page.getByLabel('Devices', { exact: true }).fill('role=db');
  await page.waitForURL('**selector=role*');
  await page.getByLabel('mode', { exact: true }).selectOption('user');
  await page.getByRole('button', { name: 'Spread of all' }).click();
  await page.keyboard.press('4');
  await page.keyboard.press('c');
  await page.keyboard.press('c');
  await page.getByRole('button', { name: /^runs/ }).click();
  await page.getByText(/^The line is the median of \d+ lines/).waitFor();
  const query = new URLSearchParams((await address(page)).split('?')[1]);
  expect(Object.fromEntries(query)).toEqual({
    metric: 'system.cpu.utilization',
    selector: 'role=db',
    'is.cpu.mode': 'user',
    last: '7d',
    with: 'week',
    as: 'spread',
    without: 'runs',
  });
  await using again = await openDashboard(browser, await address(page));
  await again.page.getByText(/^The line is the median of \d+ lines/).waitFor();
  expect(await again.page.getByRole('combobox', { name: 'Metric' }).inputValue()).toBe(
    await page.getByRole('combobox', { name: 'Metric' }).inputValue(),
  );
  expect(await again.page.getByLabel('compared with').inputValue()).toBe('week');
  expect(await again.page.getByRole('button', { name: /^runs/ }).getAttribute('aria-pressed')).toBe('false');
  expect(await again.page.getByRole('button', { name: '7 d' }).getAttribute('aria-pressed')).toBe('true');
});

chromium.test('an incident and a change that were planted lie over the lines and lead to what they are', async () => {
  await using opened = await openDashboard(browser, onDevice);
  const { page, api } = opened;
  const [usual] = api.desk.incidents;
  if (!usual) throw new Error('The invented desk has no incident.');
  await page.locator('.explore-chart canvas').waitFor();
  const listed = page.locator('.happened li');
  const before = await page.getByRole('button', { name: /^incidents/ }).textContent();
  api.desk.put({
    ...usual,
    id: 'iplanted',
    device: 'd00000000000000000000000001',
    openedAt: Date.now() - 3_600_000,
    words: 'Planted trouble',
  });
  await page.reload();
  await listed.getByText('Planted trouble').waitFor();
  expect(await page.getByRole('button', { name: /^incidents/ }).textContent()).not.toBe(before);
  expect(await listed.getByText('Planted trouble').getAttribute('href')).toBe('/incidents/iplanted');
  expect(await listed.filter({ hasText: 'postgresql-16' }).locator('use').getAttribute('href')).toBe('#change');
  await page.getByRole('button', { name: /^incidents/ }).click();
  await expect.poll(() => listed.getByText('Planted trouble').count()).toBe(0);
  expect(await listed.filter({ hasText: 'postgresql-16' }).count()).toBe(1);
});

chromium.test('zoom by drag and Esc back, table in the address, a view that is saved, the file', async () => {
  await using opened = await openDashboard(browser, onDevice);
  const { page, api } = opened;
  const canvas = page.locator('.explore-chart canvas');
  await canvas.waitFor();
  await expect.poll(() => sentence(page)).toContain('The last 24 hours');
  await page.waitForTimeout(200);
  const box = await canvas.boundingBox();
  if (!box) throw new Error('The chart is not there.');
  await page.mouse.move(box.x + box.width * 0.3, box.y + 100);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.6, box.y + 100, { steps: 4 });
  await page.mouse.up();
  await page.waitForURL('**from=*to=*');
  await page.mouse.move(2, 2);
  await page.keyboard.press('Escape');
  await expect.poll(() => address(page)).not.toContain('from=');
  await page.getByRole('button', { name: /as table$/ }).click();
  await page.locator('.chart-table tbody tr').first().waitFor();
  expect(await address(page)).toContain('table=1');
  await page.getByRole('button', { name: 'Save this view…' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Processor of one');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('link', { name: 'Processor of one' }).waitFor();
  expect([...api.plans.business.views.values()].map(({ query }) => `/explore?${query}`)).toEqual([await address(page)]);
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'CSV' }).click()]);
  expect(file.suggestedFilename()).toBe('system.cpu.utilization.csv');
});
