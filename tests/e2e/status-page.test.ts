/** The status page as people without a login meet it, in a real browser: no script, no cookie, light and dark, phone and desk. */
import { expect, test } from 'vitest';
import { axeFindings, launch, sidewaysScroll, watchProblems } from '../support/browser.ts';
import { published } from '../support/published.ts';
import { requires } from '../support/requires.ts';

const chromium = requires('chromium');

chromium.describe('the status page', () => {
  test('is sound in every look, and says in words what its bars show', async () => {
    await using place = await published();
    const address = await place.app.http.listen({ host: '127.0.0.1', port: 0 });
    await using browser = await launch();
    for (const width of [360, 1_440]) {
      for (const colorScheme of ['light', 'dark'] as const) {
        const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
        const said = await watchProblems(context);
        const page = await context.newPage();
        await page.goto(address + place.status);
        expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('Web shop is down');
        const bars = page.getByRole('img', { name: 'Web shop: an outage on 4 days' });
        expect((await bars.boundingBox())?.width).toBeGreaterThan(width / 2 > 480 ? 480 : width / 2);
        await page.getByText('Day by day').nth(1).click();
        await page.getByText('Down, 17 h 7 min').waitFor();
        const found = { axe: await axeFindings(page), said, sideways: await sidewaysScroll(page) };
        expect({ width, colorScheme, ...found }).toEqual({ width, colorScheme, axe: [], said: [], sideways: 0 });
        expect(await context.cookies()).toEqual([]);
        if (process.env['FETTLE_LOOK']) {
          await page.screenshot({
            path: `${process.env['FETTLE_LOOK']}/status-${width}-${colorScheme}.png`,
            fullPage: true,
          });
        }
        await context.close();
      }
    }
  });

  test('shows the same where scripts are switched off', async () => {
    await using place = await published([]);
    const address = await place.app.http.listen({ host: '127.0.0.1', port: 0 });
    await using browser = await launch();
    const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
    await page.goto(address + place.status);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Everything is in order.');
    await page.goto(`${address}/status/none`);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('There is no page at this address.');
  });
});
