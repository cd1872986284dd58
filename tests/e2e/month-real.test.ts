/**
 * What a month means, on real processes and without a mouse: a manager describes a service of this machine and promises something of
 * it, a disk fills, the month says what that came to and why, a report of it is kept, planned and mailed; a viewer asks for something.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { launch } from '../support/browser.ts';
import { choose, goTo, press, reach, write } from '../support/by-keyboard.ts';
import { Fettle } from '../support/fettle.ts';
import { filesIn, paperText, tight } from '../support/mail-files.ts';
import { type Mail, mailbox } from '../support/mailbox.ts';
import { expectLooks } from '../support/open-dashboard.ts';
import { requires } from '../support/requires.ts';
import { mayMount, type SmallDisk, startBesideDisk } from '../support/small-disk.ts';
import { joined, sent, signedInAdmin } from '../support/staff.ts';

const needed = [requires('chromium'), requires('pdftotext')].find(({ present }) => !present);
const variant = needed ?? requires.kernel('mounts in namespaces of one’s own', mayMount);

const ruleOn = (mountpoint: string) => ({
  name: 'The archive is full',
  selector: '',
  when: {
    kind: 'value',
    metric: 'system.filesystem.utilization',
    where: { 'system.filesystem.mountpoint': mountpoint },
    is: 'above',
    levels: { critical: { limit: 0.9, clear: 0.5 } },
  },
  forMs: 0,
  clearForMs: 0,
  enabled: true,
  runbook: 'Make room.',
  overrides: [],
  version: 0,
});
const mailTo = (port: number) => ({
  name: 'Mail',
  enabled: true,
  to: { kind: 'email', host: '127.0.0.1', port, security: 'none', from: 'fettle@example.org' },
  version: 0,
});
const newBadge = {
  name: 'A new badge',
  description: 'Somebody makes it and brings it to you.',
  enabled: true,
  script: null,
  questions: [{ id: 'floor', label: 'On which floor?', required: true, choices: [], parameter: null }],
  selector: '',
  approval: 'technician',
  fromEndpoint: false,
  targetMs: 14_400_000,
  version: 0,
};

const sentence = (page: Page, text: string | RegExp) => page.locator('.sentence').getByText(text).waitFor();
const pathOf = (page: Page) => new URL(page.url()).pathname;

/** A service of one check, and what is promised of it. */
async function describeService(page: Page): Promise<void> {
  await goTo(page, 'New service');
  await write(page, 'Name', 'Archive');
  await write(page, 'Part', 'its disk');
  await choose(page, 'Made of', 'A check');
  await choose(page, 'Rule', 'The archive is full');
  await write(page, /^An hour of outage costs/, '3600');
  await press(page, page.getByRole('button', { name: 'Describe the service' }));
  await sentence(page, 'is in order');
  await press(page, page.getByRole('link', { name: 'Promise something' }));
  await write(page, 'Name', 'The archive is there');
  await write(page, 'Target, %', '99.9');
  await press(page, page.getByRole('button', { name: 'Promise it' }));
  await page.waitForURL('**/objectives/the-archive-is-there');
}

/** The disk fills and is emptied; gives the address of the incident that the page of the service named. */
async function seeItGoDown(page: Page, disk: SmallDisk): Promise<string> {
  await page.keyboard.press('Escape');
  for (const key of ['g', 'v']) await page.keyboard.press(key);
  await press(page, page.getByRole('link', { name: 'Archive', exact: true }));
  await sentence(page, 'is in order');
  disk.fill(0.98);
  await sentence(page, /is down since/);
  await press(page, page.locator('.cause a').first());
  await page.waitForURL('**/incidents/*');
  const incident = pathOf(page);
  await sentence(page, /full|%/);
  disk.empty();
  await sentence(page, 'put right');
  return incident;
}

/** What it came to: its target stands before it and leads somewhere, too. */
const figureOf = (page: Page) => page.locator('.doc tr', { hasText: 'The archive is there' }).locator('.src').nth(1);

