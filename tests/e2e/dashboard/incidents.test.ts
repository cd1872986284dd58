/** Incidents in a real browser over an invented API: the board, one incident, what people do and what comes live. */
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { axeFindings, launch, sidewaysScroll, watchProblems } from '../../support/browser.ts';
import { type FakeApiOptions, startFakeApi } from '../../support/fake-api.ts';
import { deviceId, incidentId } from '../../support/fake-incidents.ts';
import { requires } from '../../support/requires.ts';

const dist = fileURLToPath(new URL('../../../dashboard/dist', import.meta.url));
const full = `/incidents/${incidentId(2)}`;
const chromium = requires('chromium');
let browser: Browser;

beforeAll(async () => {
  if (chromium.present) browser = await launch();
});
afterAll(() => browser?.close());

interface Look extends Partial<FakeApiOptions> {
  readonly width?: number;
  readonly dark?: boolean;
  readonly before?: (context: BrowserContext) => Promise<void>;
}

async function open(path: string, { width = 1440, dark = false, before, ...fake }: Look = {}) {
  const api = await startFakeApi({ dist, ...fake });
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: dark ? 'dark' : 'light' });
  const said = await watchProblems(context);
  await before?.(context);
  const page = await context.newPage();
  await page.goto(api.url + path);
  const dispose = async () => {
    await context.close();
    await api[Symbol.asyncDispose]();
  };
  return { page, context, api, said, [Symbol.asyncDispose]: dispose };
}
type Opened = Awaited<ReturnType<typeof open>>;

const row = (page: Page, n: number) => page.locator(`tr[data-incident="${incidentId(n)}"]`);
const heads = (page: Page) => page.locator('tr.group .st').allTextContents();
const known = ({ api }: Opened, n: number) => {
  const one = api.desk.incidents.find(({ id }) => id === incidentId(n));
  if (!one) throw new Error(`no incident ${n}`);
  return one;
};
/** Somebody else changes one, and this browser does not hear of it. */
function changeUnheard(opened: Opened, n: number, some: object): void {
  const before = known(opened, n);
  opened.api.desk.incidents = opened.api.desk.incidents.map((one) =>
    one.id === before.id ? { ...before, ...some, version: before.version + 1 } : one,
  );
}

const looks = [1440, 360].flatMap((width) => [false, true].map((dark) => ({ width, dark })));
for (const look of looks) {
  const title = `${look.width} px, ${look.dark ? 'dark' : 'light'}`;
  chromium.test(`board, ${title}: nothing for axe, nothing in the console, nothing sideways`, async () => {
    await using opened = await open('/incidents', look);
    const { page, said } = opened;
    await row(page, 1).waitFor();
    if (look.width > 640) {
      await row(page, 1).getByRole('checkbox').check();
      await page.getByRole('region', { name: 'Selected incidents' }).waitFor();
    }
    expect(await axeFindings(page)).toEqual([]);
    expect(await sidewaysScroll(page)).toBe(0);
    expect(said).toEqual([]);
  });
  chromium.test(`incident, ${title}: nothing for axe, nothing in the console, nothing sideways`, async () => {
    await using opened = await open(full, look);
    const { page, said } = opened;
    await page.locator('figure.chart canvas').waitFor();
    await page.getByText('Caught at the breach').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    expect(await sidewaysScroll(page)).toBe(0);
    expect(said).toEqual([]);
  });
}

chromium.test('groups by severity and age; who nobody is told of is counted and unfolds', async () => {
  await using opened = await open('/incidents');
  const { page } = opened;
  await row(page, 1).waitFor();
  expect(await heads(page)).toEqual([
    'Critical',
    'Warning',
    'Warning, older than a day',
    'Follow from another',
    'In window',
    'Flapping',
    'Snoozed',
  ]);
  await page.getByText('12 behind gdn-db-07').waitFor();
  expect(await row(page, 20).count()).toBe(0);
  await page.locator('tr.group', { hasText: 'Follow from another' }).getByRole('button', { name: 'Show' }).click();
  await row(page, 20).waitFor();
  expect(await page.getByText('/var was 88 % full').first().isVisible()).toBe(false);
  await page.locator('summary', { hasText: 'Put right today' }).click();
  await page.getByText('/var was 88 % full').first().waitFor();
});

