/** Scripts, orders, runs, standing orders, trust and changes in a real browser over an invented API. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { axeFindings, launch, sidewaysScroll } from '../../support/browser.ts';
import { openDashboard } from '../../support/open-dashboard.ts';
import { requires } from '../../support/requires.ts';

const chromium = requires('chromium');
let browser: Browser;
beforeAll(async () => {
  if (chromium.present) browser = await launch();
});
afterAll(() => browser?.close());

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const link = (page: Page, name: string) => page.getByRole('link', { name, exact: true });

/** Each with what must be there first. */
const pages = [
  ['/push?script=clear-temp&selector=role%3Dweb', '.found li'],
  ['/orders', 'td.name a'],
  ['/orders/o38', '.run-cells path'],
  ['/orders/ohalt', '.run-cells path'],
  ['/runs/r-remedy', 'pre.log'],
  ['/scripts', 'td.name a'],
  ['/scripts/clear-temp?diff=3..4', '.diff table'],
  ['/scripts/clear-temp/edit', '.code-area textarea'],
  ['/approvals', '.approval .copy'],
  ['/standing', 'td.name a'],
  ['/standing/new?by=clock&script=clear-temp', '.openings li'],
  ['/trust', '.device-trust td'],
  ['/changes', '.tl li'],
  ['/changes/kernel', '.facts dd'],
] as const;

/** Every page in both looks; axe looks at every other one in each, for it takes longest. */
for (const [turn, look] of [{ width: 1_440 }, { width: 360, dark: true }].entries()) {
  chromium.test(`every page of maintenance is sound, ${look.width} px`, async () => {
    await using opened = await openDashboard(browser, '/trust', look);
    for (const [index, [path, sign]] of pages.entries()) {
      await opened.page.goto(opened.api.url + path);
      await opened.page.locator(sign).first().waitFor();
      const axe = index % 2 === turn ? await axeFindings(opened.page) : [];
      const found = { axe, sideways: await sidewaysScroll(opened.page), said: opened.said };
      expect({ path, ...found }).toEqual({ path, axe: [], sideways: 0, said: [] });
    }
  });
}

chromium.test('pushing: from the script to the draft, to the signature, to the runs, to the stop', async () => {
  await using opened = await openDashboard(browser, '/scripts');
  const { page, api, said } = opened;
  await page.getByRole('link', { name: 'Run… Clear temp and caches' }).click();
  await page.getByLabel('Devices', { exact: true }).fill('role=web');
  await page.getByText('locked on the device: monitor only').first().waitFor();
  await page.getByLabel('Older than, days').fill('400');
  await button(page, 'Save the draft').click();
  await page.getByText('From 1 to 365.').waitFor();
  expect(await page.locator('input:focus').inputValue()).toBe('400');
  await page.getByLabel('Older than, days').fill('30');
  await page.getByLabel('Reason, signed with it').fill('Space before the sale');
  await expect.poll(() => page.locator('.deed .prose').textContent()).toContain('older than 30 days');
  await link(page, 'Fleet').click();
  await page.getByText('Leave without saving?').waitFor();
  await button(page, 'Stay').click();
  await button(page, 'Save the draft').click();
  await page.waitForURL('**/push?draft=*');
  const id = new URL(page.url()).searchParams.get('draft') ?? '';
  expect(api.plans.work.drafts.get(id)).toMatchObject({
    reason: 'Space before the sale',
    what: {
      targets: { kind: 'selector', selector: 'role=web' },
      action: { steps: [{ script: 'clear-temp', parameters: { older_than: 30, at_most: 20, caches: true } }] },
      rings: { first: 1, share: 0.1, haltAt: 0.05 },
    },
  });
  await page.locator('.sign code').getByText(`fettle order sign ${id}`).waitFor();
  api.say('event', {
    sequence: 9_001,
    time: Date.now(),
    kind: 'order.signed',
    device: null,
    site: null,
    detail: { order: 'o38', draft: id },
  });
  await page.waitForURL('**/orders/o38');
  await page.locator('.run-failed').first().waitFor();
  const turn = (device: string, state: string) =>
    api.say('run', { order: 'o38', id: `o38.${device}`, device, ring: 2, state, exit: 0, code: null, lastLine: null });
  const before = Number((await page.locator('.sentence').textContent())?.split(' ')[0]);
  const queued = await page.locator('.run-cells a').last().getAttribute('href');
  turn(new URLSearchParams(queued?.split('?')[1]).get('device') ?? '', 'failed');
  for (let n = 30; n < 33; n += 1) turn(`d${String(n).padStart(26, '0')}`, 'done');
  await expect.poll(async () => (await page.locator('.sentence').textContent())?.includes(`${before} of`)).toBe(false);
  await button(page, 'Send no more…').click();
  await button(page, 'Send no more').click();
  await page.locator('.sentence').getByText('Stopped.').waitFor();
  await button(page, 'Stop everything…').click();
  await page.getByRole('dialog').getByText('fettle stop').waitFor();
  expect(said).toEqual([]);
});

