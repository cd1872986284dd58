// Every page of maintenance with venom in every word that it shows, in a real browser: nothing runs, nothing turns the text round.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openConsole } from '@fettle/collector/operator/console/console';
import { Jar } from '@fettle/collector/operator/console/jar';
import type { Browser, Page } from 'playwright-core';
import { watchProblems } from '../../support/browser.ts';
import { hostileTexts } from '../../support/hostile-texts.ts';
import { exampleDraft, exampleScript, World } from '../../support/signing/world.ts';
import { openDashboard, type OpenDashboard } from '../../support/open-dashboard.ts';
import { patience } from '../../support/patience.ts';
import { poisoned, trace, venom } from './poison.ts';

export interface Seen {
  cases: number;
  /** Scripts that ran, elements that were made of text. */
  readonly ran: string[];
  readonly fell: string[];
}

/** Each with what must be there first. */
const pages = [
  ['/push?script=clear-temp&selector=role%3Dweb', '.found li'],
  ['/orders', 'td.name a'],
  ['/orders/o38', '.run-cells path'],
  ['/orders/ohalt', '.run-cells path'],
  ['/runs/r-remedy', 'pre.log'],
  ['/scripts', 'td.name a'],
  ['/scripts/clear-temp?diff=3..4', '.diff table'],
  ['/scripts/clear-temp/edit', '.code-area textarea'],
  ['/approvals', '.approval .copy'],
  ['/standing', 'td.name a'],
  ['/trust', '.device-trust td'],
  ['/changes', '.tl li'],
  ['/changes/kernel', '.facts dd'],
  ['/', 'td.name a'],
] as const;

/** Whoever signs reads it on a page of the console's other origin: the paper, with venom in what others wrote of it. */
export async function onConsole(browser: Browser): Promise<Seen> {
  const seen: Seen = { cases: 0, ran: [], fell: [] };
  await using world = await World.create({ sealed: true });
  // Of what is signed only a script's body may hold controls: all else is refused before it is shown.
  const words = `${hostileTexts['tag']} ${hostileTexts['attribute']}`;
  const script = { ...exampleScript, title: words.slice(0, 80), summary: words, programs: poisonedPrograms };
  const draft = exampleDraft({ title: words.slice(0, 120), reason: words.slice(0, 500) });
  const device = world.device('db-1');
  world.serveDraft(world.kit({ draft, scripts: [world.script(script)] }, [{ ...device, platform: 'linux' }]));
  const folder = await mkdtemp(join(tmpdir(), 'fettle-pages-'));
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>dash</title>');
  const console = await openConsole({ desk: await world.desk(), jar: new Jar(), pages: folder, port: 0 });
  const context = await browser.newContext();
  try {
    const said = await watchProblems(context);
    const page = await context.newPage();
    page.on('dialog', (dialog) => void (seen.ran.push(dialog.message()), dialog.dismiss()));
    await page.goto(console.address);
    const { confirm } = (await (await page.request.get(`${new URL(console.address).origin}/console.json`)).json()) as {
      confirm: string;
    };
    await page.goto(new URL('sign?draft=q1', `${confirm}/`.replace(/\/\/$/, '/')).href);
    await page.locator('[name=passphrase]').waitFor({ timeout: 20_000 });
    await look({ page, said }, 'the confirmation page', seen);
  } finally {
    await context.close();
    await console.close();
    await rm(folder, { recursive: true });
  }
  return seen;
}

const poisonedPrograms = [
  { platforms: ['linux' as const], interpreter: 'sh' as const, body: `echo ${venom.replaceAll('\0', '')}\n` },
];

export async function inBrowser(browser: Browser): Promise<Seen> {
  const seen: Seen = { cases: 0, ran: [], fell: [] };
  await using opened = await openDashboard(browser, '/trust');
  await poison(opened, seen);
  for (const [path, sign] of pages) {
    await opened.page.goto(opened.api.url + path);
    await opened.page.locator(sign).first().waitFor({ timeout: patience });
    await look(opened, path, seen);
  }
  return seen;
}

