/** A service on a real collector with a real agent: described in the browser, seen to go down and why, and to come back. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { launch, watchProblems } from '../../support/browser.ts';
import { Fettle } from '../../support/fettle.ts';
import { makeFirstAdmin } from '../../support/first-admin.ts';
import { requires } from '../../support/requires.ts';

/** A rule that this machine's memory is beyond, or never is; gives its version. */
async function putRule(page: Page, limit: number, version: number): Promise<number> {
  const body = {
    name: 'Memory of the test',
    selector: '',
    when: { kind: 'value', metric: 'system.memory.utilization', is: 'above', levels: { critical: { limit } } },
    forMs: 0,
    clearForMs: 0,
    enabled: true,
    runbook: '',
    overrides: [],
    version,
  };
  const { status, text } = await page.evaluate(async (sent) => {
    const answer = await fetch('/api/v1/rules/memory-of-the-test', {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(sent),
    });
    return { status: answer.status, text: await answer.text() };
  }, body);
  if (status >= 300) throw new Error(`${status} ${text}`);
  return (JSON.parse(text) as { version: number }).version;
}

requires('chromium').test(
  'a service is described, goes down with its cause in sight, and comes back; a view is saved',
  async () => {
    await using fettle = await Fettle.create();
    await fettle.startCollector();
    await fettle.enrol();
    await fettle.startAgent('1s');
    await using browser = await launch();
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const said = await watchProblems(context);
    const page = await context.newPage();
    await makeFirstAdmin(page, fettle);
    await page.locator('td.name a').first().waitFor();
    for (const key of ['g', 'v']) await page.keyboard.press(key);
    await page.getByText('No service is described yet.').first().waitFor();

    await page.getByRole('link', { name: 'New service' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Order intake');
    await page.getByLabel('Part', { exact: true }).fill('machines');
    await page.getByText(/^1 device of 1/).waitFor();
    await page.getByRole('button', { name: 'Describe the service' }).click();
    await page.waitForURL('**/services/order-intake');
    const sentence = page.locator('.sentence');
    await sentence.getByText('is in order').waitFor();

    const version = await putRule(page, 0.001, 0);
    await sentence.getByText(/is down since/).waitFor();
    const cause = page.locator('.cause li').first();
    await cause.waitFor();
    expect(await cause.locator('a').getAttribute('href')).toMatch(/^\/incidents\/i/);
    await page.getByText('short', { exact: true }).waitFor();
    await putRule(page, 0.999, version);
    await sentence.getByText('is in order').waitFor();

    await page.goto(`${fettle.url}/explore?metric=system.memory.utilization&last=1h`);
    await page.locator('.explore-chart canvas').waitFor();
    const listed = page.locator('.happened a').first();
    await listed.waitFor();
    expect(await listed.getAttribute('href')).toMatch(/^\/incidents\/i/);
    await page.getByRole('button', { name: 'Save this view…' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Memory, an hour');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('link', { name: 'Memory, an hour' }).waitFor();
    expect(said).toEqual([]);
  },
);
