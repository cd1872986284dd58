/** Hostile words in all that people are shown of maintenance: in a browser, on the console's confirmation page, on a terminal. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromiumPath, launch } from '../../support/browser.ts';
import type { RunSuite } from '../suite.ts';
import { inBrowser, onConsole, sabotaged, type Seen } from './browser.ts';
import { onTerminal } from './terminal.ts';

const nothing: Seen = { cases: 0, ran: [], fell: [] };

/** Always all of it. Where there is no Chromium the browser's part fell. */
export const runSuite: RunSuite = async ({ progress }) => {
  const terminal = await terminalPart();
  progress?.(terminal.cases);
  const { pages, console, caught } = await browserPart();
  const ran = [...pages.ran, ...console.ran];
  return {
    cases: terminal.cases + pages.cases + console.cases,
    validSigned: 0,
    executed: ran.length,
    crashes: 0,
    sabotageCaught: caught,
    sabotageTotal: 2,
    fell: [...ran, ...terminal.fell, ...pages.fell, ...console.fell].slice(0, 40),
    figures: { terminal: terminal.cases, browser: pages.cases, console: console.cases },
  };
};

async function terminalPart() {
  const folder = await mkdtemp(join(tmpdir(), 'fettle-terminal-'));
  try {
    const file = join(folder, 'token');
    await writeFile(file, `${'t'.repeat(40)}\n`, { mode: 0o600 });
    return await onTerminal(file);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function browserPart(): Promise<{ pages: Seen; console: Seen; caught: number }> {
  if (chromiumPath() === '') {
    const fell = ['There is no Chromium here: set CHROMIUM_PATH.'];
    return { pages: { ...nothing, fell }, console: nothing, caught: 0 };
  }
  const browser = await launch();
  try {
    return { pages: await inBrowser(browser), console: await onConsole(browser), caught: await sabotaged(browser) };
  } finally {
    await browser.close();
  }
}
