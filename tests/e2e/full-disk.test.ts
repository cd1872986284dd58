import { expect } from 'vitest';
import { testApp } from '../support/app.ts';
import { axeFindings, launch } from '../support/browser.ts';
import { requires } from '../support/requires.ts';

requires('chromium').test('a full disk is said on every page, and no longer when there is room', async () => {
  let free = 1e12;
  await using app = await testApp({ freeBytes: async () => free });
  const address = await app.http.listen({ host: '127.0.0.1', port: 0 });
  await using browser = await launch();
  const page = await (await browser.newContext()).newPage();
  const said = page.getByText('The collector’s disk is full');
  await page.goto(address);
  await page.getByLabel('Setup code').fill(await app.setupCode());
  await page.getByLabel('Your name').fill('ida');
  await page.getByLabel('Password').fill('correct horse battery');
  await page.keyboard.press('Enter');
  await page.getByText('npx --no fettle token enrol').first().waitFor();
  expect(await said.count()).toBe(0);
  free = 1_000_000;
  await said.waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await page.reload();
  await said.waitFor();
  free = 1e12;
  await said.waitFor({ state: 'detached' });
});