chromium.test('by keyboard: to the next, selected, acknowledged, taken, and undone', async () => {
  await using opened = await open('/incidents');
  const { page } = opened;
  await row(page, 1).waitFor();
  for (const key of ['j', 'j', 'a']) await page.keyboard.press(key);
  await page.getByText('gdn-db-07 acknowledged').waitFor();
  await expect.poll(() => known(opened, 1).state).toBe('acknowledged');
  await page.keyboard.press('u');
  await expect.poll(() => known(opened, 1).state).toBe('open');
  for (const key of ['x', 'j', 'x', 'o']) await page.keyboard.press(key);
  await page.getByText('2 incidents: owner is now Ida Lund').waitFor();
  await page.getByRole('button', { name: /Undo/ }).click();
  await expect
    .poll(() => [known(opened, 1).owner?.name, known(opened, 4).owner?.name])
    .toEqual([undefined, 'João Reis']);
  await page.keyboard.press('Escape');
  await expect.poll(() => page.getByRole('region', { name: 'Selected incidents' }).count()).toBe(0);
});

chromium.test('a whole group is resolved with a note, and comes back by undo', async () => {
  await using opened = await open('/incidents');
  const { page } = opened;
  await row(page, 3).waitFor();
  await page.getByLabel('Select all: Warning', { exact: true }).check();
  await page.getByText('3 incidents selected').waitFor();
  await page.getByRole('button', { name: 'Resolve…' }).click();
  await page.getByLabel(/What put it right/).fill('Restarted.');
  await page.getByRole('button', { name: 'Resolve', exact: true }).click();
  await expect.poll(() => row(page, 3).count()).toBe(0);
  expect(known(opened, 3).state).toBe('resolved');
  await page.getByRole('button', { name: /Undo/ }).click();
  await row(page, 3).waitFor();
  expect(known(opened, 3).state).toBe('open');
});

chromium.test('what somebody else changed meanwhile is said, read anew, and then can be done', async () => {
  await using opened = await open('/incidents');
  const { page } = opened;
  await row(page, 1).waitFor();
  changeUnheard(opened, 1, { owner: { id: 'p3', name: 'João Reis' } });
  await row(page, 1).getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Acknowledge', exact: true }).click();
  await page.getByRole('alert').getByText('gdn-db-07: somebody changed it meanwhile').waitFor();
  await expect.poll(() => row(page, 1).textContent()).toContain('João Reis');
  expect(known(opened, 1).state).toBe('open');
  await page.getByRole('button', { name: 'Acknowledge', exact: true }).click();
  await expect.poll(() => known(opened, 1).state).toBe('acknowledged');
  expect(await page.getByRole('alert').count()).toBe(0);
});

chromium.test('what opens is on the board at once; while one points, it is counted above', async () => {
  await using opened = await open('/incidents');
  const { page, api } = opened;
  await row(page, 1).waitFor();
  await expect.poll(() => api.streams).toBe(1);
  await page.mouse.move(5, 5);
  const one = known(opened, 3);
  api.desk.put({ ...one, id: incidentId(90), deviceName: 'new-one', openedAt: Date.now() });
  await row(page, 90).waitFor();
  await row(page, 1).hover();
  api.desk.put({ ...one, id: incidentId(91), severity: 'critical', deviceName: 'newer-one', openedAt: Date.now() });
  await page.getByRole('button', { name: '1 new above' }).click();
  await row(page, 91).waitFor();
  await expect.poll(() => page.locator('nav a[href="/incidents"] .count').textContent()).toContain('9');
});

chromium.test('narrowed by owner and words, as the address says; nothing fits: the way out', async () => {
  await using opened = await open('/incidents?owner=nobody');
  const { page } = opened;
  await row(page, 1).waitFor();
  expect(await row(page, 2).count()).toBe(0);
  await page.keyboard.press('/');
  await page.keyboard.type('memory');
  await expect.poll(() => page.locator('tr.one').count()).toBe(1);
  expect(new URL(page.url()).search).toBe('?owner=nobody&search=memory');
  await page.keyboard.type('xyz');
  await page.getByText('No open incident fits.').waitFor();
  await page.getByRole('button', { name: 'Show all that are open' }).click();
  await row(page, 2).waitFor();
});

