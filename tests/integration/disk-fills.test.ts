/** The whole loop on real parts: a disk fills, somebody is told by mail, looks, acts, the disk empties, all is in order. */
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { launch, watchProblems } from '../support/browser.ts';
import { Fettle } from '../support/fettle.ts';
import { makeFirstAdmin } from '../support/first-admin.ts';
import { mailbox } from '../support/mailbox.ts';
import { requires } from '../support/requires.ts';
import { mayMount, startBesideDisk } from '../support/small-disk.ts';

/** On a machine that has much else to do. */
const round = 150_000;

/** As the page's own requests: with the session of who is signed in. */
async function put(page: Page, path: string, body: object): Promise<void> {
  const said = await page.evaluate(
    async ([to, sent]) => {
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(to, { method: 'PUT', headers, body: JSON.stringify(sent) });
      return answer.ok ? '' : `${answer.status} ${await answer.text()}`;
    },
    [`/api/v1/${path}`, { ...body, version: 0 }] as const,
  );
  expect(said, path).toBe('');
}

async function configure(page: Page, port: number, mountpoint: string): Promise<void> {
  const to = {
    kind: 'email',
    host: '127.0.0.1',
    port,
    security: 'none',
    from: 'fettle@example.org',
    to: ['ops@example.org'],
  };
  await put(page, 'channels/mail', { name: 'Mail', enabled: true, to });
  const steps = [{ afterMs: 0, targets: [{ kind: 'channel', id: 'mail' }] }];
  const route = { name: 'All to mail', enabled: true, order: 1, selector: '', severity: 'warning' };
  await put(page, 'routes/all', { ...route, steps, repeat: 0, resolved: true, stop: true });
  const when = {
    kind: 'value',
    metric: 'system.filesystem.utilization',
    where: { 'system.filesystem.mountpoint': mountpoint },
    is: 'above',
    levels: { critical: { limit: 0.9, clear: 0.5 } },
  };
  const rule = { name: 'Small disk full', selector: '', when, forMs: 0, clearForMs: 0, enabled: true };
  await put(page, 'rules/small-disk', { ...rule, runbook: 'Remove what nobody needs.', overrides: [] });
}

requires.kernel('mounts in namespaces of one’s own', mayMount).describe('a disk', () => {
  requires('chromium').test('fills: breach, mail, acknowledge, evidence; empties: put right, mail', async () => {
    await using fettle = await Fettle.create();
    await using mail = await mailbox();
    await fettle.startCollector();
    await fettle.enrol();
    const disk = await startBesideDisk(fettle, '1s');
    await using browser = await launch();
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const said = await watchProblems(context);
    const page = await context.newPage();
    await makeFirstAdmin(page, fettle);
    await configure(page, mail.port, disk.mountpoint);
    await page.goto(`${fettle.url}/incidents`);
    await page.locator('.tools').waitFor();

    disk.fill(0.98);
    expect(disk.used()).toBeGreaterThan(0.9);
    const row = page.locator('tr.one', { hasText: disk.mountpoint });
    await row.waitFor({ timeout: round });
    const told = () => mail.mails.map((one) => one.header('subject') ?? '');
    await expect.poll(() => told().filter((subject) => subject.includes(disk.mountpoint)).length).toBe(1);
    expect(mail.mails[0]?.to).toEqual(['ops@example.org']);

    await row.locator('.what a').click();
    await page.getByRole('button', { name: 'Acknowledge', exact: true }).click();
    await page
      .locator('.steps')
      .getByText(/^Acknowledged \d/)
      .waitFor();
    await page.getByText('Remove what nobody needs.').waitFor();
    await page.locator('figure.chart canvas').waitFor();
    await page.getByRole('heading', { name: 'Caught at the breach' }).waitFor();
    expect(await page.locator('table.processes tbody tr').count()).toBeGreaterThan(0);

    disk.empty();
    expect(disk.used()).toBeLessThan(0.5);
    await page.locator('.sentence').getByText('put right').waitFor({ timeout: round });
    await expect.poll(() => told().filter((subject) => subject.includes(disk.mountpoint)).length).toBe(2);
    expect(said.join('\n')).toBe('');
  });
});