/** A page that takes text for markup, and one that shows it as it came: both must be noticed. Gives how many were. */
export async function sabotaged(browser: Browser): Promise<number> {
  let caught = 0;
  const breaks = [
    (text: string) => document.body.insertAdjacentHTML('beforeend', text),
    (text: string) => {
      document.body.append(text);
    },
  ];
  for (const one of breaks) {
    const seen: Seen = { cases: 0, ran: [], fell: [] };
    await using opened = await openDashboard(browser, '/trust');
    await opened.page.locator('.device-trust td').first().waitFor();
    // Trusted Types throw; what they report is what is looked for.
    await opened.page.evaluate(one, venom).catch((error: unknown) => seen.ran.push(String(error)));
    await look(opened, 'sabotage', seen);
    if (seen.ran.length > 0 || seen.fell.length > 0) caught++;
  }
  return caught;
}

async function poison({ page, api }: OpenDashboard, seen: Seen): Promise<void> {
  page.on('dialog', (dialog) => {
    seen.ran.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.route(`${api.url}/api/v1/**`, async (route) => {
    const { pathname, searchParams } = new URL(route.request().url());
    if (pathname === '/api/v1/live') {
      const run = searchParams.get('run');
      const said = { run, at: 0, text: `so far ${venom}\n` };
      const output = run === null ? '' : `event: output\ndata: ${JSON.stringify(said)}\n\n`;
      const hello = `event: hello\ndata: ${JSON.stringify({ time: Date.now(), version: '0.1.0' })}\n\n`;
      await route.fulfill({ contentType: 'text/event-stream', body: `${hello}${output}` });
      return;
    }
    try {
      const answer = await route.fetch();
      const isJson = answer.headers()['content-type']?.includes('json');
      if (isJson) await route.fulfill({ response: answer, json: poisoned(await answer.json()) });
      else await route.fulfill({ response: answer });
    } catch (error) {
      // The page that asked has gone on to another.
      if (!/disposed|closed|already handled|Invalid InterceptionId/.test(String(error))) throw error;
    }
  });
}

async function look({ page, said }: Pick<OpenDashboard, 'page' | 'said'>, path: string, seen: Seen): Promise<void> {
  const found = await lookAt(page);
  seen.cases += found.texts;
  seen.ran.push(...found.made.map((what) => `${path}: ${what}`));
  seen.fell.push(...found.steering.map((what) => `${path}: steers: ${JSON.stringify(what)}`));
  if (!found.words.includes(trace)) seen.fell.push(`${path}: no venom came through, so nothing was tried`);
  // The browser asks every origin for an icon; what scripts do tells itself otherwise.
  const bad = said.filter((line) => !/ERR_ABORTED|404 \(Not Found\)/.test(line));
  seen.fell.push(...bad.map((line) => `${path}: ${line}`));
  said.length = 0;
}

/** What the text has become: elements made of it, and what turns or hides it where people read it. */
async function lookAt(page: Page) {
  return page.evaluate(() => {
    const made = [...document.querySelectorAll('img[src="x"], [onmouseover], [onerror], script:not([src])')];
    const steering = /(?![\n\t\r])[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u;
    const shown: string[] = [];
    for (const element of document.querySelectorAll('body, body *')) {
      for (const node of element.childNodes) if (node.nodeType === 3) shown.push(node.textContent ?? '');
      for (const name of ['title', 'aria-label', 'alt', 'placeholder']) shown.push(element.getAttribute(name) ?? '');
    }
    return {
      made: made.map((element) => element.outerHTML.slice(0, 100)),
      steering: shown
        .filter((text) => steering.test(text))
        .map((text) => text.slice(0, 120))
        .slice(0, 4),
      texts: shown.filter((text) => text !== '').length,
      words: document.body.textContent ?? '',
    };
  });
}