chromium.test('where there is less room, groups keep their words', async () => {
  await using opened = await open('/incidents', { width: 820 });
  await opened.page.locator('tr.group').first().getByText('Critical').waitFor();
  await opened.page.locator('tr.group').getByRole('button', { name: 'Show' }).first().waitFor();
});

chromium.test('nothing open: said once', async () => {
  await using opened = await open('/incidents', { incidents: [] });
  const { page } = opened;
  await page.getByRole('heading', { name: 'No open incident.' }).waitFor();
  expect(await page.locator('.sentence').textContent()).toContain('Everything is in order.');
  expect(await axeFindings(page)).toEqual([]);
});

chromium.test(
  'an incident says what is so, why, and what may be done; a note and an acknowledgement are in its timeline',
  async () => {
    await using opened = await open(`/incidents/${incidentId(1)}`);
    const { page } = opened;
    await page.getByRole('button', { name: 'Acknowledge' }).waitFor();
    expect(await page.locator('.sentence').textContent()).toMatch(
      /^gdn-db-07: Silent without a goodbye since .+; 12 other incidents follow from it\. Most likely cause: /,
    );
    await page.keyboard.press('a');
    await page
      .locator('.steps')
      .getByText(/^Acknowledged \d/)
      .waitFor();
    await page.keyboard.press('n');
    await page.keyboard.type('The power is off.\nSomebody drives there.');
    await page.getByRole('button', { name: 'Keep the note' }).click();
    await page.locator('.tl').getByText('Somebody drives there.').waitFor();
    await page.getByRole('button', { name: 'Snooze…' }).click();
    await page.getByLabel('4 hours').check();
    await page.getByRole('button', { name: 'Snooze', exact: true }).click();
    await page.locator('.sentence').getByText('Snoozed until').waitFor();
    await page.getByRole('button', { name: 'wake' }).click();
    await expect.poll(() => known(opened, 1).quiet).toBe(null);
    await page.getByText('12 incidents follow').waitFor();
  },
);

chromium.test(
  'on an incident: owner, priority, clocks and problem are changed; what changed meanwhile is said',
  async () => {
    await using opened = await open(full);
    const { page } = opened;
    const dialog = page.getByRole('dialog');
    await page.getByRole('button', { name: 'change…' }).click();
    await dialog.getByLabel(/^4,/).check();
    await dialog.getByRole('button', { name: 'Set' }).click();
    await expect.poll(() => known(opened, 2).priority).toBe(4);
    await page.getByRole('button', { name: 'pause…' }).click();
    await dialog.getByLabel('What is waited for').fill('a new disk');
    await dialog.getByRole('button', { name: 'Pause', exact: true }).click();
    await page.getByText('clock paused').waitFor();
    await page.getByRole('button', { name: 'hand over…', exact: true }).click();
    await dialog.getByLabel('Owner').selectOption('p2');
    await dialog.getByRole('button', { name: 'Hand over' }).click();
    await page.locator('.say h1').getByText('owner Tomasz Zych').waitFor();
    changeUnheard(opened, 2, { priority: 1 });
    await page.getByRole('button', { name: 'Resolve…' }).click();
    await dialog.getByRole('button', { name: 'Resolve', exact: true }).click();
    await page.getByRole('alert').getByText('somebody changed it meanwhile').waitFor();
    expect(known(opened, 2).state).toBe('acknowledged');
  },
);

chromium.test('what was put right can be opened again, or closed', async () => {
  await using opened = await open(`/incidents/${incidentId(80)}`);
  const { page } = opened;
  await page.getByRole('button', { name: 'Reopen…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Reopen' }).click();
  await page.getByRole('button', { name: 'Acknowledge' }).waitFor();
  expect(known(opened, 80).reopened).toBe(1);
});

