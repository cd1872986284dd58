/** Pages worked by keys alone, as by somebody without a mouse: what Tab does not come to cannot be pressed. */
import { errors, type Locator, type Page } from 'playwright-core';
import { until } from './fettle.ts';

/** So many stops a page has at most. */
const mostStops = 400;

/** Where it lies, seen from what has the focus. */
function where(what: Locator): Promise<'here' | 'before' | 'after'> {
  return what.evaluate((element) => {
    const { activeElement } = document;
    if (activeElement === element) return 'here';
    const place = activeElement?.compareDocumentPosition(element) ?? 0;
    return place & Node.DOCUMENT_POSITION_PRECEDING ? 'before' : 'after';
  });
}

/** Goes there by Tab, backwards where that is nearer. @throws Error where Tab does not come to it */
export async function reach(page: Page, what: Locator): Promise<void> {
  await what.waitFor();
  for (let stops = 0; stops < mostStops; stops++) {
    const place = await where(what);
    if (place === 'here') return;
    await page.keyboard.press(place === 'before' ? 'Shift+Tab' : 'Tab');
  }
  throw new Error(`Tab does not come to ${what.toString()}`);
}

/** Presses a button, or follows a link. */
export async function press(page: Page, what: Locator): Promise<void> {
  await reach(page, what);
  await page.keyboard.press('Enter');
}

/** Writes into a field, in place of what stands there. */
export async function write(page: Page, label: string | RegExp, text: string): Promise<void> {
  await reach(page, page.getByLabel(label, { exact: true }));
  await page.keyboard.press('Control+A');
  await page.keyboard.type(text);
}

/** Chooses of a list of choices what begins with these words. */
export async function choose(page: Page, label: string, words: string): Promise<void> {
  const field = page.getByLabel(label, { exact: true });
  await reach(page, field);
  const chosen = () =>
    field.evaluate((select) => (select as HTMLSelectElement).selectedOptions[0]?.textContent.trim() ?? '');
  await until(`“${words}” among the choices of ${label}`, async () => {
    const all = await field.locator('option').allTextContents();
    return all.some((one) => one.trim().startsWith(words));
  });
  await page.keyboard.press('Home');
  for (let stops = 0; stops < mostStops; stops++) {
    if ((await chosen()).startsWith(words)) return;
    await page.keyboard.press('ArrowDown');
  }
  throw new Error(`no arrow comes to “${words}” of ${label}`);
}

function ignoreTimeout(error: unknown): void {
  if (!(error instanceof errors.TimeoutError)) throw error;
}

/** Goes to a page by its name, as “Find or do anything” knows it. */
export async function goTo(page: Page, name: string): Promise<void> {
  const ask = page.getByRole('dialog', { name: 'Find or do anything' });
  // A page that has only just come does not hear its first key.
  for (let presses = 0; presses < 30 && !(await ask.isVisible()); presses++) {
    await page.keyboard.press('/');
    await ask.waitFor({ timeout: 2_000 }).catch(ignoreTimeout);
  }
  await ask.waitFor();
  await page.keyboard.type(name);
  await ask.getByRole('option', { name, selected: true }).waitFor();
  await page.keyboard.press('Enter');
  await ask.waitFor({ state: 'detached' });
}