chromium.test('ten thousand runs: one tab stop a ring, moved by arrows, fluent while runs turn', async () => {
  await using opened = await openDashboard(browser, '/orders/obig');
  const { page, api, said } = opened;
  const rest = page.getByRole('group', { name: /^Ring 3/ }).locator('a');
  await rest.focus();
  const at = performance.now();
  for (let n = 0; n < 20; n += 1) {
    const device = `d${String(5_000 + n).padStart(26, '0')}`;
    api.say('run', {
      order: 'obig',
      id: `obig.${device}`,
      device,
      ring: 2,
      state: 'failed',
      exit: 1,
      code: null,
      lastLine: null,
    });
    await page.keyboard.press(n % 2 === 0 ? 'ArrowRight' : 'ArrowDown');
  }
  // A held key comes every 33 ms; ten times that is what a busy machine is given.
  expect((performance.now() - at) / 20).toBeLessThan(330);
  expect(await rest.getAttribute('aria-label')).toMatch(/^ber-node-\d+: \S/);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/runs/r-done');
  await page.getByText('Signed by the device’s own key').waitFor();
  expect(said).toEqual([]);
});

chromium.test('a live log is text, follows, and rests while somebody reads it', async () => {
  await using opened = await openDashboard(browser, '/runs/r-live');
  const { page, api, said } = opened;
  const log = page.locator('pre.log');
  await log.waitFor();
  const from = api.plans.work.runs.get('r-live')?.outputTotal ?? 0;
  const say = (at: number, text: string) => api.say('output', { run: 'r-live', at: from + at, text });
  await expect.poll(() => api.streams).toBe(1);
  say(0, '\u001b[31m<img src=x onerror=alert(1)>\u001b[0m\n');
  await log.getByText('<img src=x onerror=alert(1)>').waitFor();
  await button(page, 'Pause').click();
  say(100, 'later\n');
  await page.waitForTimeout(400);
  expect(await log.textContent()).not.toContain('later');
  await button(page, 'Follow').click();
  await log.getByText('later').waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), button(page, 'Save as text').click()]);
  expect(download.suggestedFilename()).toBe('run-r-live.txt');
  expect(await page.locator('pre.log img').count()).toBe(0);
  expect(said).toEqual([]);
});

chromium.test(
  'a script: written with a parameter, seen as it will be asked for, saved, compared, brought back',
  async () => {
    await using opened = await openDashboard(browser, '/scripts/new');
    const { page, api, said } = opened;
    await page.getByLabel('Name', { exact: true }).fill('Prune old logs');
    await button(page, 'One more parameter').click();
    await page.getByLabel('Asked for as').fill('Keep, days');
    await page.getByLabel('Name in the program').fill('keep');
    await page.getByLabel('Kind').selectOption('integer');
    await page
      .getByLabel('Program', { exact: true })
      .fill('#!/bin/sh\nfind /var/log -mtime "+$FETTLE_P_KEEP" -delete\n');
    await page.locator('.preview').getByLabel('Keep, days').waitFor();
    expect(await page.locator('.code-area pre').textContent()).toBe('1\n2\n3');
    await button(page, 'Save').click();
    await page.waitForURL('**/scripts/prune-old-logs');
    await page.locator('.sign code').getByText('fettle script publish prune-old-logs').waitFor();
    expect(api.plans.work.scripts.get('prune-old-logs')?.waiting?.body.parameters).toMatchObject([
      { name: 'keep', type: 'integer', title: 'Keep, days' },
    ]);
    await page.goto(`${api.url}/scripts/clear-temp`);
    await page.getByLabel('Compare', { exact: true }).selectOption('1');
    await button(page, 'Compare').click();
    await page.getByText(/^From version 1 to version 4: \d+ lines new/).waitFor();
    await page.getByRole('button', { name: 'Bring back version 1' }).click();
    await page.getByRole('heading', { name: 'Waits to be published' }).waitFor();
    expect(said).toEqual([]);
  },
);

chromium.test('an incident’s known remedy is its main deed, and leads to a push that is filled in', async () => {
  await using opened = await openDashboard(browser, '/incidents');
  const { page } = opened;
  await page
    .getByRole('link', { name: /91\.4 % full/ })
    .first()
    .click();
  await page.getByText('It did not help.').waitFor();
  await page.getByText('nginx: 1.24.0 → 1.26.2').waitFor();
  await page.getByRole('link', { name: 'Run “Clear temp and caches”…' }).click();
  await page.waitForURL('**/push?script=clear-temp&devices=*&incident=*');
  await expect.poll(() => page.getByLabel('Reason, signed with it').inputValue()).toContain('91.4 % full');
  await expect.poll(() => page.locator('.sentence').textContent()).toContain('on 1 device');
});

chromium.test('a change is planned, agreed to, refused with a reason; keys lead to every place', async () => {
  await using opened = await openDashboard(browser, '/changes/new');
  const { page, api } = opened;
  await page.getByLabel('Change', { exact: true }).fill('New uplink');
  await page.getByLabel('Why', { exact: true }).fill('One is not enough.');
  await button(page, 'Plan it').click();
  await page.waitForURL('**/changes/new-plan');
  await button(page, 'Refuse…').click();
  await page.getByRole('dialog').getByLabel('Why').fill('Not in December.');
  await button(page, 'Refuse').click();
  await expect.poll(() => api.plans.work.plans.get('new-plan')?.state).toBe('refused');
  for (const [key, path] of [
    ['s', '/scripts'],
    ['r', '/orders'],
    ['t', '/trust'],
    ['h', '/changes'],
  ] as const) {
    await page.keyboard.press('g');
    await page.keyboard.press(key);
    await page.waitForURL(`**${path}`);
  }
});
