/** From a breach to an incident in an open dashboard, on a real collector with a real agent. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { axeFindings, launch, watchProblems } from '../../support/browser.ts';
import { Fettle } from '../../support/fettle.ts';
import { makeFirstAdmin } from '../../support/first-admin.ts';
import { requires } from '../../support/requires.ts';

/** A rule that this machine's memory is beyond, or never is. */
async function putRule(page: Page, limit: number, version: number): Promise<number> {
  const body = {
    name: 'Memory of the test',
    selector: '',
    when: {
      kind: 'value',
      metric: 'system.memory.utilization',
      is: 'above',
      levels: { critical: { limit } },
    },
    forMs: 0,
    clearForMs: 0,
    enabled: true,
    runbook: 'Look who uses it.\nThen decide.',
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

requires('chromium').test('breach, acknowledged, evidence, note, put right: live on one open page', async () => {
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
  for (const key of ['g', 'i']) await page.keyboard.press(key);
  await page.locator('.tools').waitFor();

  const version = await putRule(page, 0.001, 0);
  const row = page.locator('tr.one', { hasText: 'emory' }).first();
  await row.waitFor();
  await expect.poll(() => page.locator('nav a[href="/incidents"] .count').textContent()).toMatch(/^[1-9]/);
  expect(await page.locator('.sentence a').count()).toBeGreaterThan(0);

  await row.locator('.what a').focus();
  await page.keyboard.press('a');
  await row.getByText('acknowledged').waitFor();
  await page.keyboard.press('Enter');
  await page
    .locator('.steps')
    .getByText(/^Acknowledged \d/)
    .waitFor();
  await page.locator('figure.chart canvas').waitFor();
  await page.getByRole('heading', { name: 'Why, most likely' }).waitFor();
  await page.getByText('Then decide.').waitFor();
  await page.keyboard.press('n');
  await page.keyboard.type('Seen.');
  await page.getByRole('button', { name: 'Keep the note' }).click();
  await page.locator('.tl').getByText('Seen.').waitFor();
  expect(await axeFindings(page)).toEqual([]);

  await putRule(page, 0.999, version);
  await page.locator('.sentence').getByText('put right').waitFor();
  for (const key of ['g', 'i']) await page.keyboard.press(key);
  await page.locator('summary', { hasText: 'Put right today' }).waitFor();
  expect(said).toEqual([]);
});
