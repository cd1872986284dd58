/** The built dashboard in a real browser over an invented API: does every page render, by mouse, key and screen reader. */
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { type FakeApiOptions, startFakeApi } from '../../support/fake-api.ts';
import { axeFindings, launch, sidewaysScroll, watchProblems } from '../../support/browser.ts';
import { patience } from '../../support/patience.ts';
import { requires } from '../../support/requires.ts';

/** `npm test` builds it; by hand: `vite build dashboard`. */
const dist = fileURLToPath(new URL('../../../dashboard/dist', import.meta.url));
const sick = '/devices/d00000000000000000000000001';
let browser: Browser;
const chromium = requires('chromium');

beforeAll(async () => {
  if (!chromium.present) return;
  browser = await launch();
});
afterAll(() => browser?.close());

interface Opened extends AsyncDisposable {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly api: Awaited<ReturnType<typeof startFakeApi>>;
  /** What a page must not do. */
  readonly said: string[];
}

async function open(
  path: string,
  options: Partial<FakeApiOptions> & { width?: number; dark?: boolean } = {},
): Promise<Opened> {
  const { width = 1440, dark = false, ...fake } = options;
  const api = await startFakeApi({ dist, ...fake });
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: dark ? 'dark' : 'light' });
  const said = await watchProblems(context);
  const page = await context.newPage();
  await page.goto(api.url + path);
  const dispose = async () => {
    await context.close();
    await api[Symbol.asyncDispose]();
  };
  return { page, context, api, said, [Symbol.asyncDispose]: dispose };
}

const charts = (page: Page) => page.locator('figure.chart');
const names = (page: Page) => page.locator('td.name a');

const pages = [
  ['fleet', '/', 'td.name a'],
  ['wall', '/?view=wall', '.cells a'],
  ['device', sick, 'figure.chart canvas'],
] as const;
const looks = [1440, 390].flatMap((width) => [false, true].map((dark) => ({ width, dark })));

for (const { width, dark } of looks) {
  for (const [name, path, sign] of pages) {
    chromium.test(
      `${name}, ${width} px, ${dark ? 'dark' : 'light'}: nothing for axe, nothing in the console`,
      async () => {
        await using opened = await open(path, { width, dark });
        await opened.page.locator(sign).first().waitFor();
        await expect.poll(() => opened.page.locator('.live b').textContent()).toBe('Live');
        expect(await axeFindings(opened.page)).toEqual([]);
        expect(opened.said).toEqual([]);
        expect(await sidewaysScroll(opened.page)).toBe(0);
      },
    );
  }
}

for (const [path, width] of [
  ['/', 360],
  [sick, 360],
  [sick, 3_840],
] as const) {
  chromium.test(`${path} does not scroll sideways at ${width} px`, async () => {
    await using opened = await open(path, { width });
    await opened.page.locator('.vitals, td.name').first().waitFor();
    expect(await sidewaysScroll(opened.page)).toBe(0);
  });
}

chromium.test('setting up: a wrong code is said, the right one leads to the fleet', async () => {
  await using opened = await open('/', { start: 'setup' });
  const { page } = opened;
  await page.getByLabel('Setup code').fill('WRONG');
  await page.getByLabel('Your name').fill('Ida Lund');
  await page.getByLabel('Password').fill('correct horse battery');
  await page.getByRole('button', { name: 'Make the admin' }).click();
  await page.getByRole('alert').getByText('This is not the setup code.').waitFor();
  await page.getByLabel('Setup code').fill('ABCD-EFGH');
  await page.getByRole('button', { name: 'Make the admin' }).click();
  await names(page).first().waitFor();
  expect(new URL(page.url()).pathname).toBe('/');
});

