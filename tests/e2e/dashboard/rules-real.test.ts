/** From a thought to a rule, its incident, and a window that makes it quiet, on a real collector with a real agent. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { axeFindings, launch, watchProblems } from '../../support/browser.ts';
import { Fettle, until } from '../../support/fettle.ts';
import { makeFirstAdmin } from '../../support/first-admin.ts';
import { requires } from '../../support/requires.ts';

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

/** Some seconds of this machine's memory are kept: a back-test has a past. */
async function untilMeasured(page: Page, url: string): Promise<void> {
  const read = async <Item>(path: string): Promise<Item[]> => {
    const answer = await page.request.get(`${url}/api/v1/${path}`);
    return ((await answer.json()) as { items: Item[] }).items;
  };
  const [device] = await read<{ id: string }>('devices');
  await until('some seconds of history', async () => {
    const span = `from=${Date.now() - 60_000}&to=${Date.now()}`;
    const path = `series?device=${device?.id}&metric=system.memory.utilization&${span}`;
    const [memory] = await read<{ points: unknown[] }>(path);
    return (memory?.points.length ?? 0) >= 4;
  });
}

/** A rule that this machine's memory is beyond: some of it is always in use. */
async function writeRule(page: Page): Promise<void> {
  await press(page, 'g', 'u');
  await page.getByRole('link', { name: 'New rule' }).waitFor();
  await press(page, 'n');
  await page.getByLabel('Name', { exact: true }).fill('Memory of the test');
  await page.getByLabel('Metric').selectOption('system.memory.utilization');
  await page.getByLabel('Warning at').fill('');
  await page.getByLabel('Clear again at, warning').fill('');
  await page.getByLabel('Critical at').fill('0.1 %');
  await page.getByLabel('Clear again at, critical').fill('');
  await page.getByLabel('For', { exact: true }).fill('0');
}

requires('chromium').test('a rule is tried on what was, fires, and a window makes its incident quiet', async () => {
  await using fettle = await Fettle.create();
  await fettle.startCollector();
  await fettle.enrol();
  await fettle.startAgent('1s');
  await using browser = await launch();
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, timezoneId: 'UTC' });
  const said = await watchProblems(context);
  const page = await context.newPage();
  await makeFirstAdmin(page, fettle);
  await page.locator('td.name a').first().waitFor();
  await untilMeasured(page, fettle.url);

  await writeRule(page);
  await button(page, 'Back-test').click();
  await page.locator('.trial').getByText('once on 1 device').waitFor();
  await page.locator('.back-test td.name a').waitFor();

  await page.getByRole('link', { name: 'Fleet', exact: true }).first().click();
  const asked = page.getByRole('dialog', { name: 'Leave without saving?' });
  await asked.getByRole('button', { name: 'Stay' }).click();
  await page.goBack();
  await asked.getByRole('button', { name: 'Stay' }).click();
  expect(await page.getByLabel('Critical at').inputValue()).toBe('0.1 %');

  await button(page, 'Make the rule').click();
  await page.waitForURL('**/rules/memory-of-the-test');
  await page.locator('.sentence').getByText('1 incident is open').click();
  await page.locator('tr.one').first().waitFor();
  expect(await page.locator('tr.one').count()).toBe(1);
  await page.getByText('rule “Memory of the test”').waitFor();
  await page.locator('tr.one .what a').click();
  await page
    .locator('.steps')
    .getByText(/^Opened \d/)
    .waitFor();
  await page.locator('.live').getByText('frame').waitFor();

  await press(page, 'g', 'w');
  await page.getByText('No maintenance is planned.').waitFor();
  await press(page, 'n');
  await page.getByLabel('Name', { exact: true }).fill('More memory');
  await page.getByLabel('Begins').fill(new Date(Date.now() - 60_000).toISOString().slice(0, 16));
  await page.getByLabel('Lasts').fill('1 h');
  await page.getByLabel('Zone').fill('UTC');
  await page.locator('.deed .openings').getByText('open now').waitFor();
  await button(page, 'Plan the window').click();
  await page.waitForURL('**/windows/more-memory');
  await page.locator('.sentence').getByText('Open now').waitFor();

  await press(page, 'g', 'i');
  const quiet = page.locator('tr.group', { hasText: 'In window' });
  await quiet.getByText(/^[1-9]\d* incidents?;/).waitFor();
  await expect.poll(() => page.locator('nav .count').count()).toBe(0);
  await quiet.getByRole('button', { name: 'Show' }).click();
  await page.locator('tr.one .what a', { hasText: 'emory' }).first().click();
  await page.locator('.sentence').getByText('Its device is in a window: nobody is told.').waitFor();
  expect(await axeFindings(page)).toEqual([]);
  expect(said).toEqual([]);
});