/** From the month so far, which is reckoned now, to what its figure came from. */
async function followTheMonth(page: Page, incident: string): Promise<void> {
  for (const key of ['g', 'm']) await page.keyboard.press(key);
  await page.locator('.doc').waitFor();
  await page.keyboard.press(']');
  await press(page, figureOf(page));
  const sheet = page.getByRole('dialog');
  await sheet.getByText(/bad ÷ .* measured; the target of 99.9/).waitFor();
  await press(page, sheet.getByRole('link', { name: 'incident 1', exact: true }));
  await expect.poll(() => pathOf(page)).toBe(incident);
}

/** A report of the month so far, kept: its number, where it leads, and the same on paper. */
async function keepReport(page: Page, incident: string, folder: string): Promise<string> {
  for (const key of ['g', 'v']) await page.keyboard.press(key);
  await goTo(page, 'Reports');
  await choose(page, 'Which', 'this month, so far');
  await press(page, page.getByRole('button', { name: 'Make it' }));
  await page.waitForURL(/\/reports\/[A-Za-z0-9-]+$/);
  const figure = await figureOf(page).innerText();
  const report = pathOf(page);
  const download = page.waitForEvent('download');
  await press(page, page.getByRole('link', { name: 'PDF', exact: true }).first());
  const file = join(folder, 'report.pdf');
  await (await download).saveAs(file);
  const words = paperText(file);
  for (const part of ['Archive', figure]) expect(words).toContain(tight(part));

  await press(page, figureOf(page));
  await page.waitForURL('**/bases/*');
  await press(page, page.locator(`main a[href="${incident}"]`));
  await expect.poll(() => pathOf(page)).toBe(incident);
  return report;
}

/** Each month to somebody, and once now; what is kept already goes to one more. */
async function sendReports(page: Page, report: string, mails: readonly Mail[]) {
  for (const key of ['g', 'm']) await page.keyboard.press(key);
  await press(page, page.getByRole('link', { name: 'Send each month…' }));
  await write(page, 'Name', 'For Karin');
  await write(page, 'Addresses', 'karin@customer.example');
  const csv = page.getByLabel('CSV', { exact: true });
  await reach(page, csv);
  if (!(await csv.isChecked())) await page.keyboard.press('Space');
  await press(page, page.getByRole('button', { name: 'Plan it' }));
  await page.waitForURL('**/report-plans/for-karin');
  await page.keyboard.press('Escape');
  await press(page, page.getByRole('button', { name: 'Make now: For Karin' }));
  await page.waitForURL(/\/reports\/[A-Za-z0-9-]+$/);
  await page.getByText('karin@customer.example').waitFor();
  await page.getByText('taken', { exact: true }).waitFor();
  expect(mails.map(({ to }) => to)).toEqual([['karin@customer.example']]);

  await page.keyboard.press('Escape');
  await press(page, page.locator(`.reports-list td.name a[href="${report}"]`));
  await press(page, page.getByRole('button', { name: 'Send…' }));
  await write(page, 'Addresses', 'board@customer.example');
  await press(page, page.getByRole('dialog').getByRole('button', { name: 'Send', exact: true }));
  await page.getByText('taken', { exact: true }).waitFor();
  expect(mails.map(({ to }) => to)).toEqual([['karin@customer.example'], ['board@customer.example']]);
}

