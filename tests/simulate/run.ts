/** `npm run simulate`: a fleet to look at. History in simulated time through the collector's own app, then live devices. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { systemClock } from '@fettle/collector/clock';
import { keepBeside } from './beside.ts';
import { openCollector, type SimCollector } from './collector.ts';
import { makeLogin } from './demo-login.ts';
import { enrolFleet } from './enrol.ts';
import { type Fleet, makeFleet } from './fleet.ts';
import { History } from './history.ts';
import { type Live, liveInterval, startLive } from './live.ts';
import { type Options, readOptions, usage } from './options.ts';
import { SimClock } from './sim-clock.ts';
import { beginOrResume, keep, type Simulation, writeTruths } from './simulation.ts';
import { createTelling, inWords, type Telling } from './telling.ts';
import { hour, minute } from './time.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** As `npm start` does. Found by its path: the scripts are no package that tests depend on. */
async function buildDashboard(): Promise<void> {
  const { href } = pathToFileURL(join(root, 'scripts/start/dashboard.ts'));
  const scripts = (await import(href)) as { buildDashboard(root: string): boolean };
  scripts.buildDashboard(root);
}

/** Resolves with the first signal to stop; a second one ends the process at once. */
function told(): { readonly stop: Promise<void>; readonly isOver: () => boolean; end(): void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  let over = false;
  const end = () => {
    over = true;
    resolve();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => (over ? process.exit(1) : end()));
  return { stop: promise, isOver: () => over, end };
}

async function simulate(options: Options, data: string): Promise<void> {
  const stopping = told();
  const simulation = beginOrResume(data, options, Date.now());
  const fleet = makeFleet(simulation.fleet);
  const telling = createTelling(options.json, fleet);
  if (options.live && options.build) await buildDashboard();
  mkdirSync(data, { recursive: true });
  const truths = writeTruths(data, fleet);
  telling.line('truths', { path: truths }, `Planted truths: ${truths}`);
  const lived = await past(fleet, { options, data, simulation, telling, isOver: stopping.isOver });
  keep(data, lived);
  if (options.live && !stopping.isOver()) await present(fleet, { options, data, telling, lived, stopping });
}

interface Past {
  readonly options: Options;
  readonly data: string;
  readonly simulation: Simulation;
  readonly telling: Telling;
  readonly isOver: () => boolean;
}

/** A collector whose clock is moved through the history. */
async function past(fleet: Fleet, { options, data, simulation, telling, isOver }: Past): Promise<Simulation> {
  const began = performance.now();
  const clock = new SimClock(simulation.done);
  const collector = await openCollector({ data, clock, days: options.days });
  let samples = 0;
  let incidents = 0;
  let done: number;
  let keeping: ReturnType<typeof keepBeside> | undefined;
  try {
    await enrolFleet(collector, fleet);
    keeping = keepBeside(collector.stores.series);
    const until = () => (isOver() ? 0 : Date.now());
    done = await new History(collector, clock, fleet).run(simulation.done, until, (progress) => {
      ({ samples } = progress);
      telling.progress(progress);
    });
    incidents = await openedSince(collector, simulation.done);
  } finally {
    await keeping?.end();
    await collector.app.close();
  }
  const seconds = (performance.now() - began) / 1_000;
  const rate = Math.round(samples / seconds);
  telling.line(
    'history',
    { samples, seconds, samplesPerSecond: rate, devices: fleet.devices.length, incidents },
    `${samples.toLocaleString('en')} samples of ${fleet.devices.length} devices in ${seconds.toFixed(0)} s, ${rate.toLocaleString('en')} a second. ${incidents.toLocaleString('en')} incidents opened.`,
  );
  return { ...simulation, done };
}

/** How many incidents; one that came back and was reopened counts once. */
async function openedSince({ stores }: SimCollector, from: number): Promise<number> {
  let opened = 0;
  let before: number | undefined;
  for (;;) {
    const asked = { kind: 'incident.opened', from, limit: 1_000, ...(before !== undefined && { before }) };
    const page = await stores.events.list({ sites: 'all' }, asked);
    opened += page.length;
    before = page.at(-1)?.sequence;
    if (page.length < 1_000) return opened;
  }
}

interface Present {
  readonly options: Options;
  readonly data: string;
  readonly telling: Telling;
  readonly lived: Simulation;
  readonly stopping: ReturnType<typeof told>;
}

/** The collector as it is in life, over the same data. */
async function present(fleet: Fleet, { options, data, telling, lived, stopping }: Present): Promise<void> {
  const collector = await openCollector({ data, clock: systemClock, days: options.days });
  try {
    const address = await collector.app.listen('127.0.0.1', options.port);
    const login = lived.login ?? (await makeLogin(collector));
    keep(data, { ...lived, login });
    telling.line(
      'ready',
      { address, login },
      `Fettle is at ${address}. Sign in as ${login.name} with ${login.password}`,
    );
    const live = startLive(collector, fleet, address, () => stopping.end());
    tellSoon(fleet, telling);
    const cost = setInterval(() => tellCost(live, telling), minute);
    const soon = setInterval(() => tellSoon(fleet, telling), hour);
    await stopping.stop;
    clearInterval(cost);
    clearInterval(soon);
    telling.line('stopping', {}, 'Stopping.');
    await live.stop();
    keep(data, { ...lived, login, done: Date.now() });
  } finally {
    await collector.app.close();
  }
}

function tellSoon({ truths }: Fleet, telling: Telling): void {
  const now = Date.now();
  const soon = truths.filter(({ from, to }) => from > now && from < now + hour && to > from);
  telling.line('soon', { truths: soon }, ['What will happen within the hour:', ...soon.map(inWords)].join('\n'));
}

let before = { at: 0, collector: 0, devices: 0 };

/** Shares of one processor since the line before. */
function tellCost(live: Live, telling: Telling): void {
  const { user, system } = process.cpuUsage();
  const now = { at: performance.now(), collector: (user + system) / 1e6, devices: live.last.cpuSeconds };
  const seconds = (now.at - before.at) / 1_000;
  const shares = {
    collector: (now.collector - before.collector) / seconds,
    devices: (now.devices - before.devices) / seconds,
  };
  if (before.at > 0) {
    const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
    telling.line(
      'live',
      { ...shares, connected: live.last.connected, frames: live.last.frames, interval: liveInterval },
      `${live.last.connected} devices connected. Of one processor: collector ${percent(shares.collector)}, devices ${percent(shares.devices)}.`,
    );
  }
  before = now;
}

async function main(): Promise<number> {
  let options: Options | 'help';
  try {
    options = readOptions(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}\n`);
    return 2;
  }
  if (options === 'help') {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  const data = options.data ?? mkdtempSync(join(tmpdir(), 'fettle-simulate-'));
  try {
    await simulate(options, data);
    return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  } finally {
    if (options.data === undefined) rmSync(data, { recursive: true, force: true });
  }
}

process.exitCode = await main();