chromium.test('signing in leads back to where one wanted to go, signing out to the sign-in page', async () => {
  await using opened = await open(sick, { start: 'login' });
  const { page } = opened;
  await page.getByLabel('Name').fill('Ida Lund');
  await page.getByLabel('Password').fill('correct horse battery');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.locator('.vitals').waitFor();
  expect(new URL(page.url()).pathname).toBe(sick);
  await page.getByRole('button', { name: /signed in as Ida Lund/ }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
});

chromium.test(
  'the fleet says what is wrong, worst first, and leads to it by keyboard; so do ranges and the way back',
  async () => {
    await using opened = await open('/');
    const { page } = opened;
    await names(page).first().waitFor();
    expect(await page.locator('.sentence').textContent()).toMatch(
      /^ber-web-02: \/var is 91\.4 % full, for .+ 6 more incidents are open\.$/,
    );
    await page.keyboard.press('j');
    expect(
      await names(page)
        .first()
        .evaluate((link) => link === document.activeElement),
    ).toBe(true);
    await page.keyboard.press('Enter');
    await charts(page).first().waitFor();
    expect(new URL(page.url()).pathname).toBe(sick);
    await page.keyboard.press('2');
    await page.getByRole('heading', { name: 'The last 6 hours' }).waitFor();
    await page.keyboard.press('[');
    expect(new URL(page.url()).search).toMatch(/from=\d+&to=\d+/);
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { name: 'The last 6 hours' }).waitFor();
    await page.keyboard.press('ArrowLeft');
    await page.locator('.cross-time').waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('g');
    await page.keyboard.press('f');
    await names(page).first().waitFor();
  },
);

chromium.test('finding: the slash key, a match, no match and the way out', async () => {
  await using opened = await open('/');
  const { page } = opened;
  await names(page).first().waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('gdn-db-07');
  await expect.poll(() => names(page).count()).toBe(1);
  await page.keyboard.type('x');
  await page.getByText('No device matches').waitFor();
  expect(await page.getByText('nothing needs you').count()).toBe(0);
  await page.getByRole('button', { name: 'Clear the search' }).click();
  await expect.poll(() => names(page).count()).toBeGreaterThan(50);
});

chromium.test(
  'every metric of the catalogue with a chart has one, also those that the dashboard never heard of',
  async () => {
    await using opened = await open(sick);
    const { page } = opened;
    await charts(page).first().waitFor();
    const titles = await charts(page).locator('h3').allTextContents();
    expect(titles).toEqual(
      expect.arrayContaining(['CPU by mode', 'Network, eno1', 'Widget pressure', 'stranger.metric']),
    );
    const widget = charts(page).filter({ hasText: 'Widget pressure' });
    await widget.scrollIntoViewIfNeeded();
    const drawn = () =>
      widget.locator('canvas').evaluate((canvas) => {
        const { width, height } = canvas as HTMLCanvasElement;
        const pixels = (canvas as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
        return pixels.some((value) => value > 0);
      });
    await expect.poll(drawn).toBe(true);
    await widget.getByRole('button', { name: 'Widget pressure as table' }).click();
    expect(await widget.locator('tbody tr').count()).toBeGreaterThan(10);
  },
);

chromium.test('dragging in a chart zooms', async () => {
  await using opened = await open(sick);
  const { page } = opened;
  const canvas = page.locator('figure.chart canvas').first();
  await canvas.waitFor();
  await page.waitForFunction(() => (document.querySelector('figure.chart canvas')?.clientWidth ?? 0) > 100);
  await page.waitForTimeout(500);
  const box = await canvas.boundingBox();
  if (!box) throw new Error('no canvas');
  await page.mouse.move(box.x + box.width * 0.5, box.y + 40);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.7, box.y + 40, { steps: 5 });
  await page.mouse.up();
  await page.waitForURL(/from=\d+&to=\d+/);
  await page.getByRole('button', { name: 'Back to now' }).waitFor();
});

// The promise is 2 s (`npm run bench -- fleet-page`).
chromium.test('a change is on the fleet page', async () => {
  await using opened = await open('/');
  await names(opened.page).first().waitFor();
  await expect.poll(() => opened.api.streams).toBe(1);
  const words = 'The fan has stopped';
  const trouble = { severity: 'critical' as const, metric: 'hw.fan.speed', attributes: {}, value: 0, words };
  opened.api.change('d00000000000000000000000005', { troubles: [trouble] });
  await opened.page.getByText(words).first().waitFor();
});

chromium.test('figures of an open device move with every frame', async () => {
  await using opened = await open(sick);
  const figure = opened.page.locator('.vitals .fig').first();
  await figure.waitFor();
  const first = await figure.textContent();
  await expect.poll(() => figure.textContent()).not.toBe(first);
  expect(await opened.page.locator('.live').textContent()).toContain('every 1 s, watched');
});