variant.test(
  'a service goes down, the month says so, its report is followed, kept, planned and mailed; a request is asked and done',
  async () => {
    await using fettle = await Fettle.create();
    await using box = await mailbox();
    await fettle.startCollector();
    await fettle.enrol();
    const disk = await startBesideDisk(fettle, '1s');
    await using browser = await launch();
    const boss = await signedInAdmin(browser, fettle);
    await sent(boss, 'PUT', '/api/v1/rules/archive-full', ruleOn(disk.mountpoint));
    await sent(boss, 'PUT', '/api/v1/channels/mail', mailTo(box.port));
    await sent(boss, 'PUT', '/api/v1/request-items/badge', newBadge);
    const karin = await joined(browser, boss, 'Karin', 'manager');

    const { page } = karin;
    await page.goto('/services');
    await describeService(page);
    const incident = await seeItGoDown(page, disk);
    await followTheMonth(page, incident);
    const report = await keepReport(page, incident, fettle.folder);
    await sendReports(page, report, box.mails);
    await expectMailed(box.mails, fettle.folder);
    const vera = await joined(browser, boss, 'Vera', 'viewer');
    const theo = await joined(browser, boss, 'Theo', 'technician');
    await askAndApprove(vera.page, theo.page);
    await seeInExplorer(page, incident);
    await soundEverywhere(page);
    for (const { said } of [karin, vera, theo]) expect(said).toEqual([]);
  },
);

/** What was planned came with PDF and CSV; what was kept before came as it was downloaded. */
async function expectMailed(mails: readonly Mail[], folder: string): Promise<void> {
  const [planned, kept] = mails.map(({ raw }) => filesIn(raw));
  expect(planned?.get('application/pdf')?.toString('latin1', 0, 4)).toBe('%PDF');
  expect(planned?.get('text/csv')?.length).toBeGreaterThan(0);
  const file = join(folder, 'mailed.pdf');
  await writeFile(file, kept?.get('application/pdf') ?? '');
  expect(paperText(file)).toBe(paperText(join(folder, 'report.pdf')));
}

/** Who asks follows it on the page that stays open; who approves is somebody else. */
async function askAndApprove(vera: Page, theo: Page): Promise<void> {
  await vera.goto('/services');
  await goTo(vera, 'Requests');
  await press(vera, vera.getByRole('link', { name: 'A new badge' }));
  await write(vera, 'On which floor?', 'the third');
  await press(vera, vera.getByRole('button', { name: 'Ask for it' }));
  await sentence(vera, /approve/);
  expect(await vera.getByRole('button', { name: 'Approve' }).count()).toBe(0);

  await theo.goto('/services');
  await goTo(theo, 'Requests');
  await sentence(theo, 'waits for your approval');
  await press(theo, theo.locator('td.name a', { hasText: 'A new badge' }));
  await press(theo, theo.getByRole('button', { name: 'Approve' }));
  await sentence(vera, 'Approved');
  await press(theo, theo.getByRole('button', { name: 'It is done…' }));
  await theo.getByRole('dialog').getByLabel('In words').waitFor();
  await write(theo, 'In words', 'It lies at the desk.');
  await press(theo, theo.getByRole('dialog').getByRole('button', { name: 'It is done' }));
  await vera.getByText('It lies at the desk.').first().waitFor();
}

/** The incident lies over the lines of what it came from; a view of them is kept. */
async function seeInExplorer(page: Page, incident: string): Promise<void> {
  await page.goto('/explore?metric=system.filesystem.utilization&last=1h');
  await page.locator('.explore-chart canvas').waitFor();
  await reach(page, page.locator(`.happened a[href="${incident}"]`).first());
  await press(page, page.getByRole('button', { name: 'Save this view…' }));
  await write(page, 'Name', 'Disks, an hour');
  await press(page, page.getByRole('button', { name: 'Save', exact: true }));
  await page.getByRole('link', { name: 'Disks, an hour' }).waitFor();
}

/** Pages that no invented API answers for. */
const others =
  `/requests /requests/new?item=badge /request-items/badge /improvements /projects /capacity /load /hand-over /value
  /report-plans/for-karin /brands/new`.split(/\s+/);

/** On a desk in light and on a phone in the dark: nothing for axe, nothing scrolls sideways. */
async function soundEverywhere(page: Page): Promise<void> {
  for (const path of others) {
    await page.goto(path);
    await expectLooks(page, path, 'main section, main .frame, main .deed');
  }
}
