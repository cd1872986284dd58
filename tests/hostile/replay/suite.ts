/**
 * The same orders again and again to an executor that is killed at every step: none may run twice. What counts is what the scripts
 * left behind, a line each, not what the executor says.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Answer, Ask } from '@fettle/agent/executor/wire';
import { signerOf } from '@fettle/shared/trust/example.fixture';
import { openReceipt, requireNext } from '@fettle/shared/trust/open';
import { type AskOrder, device, ExecutorWorld, published } from '../../support/executor-world.ts';
import { mulberry32 } from '../../support/machine.ts';

export interface ReplayResult {
  readonly cases: number;
  /** Executors that were killed, by where. */
  readonly deaths: Readonly<Record<string, number>>;
  /** Orders by how often they ran: never, once, more often. The last must be 0. */
  readonly runs: { readonly never: number; readonly once: number; readonly twice: number };
  /** Orders whose executor was not killed, and that did not run all the same. Must be 0. */
  readonly missing: number;
  /** Chains of receipts that do not fit together. Must be 0. */
  readonly broken: number;
}

export interface ReplayOptions {
  /** Executors at once. */
  readonly lanes?: number;
  /** Takes the memory of what was begun away, to show that this suite sees it. */
  readonly sabotage?: boolean;
}

/** What Node has compiled: without it most of the time would go there. */
const cache = fileURLToPath(new URL('../../../node_modules/.cache/replay', import.meta.url));
const childMain = fileURLToPath(new URL('child.ts', import.meta.url));
const moments = [
  'before-intent',
  'after-intent',
  'before-spawn',
  'spawned',
  'after-spawn',
  'before-receipt',
  'after-receipt',
  'after-end',
];
/** A device begins no more orders within an hour. */
const casesOfWorld = 100;

type Fault = readonly [kind: 'none' | 'moment' | 'change' | 'start' | 'time', what: string];

export async function runSuite(
  cases: number,
  seed: number,
  { lanes = 4, sabotage = false }: ReplayOptions = {},
): Promise<ReplayResult> {
  const random = mulberry32(seed);
  const worlds = Array.from({ length: Math.ceil(cases / casesOfWorld) }, (_, i) =>
    Math.min(casesOfWorld, cases - i * casesOfWorld),
  );
  // Small suites use their lanes too.
  const parts = worlds.length >= lanes ? worlds : split(cases, lanes);
  const results: ReplayResult[] = [];
  let index = 0;
  const work = async () => {
    for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
      const faults = Array.from({ length: part }, () => faultOf(index++, random));
      results.push(await runWorld(faults, sabotage));
    }
  };
  await Promise.all(Array.from({ length: lanes }, work));
  return results.reduce(sum);
}

const split = (cases: number, lanes: number): number[] =>
  Array.from({ length: lanes }, (_, i) => Math.floor((cases + i) / lanes)).filter((part) => part > 0);

/** Every moment in turn, and between them any place. */
function faultOf(index: number, random: () => number): Fault {
  const below = (end: number) => String(Math.floor(random() * end));
  const kinds: Fault[] = [
    ['moment', moments[Math.floor(index / 5) % moments.length] ?? ''],
    ['change', below(40)],
    ['start', below(16)],
    // The second of these is asked of the same executor as the first.
    ['none', ''],
    ['time', below(60)],
  ];
  return kinds[index % kinds.length] ?? ['none', ''];
}

