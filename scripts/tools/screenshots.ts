/**
 * `npm run screenshots`: makes the README's pictures from a real collector and a real agent, in a temporary folder on a
 * free port, after two minutes of measuring. Fleet, device, an incident and the rule behind it in light and dark at
 * 1440 px, device and incident at 390 px.
 * The pictures show the machine's processes; `unshare -pf --mount-proc npm run screenshots` shows ours only.
 */
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { DevicePage } from '@fettle/shared/api/devices';
import type { Incident } from '@fettle/shared/api/incidents';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { environment } from '../environment.ts';
import { findProgram } from '../find-program.mjs';
import { buildDashboard } from '../start/dashboard.ts';
import { Program, type ProgramOptions, runProgram } from '../start/program.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const pictures = join(root, 'docs', 'pictures');
/** Neutral, so that no picture names a machine. */
const deviceName = 'web-01';
/** What the device page shows; measured before the first picture. */
const spanMs = 120_000;
const admin = { name: 'ada', password: 'a made up passphrase' };

const views = [
  { name: 'fleet', file: 'fleet-THEME.png', width: 1440, height: 720 },
  { name: 'device', file: 'device-THEME.png', width: 1440, height: 1280 },
  { name: 'device', file: 'device-THEME-390.png', width: 390, height: 844 },
  { name: 'incident', file: 'incident-THEME.png', width: 1440, height: 1080 },
  { name: 'incident', file: 'incident-THEME-390.png', width: 390, height: 844 },
  { name: 'rule', file: 'rule-THEME.png', width: 1440, height: 1000 },
] as const;

interface Place {
  readonly folder: string;
  readonly port: number;
  readonly url: string;
}

const program = ({ folder, port }: Place, name: 'collector' | 'agent', ...args: string[]): ProgramOptions => ({
  name,
  command: [join(root, name, 'src', 'main.ts'), ...args],
  cwd: folder,
  env: {
    ...environment.all,
    FETTLE_PORT: String(port),
    FETTLE_DATA: join(folder, 'data'),
    FETTLE_HOME: join(folder, 'home'),
  },
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('The system gave no port.');
  return address.port;
}

/** Starts a collector and an agent that is enrolled; stops them after the work. */
async function withFettle(work: (place: Place, setupCode: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'fettle-pictures-'));
  const port = await freePort();
  const place = { folder, port, url: `http://127.0.0.1:${port}` };
  const running: Program[] = [];
  const launch = (name: 'collector' | 'agent', ...args: string[]) => {
    const started = new Program(program(place, name, ...args), join(folder, `${name}.log`));
    running.push(started);
    return started;
  };
  try {
    runProgram(program(place, 'collector', 'setup', '--solo', '--json'));
    const { token } = JSON.parse(runProgram(program(place, 'collector', 'token', 'enrol', '--json'))) as {
      token: string;
    };
    const [, code = ''] = await launch('collector', 'collector').says(/^Setup code: (\S+)/, 30_000);
    const data = ['--data', join(folder, 'agent')];
    const who = ['--collector', place.url, '--token', token];
    runProgram(program(place, 'agent', 'enrol', ...who, ...data));
    launch('agent', 'run', ...data);
    await work(place, code);
  } finally {
    for (const one of running.toReversed()) await one.stop(10_000);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Makes the first admin, waits for the device and gives it its neutral name. */
async function signIn(context: BrowserContext, { url }: Place, code: string): Promise<string> {
  const made = await context.request.post(`${url}/api/v1/setup`, {
    data: { code, ...admin },
    headers: { origin: url },
  });
  if (!made.ok()) throw new Error(`Setup was refused: ${await made.text()}`);
  for (let tries = 0; tries < 100; tries++) {
    const listing = await context.request.get(`${url}/api/v1/devices`);
    const { items } = (await listing.json()) as DevicePage;
    if (items[0]) {
      const { id, version } = items[0];
      const data = { version, name: deviceName };
      const named = await context.request.patch(`${url}/api/v1/devices/${id}`, { data, headers: { origin: url } });
      if (!named.ok()) throw new Error(`The name was refused: ${await named.text()}`);
      return id;
    }
    await sleep(200);
  }
  throw new Error('No device appeared.');
}

/** What somebody would write whose machine has little memory to spare; this one is beyond it. */
const rule = {
  name: 'Memory gets scarce',
  selector: '',
  when: {
    kind: 'value',
    metric: 'system.memory.utilization',
    is: 'above',
    levels: { warning: { limit: 0.02, clear: 0.01 } },
  },
  forMs: 10_000,
  clearForMs: 60_000,
  enabled: true,
  runbook:
    'See who uses it: `ps aux --sort=-rss | head`.\nIs it a leak? Restart the service, and write the problem down.',
  overrides: [],
  version: 0,
};

/** Makes the rule and waits until it fires. */
async function breach(context: BrowserContext, { url }: Place): Promise<string> {
  const headers = { origin: url };
  const made = await context.request.put(`${url}/api/v1/rules/memory-scarce`, { data: rule, headers });
  if (!made.ok()) throw new Error(`The rule was refused: ${await made.text()}`);
  for (let tries = 0; tries < 300; tries++) {
    const listing = await context.request.get(`${url}/api/v1/incidents?rule=memory-scarce`);
    const [incident] = ((await listing.json()) as { items: Incident[] }).items;
    if (incident) return incident.id;
    await sleep(200);
  }
  throw new Error('The rule did not fire.');
}

/** What the rule would have done stands on its page. */
async function tried(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Back-test', exact: true }).click();
  await page.getByText('it would have fired').waitFor();
  await sleep(1_000);
}

async function take(browser: Browser, place: Place, code: string): Promise<void> {
  const context = await browser.newContext();
  const device = await signIn(context, place, code);
  // An open device page is measured every second, so that there is something to see.
  const watched = await context.newPage();
  const devicePath = `${place.url}/devices/${device}?last=${spanMs}`;
  await watched.goto(devicePath);
  console.log(`Measuring for ${spanMs / 1000} s ...`);
  await sleep(spanMs);
  const pages = {
    fleet: `${place.url}/`,
    device: devicePath,
    incident: `${place.url}/incidents/${await breach(context, place)}`,
    rule: `${place.url}/rules/memory-scarce`,
  };
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const { name, file, width, height } of views) {
      const page = await context.newPage();
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height });
      await page.goto(pages[name]);
      await sleep(3_000);
      if (name === 'rule') await tried(page);
      const picture = file.replace('THEME', colorScheme);
      await page.screenshot({ path: join(pictures, picture) });
      await page.close();
      console.log(`docs/pictures/${picture}`);
    }
  }
}

const executablePath = findProgram('chromium');
if (executablePath === undefined) throw new Error('A Chromium is needed: see CONTRIBUTING.md.');
buildDashboard(root);
mkdirSync(pictures, { recursive: true });
await withFettle(async (place, code) => {
  const browser = await chromium.launch({ executablePath, args: ['--disable-quic', '--disable-gpu'] });
  try {
    await take(browser, place, code);
  } finally {
    await browser.close();
  }
});
