/** The suites of docs/hostile.md by name, each as `npm run hostile` runs it. */
import { existsSync } from 'node:fs';
import { Fettle } from '../support/fettle.ts';
import { killInTurn } from '../support/kills.ts';
import { runSuite as replay } from './replay/suite.ts';
import type { RunSuite } from './suite.ts';
import { wrongKeepers } from './trust-keepers.ts';
import { runSuite as times } from './trust-times.ts';

export interface Entry {
  readonly what: string;
  /** Of a run without `--cases`. */
  readonly cases: number;
  /** Only those that are asked for: what they need is loaded with them. */
  readonly load: () => Promise<RunSuite>;
}

export const suites: Readonly<Record<string, Entry>> = {
  collector: {
    what: 'a hostile collector against the agent’s own code in one process; what would be started is noted',
    cases: 10_000_000,
    load: from('collector/suite.ts'),
  },
  processes: {
    what: 'the same against real agents and executors over a socket; what counts is what scripts leave on the disk',
    cases: 10_000,
    load: from('collector/processes.ts'),
  },
  sabotage: {
    what: 'each acceptance check taken out in turn, at most 200 aimed cases each: all must be noticed',
    cases: 10_000,
    load: from('acceptance.ts'),
  },
  executor: {
    what: 'what the executor does beside judging taken out in turn',
    cases: 20,
    load: from('executor/suite.ts'),
  },
  replay: {
    what: 'the same orders to an executor that is killed at every step: none runs twice',
    cases: 50_000,
    load: async () => replays,
  },
  roots: {
    what: 'roots, revocations, freshness and clocks, over lives of devices',
    cases: 500_000,
    load: async () => roots,
  },
  messages: { what: 'frames and messages, both directions', cases: 100_000_000, load: from('messages/run.ts') },
  http: { what: 'every route, method and role with wrong bodies', cases: 5_000_000, load: from('http/run.ts') },
  verifier: {
    what: 'a verifier written from docs/trust.md alone must agree with ours',
    cases: 100_000,
    load: async () => compared(await here('verifier/suite.ts')),
  },
  faults: {
    what: 'kill -9 of collector and agent in turn, a case each; disks and outages: npm run faults',
    cases: 10_000,
    load: async () => kills,
  },
  business: {
    what: 'hostile words and changed pictures in status pages, calendars and all forms of reports',
    cases: 100_000,
    load: from('business/run.ts'),
  },
  text: {
    what: 'XSS, ANSI, bidi and CSV through every field of an agent, in a real browser',
    cases: 1,
    load: from('text/run.ts'),
  },
};

function from(path: string): Entry['load'] {
  return async () => ((await here(path)) as { readonly runSuite: RunSuite }).runSuite;
}

async function here(path: string): Promise<object> {
  const url = new URL(path, import.meta.url);
  if (!existsSync(url)) throw new Error(`This suite is not in this checkout: tests/hostile/${path} is missing.`);
  return import(/* @vite-ignore */ url.href) as Promise<object>;
}

/** Two judges of the same cases: what they do not agree on. */
type Compare = (
  cases: number,
  seed: number,
  progress?: (done: number) => void,
) => Promise<{
  readonly cases: number;
  readonly accepted: number;
  readonly apart: readonly { readonly what: string }[];
  readonly noticed: number;
  readonly unnoticed: readonly string[];
}>;

function compared(module: object): RunSuite {
  const { runSuite: compare } = module as { readonly runSuite: Compare };
  return async ({ cases: most, seed, progress }) => {
    const { cases, accepted, apart, noticed, unnoticed } = await compare(most, seed, progress);
    return {
      cases,
      validSigned: cases - accepted,
      executed: 0,
      crashes: 0,
      sabotageCaught: noticed,
      sabotageTotal: noticed + unnoticed.length,
      fell: [...apart.map(({ what }) => what), ...(accepted > 0 ? [] : ['nothing was accepted'])],
      figures: { accepted, apart: apart.length },
    };
  };
}

/** Worlds of so many: between two of them it can be told how far it is. */
const replaysAtOnce = 400;

const replays: RunSuite = async ({ cases, seed, progress }) => {
  const fell: string[] = [];
  let [done, twice, ran] = [0, 0, 0];
  for (; done < cases; done += replaysAtOnce) {
    const part = Math.min(replaysAtOnce, cases - done);
    const result = await replay(part, seed + done);
    twice += result.runs.twice;
    ran += result.runs.once;
    if (result.missing > 0) fell.push(`${result.missing} orders did not run, or left something`);
    if (result.broken > 0) fell.push(`${result.broken} chains of receipts are broken`);
    progress?.(done + part);
  }
  if (ran === 0) fell.push('nothing that was right ran');
  const forgetful = await replay(6, seed, { sabotage: true, lanes: 2 });
  return {
    cases,
    validSigned: cases,
    executed: twice,
    crashes: 0,
    sabotageCaught: forgetful.runs.twice > 0 ? 1 : 0,
    sabotageTotal: 1,
    fell,
    figures: { ran },
  };
};

const livesAtOnce = 5_000;

const roots: RunSuite = async ({ cases, seed, progress }) => {
  const broken: string[] = [];
  let [done, ran, round] = [0, 0, 0];
  while (done < cases) {
    const report = times(Math.min(livesAtOnce, cases - done), seed + round++);
    done += report.cases;
    ran += report.ordersRun;
    broken.push(...report.broken);
    progress?.(done);
  }
  const all = Object.values(wrongKeepers);
  const caught = all.filter((keeper) => times(200, seed, keeper).broken.length > 0);
  const fell = ran > 0 ? broken.slice(0, 40) : ['no order ran'];
  return {
    cases: done,
    validSigned: done,
    executed: broken.length,
    crashes: 0,
    sabotageCaught: caught.length,
    sabotageTotal: all.length,
    fell,
    figures: { ran },
  };
};

const kills: RunSuite = async ({ cases }) => {
  await using fettle = await Fettle.create();
  const { kills: done, acknowledged, lost, doubled } = await killInTurn(fettle, cases, [200, 4_000]);
  const fell = acknowledged === 0 ? ['nothing was acknowledged'] : [];
  const none = { validSigned: 0, crashes: 0, sabotageCaught: 0, sabotageTotal: 0 };
  return { ...none, cases: done, executed: lost + doubled, fell, figures: { acknowledged, lost, doubled } };
};