chromium.test(
  'a lost connection is said, the last truth stays, and the page comes back by itself with what it missed',
  async () => {
    await using opened = await open('/');
    const { page, api } = opened;
    await names(page).first().waitFor();
    await expect.poll(() => page.locator('.live b').textContent()).toBe('Live');
    api.down(true);
    await page.getByText('No connection to the collector since').waitFor();
    expect(await names(page).count()).toBeGreaterThan(50);
    api.change('d00000000000000000000000003', { name: 'renamed-meanwhile', state: 'offline' });
    api.down(false);
    await page.getByText('renamed-meanwhile').first().waitFor();
    await expect.poll(() => page.locator('.live b').textContent()).toBe('Live');
    expect(await page.getByText('No connection to the collector since').count()).toBe(0);
  },
);

chromium.test('several tabs share one stream, and the next takes over when the first is closed', async () => {
  await using opened = await open('/');
  const { api, context, page } = opened;
  await names(page).first().waitFor();
  const second = await context.newPage();
  await second.goto(api.url + sick);
  await second.locator('.vitals').waitFor();
  await expect.poll(() => second.locator('.live').textContent()).toContain('watched');
  await expect.poll(() => api.streams).toBe(1);
  await page.close();
  await expect.poll(() => second.locator('.live b').textContent()).toBe('Live');
  await expect.poll(() => api.streams).toBe(1);
});

chromium.test('a hidden tab listens no more after 10 s, and reads anew when it is seen again', async () => {
  await using opened = await open('/');
  const { page, api } = opened;
  await names(page).first().waitFor();
  await expect.poll(() => api.streams).toBe(1);
  const see = (hidden: boolean) =>
    page.evaluate((is) => {
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => is });
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);
  await see(true);
  await expect.poll(() => api.streams).toBe(0);
  api.change('d00000000000000000000000060', { name: 'renamed-unseen' });
  await see(false);
  await page.getByText('renamed-unseen').first().waitFor();
  await expect.poll(() => api.streams).toBe(1);
});

chromium.test('one part that fails is said in its place, the others live', async () => {
  await using opened = await open(sick);
  const { page, api } = opened;
  await charts(page).first().waitFor();
  api.failing.set('metric=system.memory.usage', { status: 422, code: 'query_too_large', title: 'Too large.' });
  await page.keyboard.press('2');
  await page.getByRole('heading', { name: 'Memory could not be read.' }).waitFor();
  expect(await charts(page).filter({ hasText: 'CPU by mode' }).count()).toBe(1);
  api.failing.clear();
  await page.getByRole('button', { name: 'Try again' }).first().click();
  await charts(page).filter({ hasText: 'Memory' }).first().waitFor();
});

chromium.test('waiting is said after 3 s and can be ended', async () => {
  await using opened = await open('/login');
  const { page, api } = opened;
  api.slow.set('/fleet', patience);
  await page.goto(`${api.url}/`);
  await page.getByText('Still reading the devices.').waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByText('You stopped it.').waitFor();
});

chromium.test('no device yet: the next step; a device that is not there: the way back', async () => {
  await using empty = await open('/', { devices: 0 });
  await empty.page.getByText('npx --no fettle token enrol').waitFor();
  await using gone = await open('/devices/dnothing');
  await gone.page.getByRole('link', { name: 'Back to the fleet' }).waitFor();
});

chromium.test('names of devices and processes cannot turn the text round', async () => {
  await using opened = await open(sick);
  await opened.page
    .getByRole('button', { name: /^All \d+$/ })
    .first()
    .click();
  await opened.page.getByText('evil\ufffdcod.exe').waitFor();
  expect(await opened.page.content()).not.toContain('\u202E');
});

chromium.test('single letters can be switched off as keys', async () => {
  await using opened = await open('/');
  const { page } = opened;
  await names(page).first().waitFor();
  await page.keyboard.press('?');
  await page.getByLabel('Single letters are keys').uncheck();
  await page.getByRole('button', { name: 'Close' }).click();
  await page.keyboard.press('w');
  await page.waitForTimeout(300);
  expect(new URL(page.url()).search).toBe('');
});
