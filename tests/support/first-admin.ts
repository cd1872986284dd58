// What a new user does first, in a real browser.
import type { Page } from 'playwright-core';
import { launch } from './browser.ts';
import { Fettle } from './fettle.ts';

export const admin = { name: 'ida', password: 'correct horse battery' };

/** Opens the collector, makes the first administrator with the printed code, and waits for the fleet. */
export async function makeFirstAdmin(page: Page, fettle: Fettle): Promise<void> {
  await page.goto(fettle.url);
  await page.getByLabel('Setup code').fill(await fettle.setupCode());
  await page.getByLabel('Your name').fill(admin.name);
  await page.getByLabel('Password').fill(admin.password);
  await page.getByRole('button', { name: 'Make the admin and sign in' }).click();
  await page.getByRole('heading', { name: 'Every device' }).waitFor();
}

/** Opens the page of the only device. */
export async function openDevice(page: Page): Promise<void> {
  await page.locator('main table a, main .pile a').first().click();
  await page.waitForURL('**/devices/*');
  await page.getByRole('region', { name: 'Vital signs' }).waitFor();
}

/** This machine, live in a real browser: a collector, an agent of that interval, and the open page of the device. */
export async function withOpenDevice<Result>(
  interval: string,
  work: (page: Page, fettle: Fettle) => Promise<Result>,
): Promise<Result> {
  await using fettle = await Fettle.create();
  await fettle.startCollector();
  await fettle.enrol();
  await fettle.startAgent(interval);
  await using browser = await launch();
  const page = await (await browser.newContext()).newPage();
  await makeFirstAdmin(page, fettle);
  await openDevice(page);
  // Awaited here: what is used above ends with this function.
  return await work(page, fettle);
}

/** A vital's figure as shown, in its unit. */
export async function vital(page: Page, title: string): Promise<number> {
  const item = page.locator('.vitals > div').filter({ has: page.locator('dt', { hasText: title }) });
  const text = await item.locator('.fig').innerText();
  return Number.parseFloat(text.replace('−', '-'));
}
