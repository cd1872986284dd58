/** What one does on the fleet page, timed in the browser. */
import type { DevicePage } from '@fettle/shared/api/devices';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { Simulated } from '../../support/simulated.ts';

const viewport = { width: 1_440, height: 900 };
const row = 'td.name a';

/** In the page: when its first row was drawn, and its longest task; ms. */
interface Kept {
  rows?: number;
  longest: number;
}

/** A page that keeps what is measured, in a browser that knows nothing yet. */
export async function freshPage(browser: Browser): Promise<Page> {
  const page = await (await browser.newContext({ viewport })).newPage();
  await page.addInitScript((wanted) => {
    const kept = globalThis as unknown as Kept;
    kept.longest = 0;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) kept.longest = Math.max(kept.longest, duration);
    }).observe({ type: 'longtask', buffered: true });
    const look = () => {
      if (document.querySelector(wanted)) kept.rows = performance.now();
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }, row);
  return page;
}

/** From the answer to the password to the first row, with an empty cache. */
export async function entering(browser: Browser, { address, login }: Simulated): Promise<number> {
  const page = await freshPage(browser);
  await page.goto(address);
  await page.getByLabel('Name').fill(login.name);
  await page.getByLabel('Password').fill(login.password);
  await page.keyboard.press('Enter');
  await page.locator(row).first().waitFor();
  const took = await page.evaluate(() => {
    const answers = performance.getEntriesByType('resource') as PerformanceResourceTiming[];
    // The first asks who one is, the second sends the password.
    const password = answers.filter(({ name }) => name.endsWith('/api/v1/session'))[1];
    return ((globalThis as unknown as Kept).rows ?? Number.NaN) - (password?.responseEnd ?? Number.NaN);
  });
  await page.context().close();
  return took;
}

/** From the request for the page to its first row, signed in, with an empty cache. */
export async function opening(browser: Browser, fleet: Simulated): Promise<number> {
  const page = await signedIn(browser, fleet);
  const took = await page.evaluate(() => (globalThis as unknown as Kept).rows ?? Number.NaN);
  await page.context().close();
  return took;
}

/** The fleet page, its first rows there. */
export async function signedIn(browser: Browser, { address, cookie }: Simulated): Promise<Page> {
  const page = await freshPage(browser);
  await admit(page.context(), address, cookie);
  await page.goto(address);
  await page.locator(row).first().waitFor();
  return page;
}

async function admit(context: BrowserContext, url: string, cookie: string): Promise<void> {
  const [name = '', value = ''] = cookie.split(/=(.*)/s);
  await context.addCookies([{ name, value, url }]);
}

/** From the last letter to the first table that shows the answer. */
export function filtering(page: Page, text: string): Promise<number> {
  return page.evaluate(async (typed) => {
    const box = document.querySelector<HTMLInputElement>('#find');
    const count = () => document.querySelector('table')?.getAttribute('aria-rowcount');
    const before = count();
    const began = performance.now();
    if (box) box.value = typed;
    box?.dispatchEvent(new Event('input', { bubbles: true }));
    while (count() === before && performance.now() - began < 5_000) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    return performance.now() - began;
  }, text);
}

/** From the request that gives a device another name to that name in its row. */
export async function changing(page: Page, fleet: Simulated, n: number): Promise<number> {
  const one = page.locator('tr.one').nth(n);
  const id = (await one.getAttribute('data-key')) ?? '';
  // Rows stay where they are while one points at them.
  await one.hover();
  const name = `${await one.locator('td.name a').innerText()}-${n}`;
  const began = performance.now();
  await rename(fleet, id, name);
  await page.getByRole('link', { name, exact: true }).first().waitFor();
  const took = performance.now() - began;
  await page.mouse.move(5, 5);
  return took;
}

export async function rename(fleet: Simulated, id: string, name: string): Promise<void> {
  const { items } = (await (await fleet.get(`/api/v1/devices?id=${id}`)).json()) as DevicePage;
  const answer = await fetch(`${fleet.address}/api/v1/devices/${id}`, {
    method: 'PATCH',
    headers: { cookie: fleet.cookie, 'content-type': 'application/json' },
    body: JSON.stringify({ name, version: items[0]?.version }),
  });
  if (!answer.ok) throw new Error(`naming ${id}: ${answer.status} ${await answer.text()}`);
}