async function runWorld(faults: readonly Fault[], sabotage: boolean): Promise<ReplayResult> {
  using world = new ExecutorWorld(Date.now());
  const script = published('echo x >> "$FETTLE_P_FILE"; sleep 0.02', {
    statement: {
      parameters: [
        { name: 'file', type: 'text', title: 'where', required: true, default: null, min: 1, max: 500, choices: [] },
      ],
    },
  });
  const file = (index: number) => join(world.folder, `effect-${index}`);
  const orders: AskOrder[] = [];
  const deaths: Record<string, number> = {};
  let missing = 0;
  let child: Child | null = null;
  for (const [index, fault] of faults.entries()) {
    const order = world.scriptOrder(script, { parameters: { file: file(index) } });
    child ??= new Child(world.folder, fault);
    // The one before, which may have been killed in the middle, comes again.
    await child.ask({ ask: 'keep', envelopes: world.trust() });
    if (index > 0) await child.ask(orders[index - 1] as Ask);
    orders.push(order);
    const done = child.ask(order);
    const [kind, what] = fault;
    if (kind === 'time') void sleep(Number(what)).then(() => child?.kill());
    const answers = await done;
    const killed = answers === null || kind !== 'none' ? await child.end() : false;
    if (killed) deaths[kind === 'moment' ? what : kind] = (deaths[kind === 'moment' ? what : kind] ?? 0) + 1;
    else if (!existsSync(file(index))) missing++;
    if (kind !== 'none' || sabotage) {
      await child.end();
      child = null;
    }
    if (sabotage) rmSync(join(world.folder, 'state', 'intents'), { recursive: true, force: true });
  }
  await child?.end();
  const last = new Child(world.folder, ['none', '']);
  for (const order of orders) await last.ask(order);
  const receipts = (await last.ask({ ask: 'receipts', after: 0 })) ?? [];
  await last.end();
  const counts = orders.map((_, index) =>
    existsSync(file(index)) ? readFileSync(file(index), 'utf8').trim().split('\n').length : 0,
  );
  const runs = { never: 0, once: 0, twice: 0 };
  for (const count of counts) runs[count === 0 ? 'never' : count === 1 ? 'once' : 'twice']++;
  if (readdirSync(join(world.folder, 'run')).length > 0) missing++;
  return { cases: faults.length, deaths, runs, missing, broken: isChain(receipts) ? 0 : 1 };
}

function isChain(answers: readonly Answer[]): boolean {
  let before: Parameters<typeof requireNext>[0] = null;
  for (const answer of answers) {
    if (answer.answer !== 'receipt') continue;
    const { statement, hash } = openReceipt(answer.receipt, { id: device, key: signerOf('device').publicKey });
    try {
      requireNext(before, statement);
    } catch {
      return false;
    }
    before = { seq: statement.seq, hash };
  }
  return before !== null;
}

function sum(one: ReplayResult, other: ReplayResult): ReplayResult {
  const deaths = { ...one.deaths };
  for (const [where, count] of Object.entries(other.deaths)) deaths[where] = (deaths[where] ?? 0) + count;
  const add = (field: 'never' | 'once' | 'twice') => one.runs[field] + other.runs[field];
  return {
    cases: one.cases + other.cases,
    deaths,
    runs: { never: add('never'), once: add('once'), twice: add('twice') },
    missing: one.missing + other.missing,
    broken: one.broken + other.broken,
  };
}

/** An executor of its own process. */
class Child {
  readonly #process: ChildProcess;
  readonly #exit: Promise<unknown>;
  #answers: Answer[] = [];
  #ended: (answers: Answer[] | null) => void = () => {};

  constructor(folder: string, [kind, what]: Fault) {
    const env = { NODE_COMPILE_CACHE: cache };
    this.#process = spawn(process.execPath, [childMain, folder, kind, what], {
      env,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#process.stdin?.on('error', () => {});
    this.#exit = once(this.#process, 'exit').then(() => this.#ended(null));
    if (this.#process.stdout === null) throw new Error('no stdout');
    createInterface(this.#process.stdout).on('line', (line) => {
      // The last line of one who was killed may be half of one.
      if (!line.endsWith('}')) return;
      const answer = JSON.parse(line) as Answer;
      if (answer.answer === 'end') this.#ended(this.#answers);
      else this.#answers.push(answer);
    });
  }

  /** @returns null: it died before the end of its answer */
  async ask(ask: Ask): Promise<Answer[] | null> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return null;
    this.#answers = [];
    const answered = new Promise<Answer[] | null>((resolve) => (this.#ended = resolve));
    this.#process.stdin?.write(`${JSON.stringify(ask)}\n`);
    return answered;
  }

  kill(): void {
    this.#process.kill('SIGKILL');
  }

  /** @returns whether it was killed */
  async end(): Promise<boolean> {
    this.#process.stdin?.end();
    await this.#exit;
    return this.#process.signalCode === 'SIGKILL';
  }
}
