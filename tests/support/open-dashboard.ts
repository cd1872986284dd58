/** A page of the built dashboard over the invented API, in a browser that is given. */
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import { axeFindings, sidewaysScroll, watchProblems } from './browser.ts';
import { type FakeApi, startFakeApi } from './fake-api.ts';

/** `npm test` builds it; by hand: `vite build dashboard`. */
const dist = fileURLToPath(new URL('../../dashboard/dist', import.meta.url));

export interface Look {
  readonly width?: number;
  readonly dark?: boolean;
}
export interface OpenDashboard extends AsyncDisposable {
  readonly page: Page;
  readonly api: FakeApi;
  /** What a page must not do. */
  readonly said: string[];
}

export async function openDashboard(
  browser: Browser,
  path: string,
  { width = 1_440, dark = false }: Look = {},
): Promise<OpenDashboard> {
  const api = await startFakeApi({ dist });
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: dark ? 'dark' : 'light',
    timezoneId: 'Europe/Berlin',
  });
  const said = await watchProblems(context);
  const page = await context.newPage();
  await page.goto(api.url + path);
  const dispose = async () => {
    await context.close();
    await api[Symbol.asyncDispose]();
  };
  return { page, api, said, [Symbol.asyncDispose]: dispose };
}

const looks: readonly Look[] = [1_440, 360].flatMap((width) => [false, true].map((dark) => ({ width, dark })));

/** Each width and each theme once. */
export const fewLooks: readonly Look[] = [{ width: 1_440 }, { width: 360, dark: true }];

/**
 * A page in light and dark, on a desk and on a phone: axe finds nothing, the console is empty, nothing scrolls sideways.
 * `sign` is what must be there first. It is opened once and then looked at otherwise, as by somebody who turns the phone.
 */
export async function expectSound(browser: Browser, path: string, sign: string, these = looks): Promise<void> {
  await using opened = await openDashboard(browser, path, these[0]);
  await expect.poll(() => opened.page.locator('.live b').textContent()).toBe('Live');
  await expectLooks(opened.page, path, sign, these);
  expect(opened.said, path).toEqual([]);
}

/** An open page in these looks, one after the other. */
export async function expectLooks(page: Page, path: string, sign: string, these = fewLooks): Promise<void> {
  for (const { width = 1_440, dark = false } of these) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' });
    await page.locator(sign).first().waitFor();
    await expect.poll(() => sidewaysScroll(page), { message: `${path} at ${width} px` }).toBe(0);
    expect({ path, width, dark, axe: await axeFindings(page) }).toEqual({ path, width, dark, axe: [] });
  }
}
