/** Who is told, in a real browser: turns and swaps, routes that can be read, channels that are tested, what was sent. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { axeFindings, launch } from '../../support/browser.ts';
import { expectSound, openDashboard } from '../../support/open-dashboard.ts';
import { requires } from '../../support/requires.ts';

const chromium = requires('chromium');
let browser: Browser;
beforeAll(async () => {
  if (chromium.present) browser = await launch();
});
afterAll(() => browser?.close());

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const section = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

for (const [path, sign] of [
  ['/on-call', '.rail li'],
  ['/on-call/rosters/operations', '.openings li'],
  ['/on-call/routes', '.escalation li'],
  ['/on-call/routes/databases', '.deed .escalation'],
  ['/on-call/deliveries', 'td.name'],
  ['/channels', '.channel'],
  ['/channels/mail', '.deed .prose b'],
] as const) {
  chromium.test(`${path} is sound in every look`, () => expectSound(browser, path, sign));
}

chromium.test('a turn is handed over from now on, and taken back', async () => {
  await using opened = await openDashboard(browser, '/on-call');
  const { page, api, said } = opened;
  const databases = section(page, 'Databases');
  await databases.locator('.rail li').first().waitFor();
  const before = api.plans.rosters.get('databases')?.now?.person.name ?? '';
  expect(await page.locator('.sentence').textContent()).toContain(`${before} is on call for Databases until`);
  await databases.getByRole('button', { name: 'Swap or hand over…' }).click();
  await page.getByLabel('Takes it').selectOption({ label: 'João Reis' });
  await page.getByLabel('Why').fill('Dentist');
  expect(await axeFindings(page)).toEqual([]);
  await button(page, 'Hand it over').click();
  await page.getByText('João Reis has it then.').waitFor();
  await databases.getByText('João Reis instead').waitFor();
  await expect.poll(() => databases.locator('.rail li.here').textContent()).toContain('João Reis');
  await page.getByRole('button', { name: /^Undo/ }).click();
  await page.getByText('Taken back.').waitFor();
  expect(api.plans.rosters.get('databases')?.overrides).toEqual([]);
  expect(said).toEqual([]);
});

chromium.test('a roster: people in their order, the next turns beside it', async () => {
  await using opened = await openDashboard(browser, '/on-call/rosters/databases');
  const { page, api } = opened;
  await page.locator('.openings li').first().waitFor();
  await page.getByRole('button', { name: /^Earlier ?: Tomasz Zych$/ }).click();
  await page.getByLabel('Add').selectOption({ label: 'Ida Lund' });
  await page.getByLabel('A turn is').fill('60');
  await page.getByText('From 1 to 52.').waitFor();
  await page.getByLabel('A turn is').fill('2');
  await button(page, 'Save').click();
  await page.getByText('Saved; it holds from now on.').waitFor();
  expect(api.plans.rosters.get('databases')).toMatchObject({
    people: ['p2', 'p4', 'p1'],
    turn: { every: 'week', count: 2 },
    version: 2,
  });
});

chromium.test('routes read as a sequence; a step is added and told in the sentence', async () => {
  await using opened = await openDashboard(browser, '/on-call/routes');
  const { page, api } = opened;
  await page.locator('.escalation').first().waitFor();
  expect(await section(page, 'Databases, day and night').locator('.escalation li').allTextContents()).toEqual([
    'At oncewho is on call for Databases, the channel Chat of operations',
    'After 15 min more without an answerwho is on call for Operations',
    'After 30 min more without an answerIda Lund, the team Operations',
  ]);
  await section(page, 'Everything else, by day').getByRole('link', { name: 'Change' }).click();
  await page.locator('.deed .escalation').waitFor();
  await button(page, 'Add a step').click();
  await button(page, 'Save').click();
  await page.getByText('Say who is told.').waitFor();
  await page.getByLabel('Tell', { exact: true }).nth(1).selectOption({ label: 'Anke Brandt' });
  await page.getByLabel('Only at some times of the week').uncheck();
  await button(page, 'Save').click();
  await page.getByText('Saved; it holds from now on.').waitFor();
  const kept = api.plans.routes.get('everything');
  expect(kept?.steps[1]).toEqual({ afterMs: 900_000, targets: [{ kind: 'person', id: 'p4' }] });
  expect(kept?.calendar).toBeUndefined();
});

chromium.test('a channel is tested and says what the other end answered; its secret is never shown', async () => {
  await using opened = await openDashboard(browser, '/channels');
  const { page, api } = opened;
  const rows = page.locator('.channel');
  await rows.first().waitFor();
  await rows.nth(1).getByRole('button', { name: 'Send a test' }).click();
  await rows.nth(1).getByText('It did not take it in 412 ms: 503 Service Unavailable').waitFor();
  await rows.nth(0).getByRole('button', { name: 'Send a test' }).click();
  await rows.nth(0).getByText('250 2.0.0 Ok: queued as 5C2B').waitFor();
  await rows.nth(0).getByRole('link', { name: 'Mail' }).click();
  await page.getByText('One is kept; it is never shown.').waitFor();
  await page.getByLabel('Port').fill('0');
  await page.getByText('From 1 to 65535; 587 is usual.').waitFor();
  await page.getByLabel('Port').fill('465');
  await page.getByLabel('Encryption').selectOption('tls');
  await button(page, 'Save').click();
  await page.getByText('Saved; it holds from now on.').waitFor();
  expect(api.plans.channels.get('mail')).toMatchObject({ secretSet: true, to: { port: 465, security: 'tls' } });
});

chromium.test('the heartbeat: how it stands, changed, taken back', async () => {
  await using opened = await openDashboard(browser, '/channels');
  const { page, api } = opened;
  const heart = section(page, 'Heartbeat');
  await heart.getByText('200 OK').waitFor();
  await page.getByLabel('Called every').fill('10 s');
  await page.getByText('From 1 min to 1 d.').waitFor();
  await page.getByLabel('Called every').fill('1 min');
  await heart.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved; it beats from now on.').waitFor();
  expect(api.plans.heartbeat).toMatchObject({ everyMs: 60_000, version: 2 });
});

chromium.test('deliveries: their states, answers, when they are tried again, the heartbeat', async () => {
  await using opened = await openDashboard(browser, '/on-call/deliveries');
  const { page, api } = opened;
  await page.getByText('503 Service Unavailable, tried 3 times; next try in').waitFor();
  await page.getByText(/heartbeat delivered \d+ min ago/).waitFor();
  await page.getByRole('group', { name: 'State' }).getByRole('button', { name: 'given up' }).click();
  await expect.poll(() => page.locator('tbody tr').count()).toBe(1);
  expect(api.requests.some((one) => one.includes('/deliveries?state=given-up'))).toBe(true);
});

chromium.test('one list that fails is said in its place', async () => {
  await using opened = await openDashboard(browser, '/channels');
  const { page, api } = opened;
  await page.locator('.channel').first().waitFor();
  api.failing.set('/channels', { status: 403, code: 'not_allowed', title: 'Your role does not allow this.' });
  await page.reload();
  await page.getByRole('heading', { name: 'The list of channels is outside your role.' }).waitFor();
});