chromium.test('evidence: the chart, the causes, who was busy, who was told and why', async () => {
  await using opened = await open(full);
  const { page } = opened;
  const drawn = () =>
    page.locator('figure.chart canvas').evaluate((canvas) => {
      const { width, height } = canvas as HTMLCanvasElement;
      const pixels = (canvas as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
      return pixels.some((value) => value > 0);
    });
  await page.locator('figure.chart canvas').waitFor();
  await expect.poll(drawn).toBe(true);
  await page.getByText('nginx was updated 12 min before it began to grow').last().waitFor();
  await page.getByText('by the agent, ').waitFor();
  await page.getByText('ida@example.org').waitFor();
  await page.locator('summary', { hasText: 'Why somebody was told' }).click();
  await page.getByText('Acknowledged before step 2 was due').waitFor();
  await page.getByText('Put the archive command back').waitFor();
});

chromium.test(
  'the sentence of the fleet leads to the incident, keys lead from page to page, a phone has a bar below',
  async () => {
    await using opened = await open('/');
    const { page } = opened;
    await page.locator('.sentence a', { hasText: 'ber-web-02' }).click();
    await page.locator('.steps').waitFor();
    expect(new URL(page.url()).pathname).toBe(full);
    for (const key of ['g', 'i']) await page.keyboard.press(key);
    await row(page, 1).waitFor();
    await page.setViewportSize({ width: 360, height: 800 });
    await page.getByRole('button', { name: 'More' }).click();
    const people = page.locator('.pages-menu').getByRole('link', { name: 'People' });
    await people.waitFor();
    expect(await sidewaysScroll(page)).toBe(0);
    await page.keyboard.press('Escape');
    await page.getByRole('navigation').getByRole('link', { name: 'Fleet' }).click();
    await page.locator('td.why a').first().click();
    await page.locator('.steps').waitFor();
  },
);

chromium.test('a device shows its incidents, open ones first, and those on its line', async () => {
  await using opened = await open(`/devices/${deviceId(1)}`);
  const { page } = opened;
  const section = page.getByRole('region', { name: 'Incidents' });
  await section.getByRole('link', { name: '/var is 91.4 % full' }).waitFor();
  expect(await section.locator('li').count()).toBe(2);
  expect(await page.locator('.line .bar-i').count()).toBeGreaterThanOrEqual(2);
  await section.getByRole('link', { name: 'pg-archive.service has failed' }).click();
  await page.locator('.steps').waitFor();
});

/** A browser whose user lets us show notifications, and what it was asked to show. */
async function withNotifications(context: BrowserContext): Promise<string[]> {
  const shown: string[] = [];
  await context.exposeFunction('reportShown', (text: string) => shown.push(text));
  await context.addInitScript(() => {
    class Shown extends EventTarget {
      static permission = 'default';
      static async requestPermission() {
        Shown.permission = 'granted';
        return 'granted';
      }
      constructor(title: string) {
        super();
        (globalThis as unknown as { reportShown(text: string): void }).reportShown(title);
      }
      close() {}
    }
    if (localStorage.getItem('fettle.preferences')?.includes('"notices":true')) Shown.permission = 'granted';
    Object.assign(globalThis, { Notification: Shown });
  });
  return shown;
}

const notice = (key: string) => ({
  key,
  kind: 'opened',
  subject: 'ber-web-02: /var is 91.4 % full',
  severity: 'critical',
  incidents: [incidentId(2)],
  site: 'Berlin',
  time: Date.now(),
});

chromium.test('who asked for notices gets each once, from one of the tabs; who did not gets none', async () => {
  let shown: string[] = [];
  await using opened = await open('/', {
    before: async (context) => {
      shown = await withNotifications(context);
    },
  });
  const { page, context, api } = opened;
  await page.locator('td.name a').first().waitFor();
  await expect.poll(() => api.streams).toBe(1);
  api.say('notice', notice('n1'));
  await page.locator('.toast').getByText('/var is 91.4 % full').waitFor();
  expect(shown).toEqual([]);
  await page.getByRole('button', { name: 'Show notices in this browser' }).click();
  await page.getByRole('button', { name: 'Notices are shown by this browser' }).waitFor();
  const second = await context.newPage();
  await second.goto(`${api.url}/incidents`);
  await row(second, 1).waitFor();
  await expect.poll(() => api.streams).toBe(1);
  api.say('notice', notice('n2'));
  api.say('notice', notice('n2'));
  await second.locator('.toast').waitFor();
  await expect.poll(() => shown).toEqual(['ber-web-02: /var is 91.4 % full']);
  await second.waitForTimeout(300);
  expect(shown).toHaveLength(1);
});
