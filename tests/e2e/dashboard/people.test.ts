/** An administrator invites somebody for one site; who accepts the link sees that site and nothing else. */
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import { axeFindings, launch, sidewaysScroll, watchProblems } from '../../support/browser.ts';
import { Fettle } from '../../support/fettle.ts';
import { makeFirstAdmin } from '../../support/first-admin.ts';
import { requires } from '../../support/requires.ts';

const password = 'a stable full of horses';
const next = 'another stable altogether';

/** A second device, at a site of its own. */
async function enrolElsewhere(fettle: Fettle): Promise<void> {
  const { token } = JSON.parse(await fettle.cli('token', 'enrol', '--site', 'rome', '--json')) as { token: string };
  const data = join(fettle.folder, 'agent-rome');
  await fettle.agentCli('enrol', '--collector', fettle.url, '--token', token, '--data', data);
}

async function newPage(browser: Browser): Promise<{ page: Page; problems: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: 'light' });
  const problems = await watchProblems(context);
  return { page: await context.newPage(), problems };
}

/** Light and dark, wide and narrow: nothing scrolls sideways, axe finds nothing. */
async function looksRight(page: Page, what: string): Promise<void> {
  for (const [width, colorScheme] of [
    [1440, 'light'],
    [360, 'dark'],
  ] as const) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    await expect.poll(() => sidewaysScroll(page), { message: `${what} at ${width} px` }).toBe(0);
    expect(await axeFindings(page), `${what}, ${colorScheme}, ${width} px`).toEqual([]);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme: 'light' });
}

/** The link that the page shows this once. */
async function inviteAda(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Invite somebody…' }).click();
  const form = page.getByRole('region', { name: 'Invite somebody' });
  await form.getByLabel('Name', { exact: true }).fill('Ada');
  await form.getByLabel('Role', { exact: true }).selectOption('technician');
  await form.getByLabel('Sites').fill('home');
  await form.getByLabel('Time zone').fill('Europe/Berlin');
  await looksRight(page, 'the invitation');
  await form.getByRole('button', { name: 'Make the invitation' }).click();
  return page.getByRole('region', { name: 'Command' }).innerText();
}

async function signIn(page: Page, name: string, secret: string): Promise<void> {
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Password').fill(secret);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Every device' }).waitFor();
}

requires('chromium').test('invite, accept, sign in, see one’s own site only; out at once when shut out', async () => {
  await using fettle = await Fettle.create();
  await fettle.startCollector();
  await fettle.enrol();
  await enrolElsewhere(fettle);
  await using browser = await launch();
  const admin = await newPage(browser);
  await makeFirstAdmin(admin.page, fettle);
  await admin.page.getByText('2 devices on 2 sites').waitFor();

  await admin.page.goto(`${fettle.url}/people`);
  await admin.page.getByText('One person may come in, one admin among them.').waitFor();
  await fettle.cli('team', 'put', 'night', '--name', 'Night shift');
  await fettle.cli('route', 'put', 'all', '--step', '0s team:night');
  await admin.page.reload();
  const remove = async () => {
    await admin.page.getByRole('button', { name: 'Night shift' }).click();
    await admin.page.getByRole('button', { name: 'Delete…' }).click();
    await admin.page.getByRole('dialog').getByRole('button', { name: 'Delete the team' }).click();
  };
  await remove();
  await admin.page
    .getByRole('alert')
    .getByText('The team night is told by the route all. Change that first.')
    .waitFor();
  await looksRight(admin.page, 'a team that stays');
  // The browser itself tells of the refusal, and of nothing else.
  expect(admin.problems.splice(0)).toEqual([expect.stringContaining('400')]);
  await fettle.cli('route', 'delete', 'all');
  await admin.page.reload();
  await remove();
  await admin.page.getByText('There is no team yet.').waitFor();
  const link = await inviteAda(admin.page);
  expect(link).toMatch(new RegExp(`^${fettle.url}/invite\\?code=[\\w-]{43}$`));
  await admin.page.getByText('One has not accepted yet.').waitFor();
  await looksRight(admin.page, 'people');

  const ada = await newPage(browser);
  await ada.page.goto(link);
  await looksRight(ada.page, 'the invitation');
  await ada.page.getByLabel('Password').fill(password);
  await ada.page.getByRole('button', { name: 'Choose it and sign in' }).click();
  await ada.page.getByRole('heading', { name: 'Every device' }).waitFor();
  expect(await ada.page.evaluate(() => location.href)).toBe(`${fettle.url}/`);
  expect(await ada.page.locator('main').innerText()).not.toContain('rome');
  const seen = await ada.page.evaluate(async () => (await fetch('/api/v1/devices')).json() as Promise<unknown>);
  expect(seen).toMatchObject({ items: [{ site: 'home' }], next: null });

  await ada.page.goto(`${fettle.url}/me`);
  await ada.page.getByText('technician of home').waitFor();
  await looksRight(ada.page, 'oneself');
  await ada.page.getByLabel('Present password').fill(password);
  await ada.page.getByLabel('New password').fill(next);
  await ada.page.getByRole('button', { name: 'Change the password' }).click();
  await ada.page.getByText('Your password is changed.').waitFor();
  await ada.page.context().clearCookies();
  await ada.page.goto(fettle.url);
  await signIn(ada.page, 'Ada', next);
  await ada.page.goto(`${fettle.url}/people`);
  await ada.page.getByText('Two people may come in').waitFor();
  expect(await ada.page.getByRole('button', { name: 'Invite somebody…' }).count()).toBe(0);

  await admin.page.getByRole('button', { name: 'Done' }).click();
  await admin.page.getByRole('button', { name: 'Change Ada' }).click();
  await admin.page.getByRole('button', { name: 'Shut out…' }).click();
  await admin.page.getByRole('dialog').getByRole('button', { name: 'Shut out' }).click();
  await admin.page.getByText('One is shut out.').waitFor();
  // Her open page learns of it by itself: the stream ends, and who asks again is nobody.
  await ada.page.getByRole('button', { name: 'Sign in' }).waitFor();
  expect(admin.problems).toEqual([]);
});
