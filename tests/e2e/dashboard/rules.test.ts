/** Rules in a real browser: found, written, tried on the past, saved, taken back; what goes wrong is said at its place. */
import { ruleFile } from '@fettle/shared/rules/file-text';
import { readFile } from '@fettle/collector/edge/files/read-file';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axeFindings, launch } from '../../support/browser.ts';
import { rulesAt } from '../../support/fake-plans/rules.ts';
import { expectSound, openDashboard } from '../../support/open-dashboard.ts';
import { requires } from '../../support/requires.ts';

const chromium = requires('chromium');
let browser: Browser;
beforeAll(async () => {
  if (chromium.present) browser = await launch();
});
afterAll(() => browser?.close());

const disk = '/rules/file-system-full';
const names = (page: Page) => page.locator('td.name a');
const prose = (page: Page) => page.locator('.deed .prose');
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

test('what the editor writes as a file is read back as the same rule', () => {
  for (const { id, name, selector, when, forMs, clearForMs, enabled, runbook, overrides } of rulesAt(0).values()) {
    // The collector's catalogue has no such metric, so that its files cannot name it.
    if (id === 'widget-pressure') continue;
    const body = { name, selector, when, forMs, clearForMs, enabled, runbook, overrides } as Parameters<
      typeof ruleFile
    >[1];
    for (const text of [
      runbook,
      'One line',
      'Two\n\nlines: "quoted" # no comment\n',
      '  begins with space',
      'yes',
      '- a',
    ]) {
      const wanted = { ...body, runbook: text, name: text.trim().split('\n')[0] || name };
      const { items, source } = readFile('rules.yaml', ruleFile(id, wanted));
      expect(source.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(items.map((one) => [one.id, one.body])).toEqual([[id, wanted]]);
    }
  }
});

for (const [path, sign] of [
  ['/rules', 'td.name a'],
  [disk, '.deed .prose b'],
  ['/rules/new', '.deed'],
] as const) {
  chromium.test(`${path} is sound in every look`, () => expectSound(browser, path, sign));
}

chromium.test('the list: by what they watch, searched, walked through by key, opened', async () => {
  await using opened = await openDashboard(browser, '/rules');
  const { page } = opened;
  await names(page).first().waitFor();
  expect(await page.locator('tr.group').allTextContents()).toEqual(
    expect.arrayContaining(['The device itself1 rule', 'File systems2 rules']),
  );
  expect(await page.locator('.sentence').textContent()).toContain('One is switched off.');
  await page.keyboard.press('/');
  await page.keyboard.type('trend');
  await expect.poll(() => names(page).allTextContents()).toEqual(['File system full soon']);
  await page.keyboard.type(' nothing such');
  await button(page, 'Clear the search').click();
  await page.locator('main').click({ position: { x: 2, y: 2 } });
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await prose(page).getByText('The device itself').waitFor();
});

chromium.test('a limit is changed: the sentence follows, the past is tried, it is saved and taken back', async () => {
  await using opened = await openDashboard(browser, disk);
  const { page, api, said } = opened;
  await page.getByLabel('Warning at').first().fill('80 %');
  await page.getByLabel('Clear again at, warning').first().fill('75 %');
  await prose(page).getByText('above 80 %').waitFor();
  await button(page, 'Back-test').click();
  await page.getByText('it would have fired').waitFor();
  expect(await page.locator('.trial').textContent()).toMatch(
    /it would have fired \d+ times on \d+ devices, .* in all; the one you have now \d+ times/,
  );
  await page.locator('.deed canvas').waitFor();
  expect(await page.locator('.fired rect').count()).toBeGreaterThan(2);
  await page.getByText('their history begins there').waitFor();
  const link = await page.locator('.back-test td.name a').first().getAttribute('href');
  expect(link).toMatch(/^\/devices\/d\d+\?from=\d+&to=\d+$/);
  expect(await axeFindings(page)).toEqual([]);
  await page.getByLabel('Warning at').first().fill('79 %');
  await page.getByText('The form was changed since.').waitFor();
  await button(page, 'Save').click();
  await page.getByText('Saved; it holds from now on.').waitFor();
  expect(api.plans.rules.get('file-system-full')?.when).toMatchObject({
    levels: { warning: { limit: 0.79, clear: 0.75 } },
  });
  await page.getByRole('button', { name: /^Undo/ }).click();
  await page.getByText('Taken back.').waitFor();
  expect(api.plans.rules.get('file-system-full')?.when).toMatchObject({ levels: { warning: { limit: 0.87 } } });
  expect(said).toEqual([]);
});

chromium.test('a back-test can be given up; one that fails is said', async () => {
  await using opened = await openDashboard(browser, disk);
  const { page, api } = opened;
  await prose(page).waitFor();
  api.slow.set('/rules/back-test', 3_000);
  await button(page, 'Back-test').click();
  await page.getByText('Reckoning over the last 30 days').waitFor();
  await button(page, 'Cancel').click();
  await button(page, 'Back-test').waitFor();
  api.slow.clear();
  api.failing.set('/rules/back-test', { status: 422, code: 'query_too_long', title: 'It would take too much work.' });
  await button(page, 'Back-test').click();
  await page.getByRole('alert').getByText('It would take too much work.').waitFor();
});

chromium.test('what is wrong is said at its field and has the focus; nothing is sent', async () => {
  await using opened = await openDashboard(browser, '/rules/new');
  const { page, api } = opened;
  await page.getByLabel('Warning at').fill('96 %');
  await page.getByText('“critical” must lie above “warning”.').waitFor();
  await page.getByLabel('Warning at').fill('much');
  await page.getByText('Write a number, with its unit where it has one.').waitFor();
  await page.getByLabel('Warning at').fill('87 %');
  await button(page, 'Make the rule').click();
  await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-invalid'))).toBe('true');
  await page.getByText('Give it a name.').waitFor();
  expect(api.requests.some((one) => one.startsWith('PUT'))).toBe(false);
});

chromium.test(
  'a new rule: its id follows its name, a selector that cannot be read is said, then it is made',
  async () => {
    await using opened = await openDashboard(browser, '/rules/new');
    const { page, api } = opened;
    await page.getByLabel('Name', { exact: true }).fill('Disks of databases');
    expect(await page.getByLabel('Id', { exact: true }).inputValue()).toBe('disks-of-databases');
    await page.getByLabel('Devices').fill('role=db and');
    await page.getByText('This selector cannot be read').first().waitFor();
    await page.getByLabel('Devices').fill('role=db');
    await page.getByText('20 devices of 99').or(page.getByText('21 devices of 99')).first().waitFor();
    await button(page, 'Make the rule').click();
    await page.waitForURL('**/rules/disks-of-databases');
    expect(api.plans.rules.get('disks-of-databases')).toMatchObject({ selector: 'role=db', version: 1 });
    await button(page, 'Delete…').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.waitForURL('**/rules');
    expect(api.plans.rules.has('disks-of-databases')).toBe(false);
    await page.getByRole('button', { name: /^Undo/ }).click();
    await names(page).getByText('Disks of databases').waitFor();
  },
);

chromium.test('somebody else changed it meanwhile: said, and read again on demand', async () => {
  await using opened = await openDashboard(browser, disk);
  const { page, api } = opened;
  await prose(page).waitFor();
  const kept = api.plans.rules.get('file-system-full');
  if (!kept) throw new Error('no rule');
  api.plans.rules.set('file-system-full', { ...kept, name: 'Renamed meanwhile', version: 2 });
  await page.getByLabel('For', { exact: true }).first().fill('1 h');
  await button(page, 'Save').click();
  await page.getByText('Somebody changed this since you read it.').waitFor();
  await button(page, 'Read it again, drop what I wrote').click();
  await expect.poll(() => page.getByLabel('Name', { exact: true }).inputValue()).toBe('Renamed meanwhile');
  expect(await page.getByLabel('For', { exact: true }).first().inputValue()).toBe('20 min');
});

chromium.test('every kind can be chosen and says what it is', async () => {
  await using opened = await openDashboard(browser, '/rules/new');
  const { page } = opened;
  await page.getByLabel('Name', { exact: true }).fill('Any');
  const kinds: readonly (readonly [kind: string, words: string])[] = [
    ['change', 'its change over 10 min is'],
    ['trend', 'by its trend of 7 d'],
    ['absent', 'when it does not come for'],
    ['device', 'The device itself is'],
    ['state', 'when failed'],
    ['value', 'for 10 min'],
  ];
  for (const [kind, words] of kinds) {
    await page.getByLabel('Kind').selectOption(kind);
    await expect.poll(() => prose(page).textContent()).toContain(words);
    expect(await axeFindings(page)).toEqual([]);
  }
  await page.getByLabel('Kind').selectOption('formula');
  await page.getByLabel('Expression').fill('system.memory.usage{system.memory.state=used} / system.memory.limit');
  await page.getByLabel('Warning at').fill('90 %');
  await page.getByLabel('Critical at').fill('');
  await page.getByLabel('Clear again at, critical').fill('');
  await page.getByLabel('Clear again at, warning').fill('');
  await expect.poll(() => prose(page).textContent()).toContain('system.memory.limit is warning above 90 %');
});

chromium.test('an exception: on some devices, at some times, with a level of its own', async () => {
  await using opened = await openDashboard(browser, '/rules/memory-used');
  const { page, api } = opened;
  await prose(page).waitFor();
  await button(page, 'Add an exception').click();
  await page.getByLabel('On these devices').fill('role=db');
  await page.getByLabel('Only at some times of the week').check();
  await page.getByLabel('Zone').fill('Europe/Berlin');
  await page.getByLabel('Warning at').nth(1).fill('95 %');
  await expect.poll(() => prose(page).textContent()).toContain('It is different in one case.');
  await button(page, 'Save').click();
  await page.getByText('Saved; it holds from now on.').waitFor();
  expect(api.plans.rules.get('memory-used')?.overrides).toEqual([
    {
      selector: 'role=db',
      calendar: { days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00', zone: 'Europe/Berlin' },
      levels: { warning: { limit: 0.95 } },
    },
  ]);
});
