/**
 * A hostile collector against a real agent and its real executor, each a process of its own, over a real socket. What tells whether
 * something ran is a file that scripts append to.
 */
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@fettle/agent/executor/clock';
import type { Asked } from '@fettle/agent/executor/conversation';
import { platformOf } from '@fettle/agent/executor/platform/platforms';
import { openState, stateFiles } from '@fettle/agent/state';
import type { Envelope } from '@fettle/shared/trust/envelope';
import { exampleToken, seedOf, signed } from '@fettle/shared/trust/example.fixture';
import { fingerprintOf } from '@fettle/shared/trust/chain';
import { newSealingKey, toBase64 } from '@fettle/shared/trust/keys';
import { agentProgram } from '../../../scripts/agent-program.mjs';
import { Carrier, carrierIdentity, statement } from '../../support/carrier.ts';
import { device, ExecutorWorld, host, type Published, read } from '../../support/executor-world.ts';
import { Running, until } from '../../support/fettle.ts';
import { brokenAcceptance, copyOf, makeWorkshop } from '../../support/trust/verifier.ts';
import type { RunSuite } from '../suite.ts';
import { copiedCode, type ExecutorCode, judgingBy, makeBench } from './code.ts';
import { blobOf, marking, type Making, right, unlisted, wrongs } from './wrong-orders.ts';

/** Of one connection; an agent takes 64 orders at once, of which some wait. */
const casesOfAgent = 100;
const casesAtOnce = 33;
/** Of the resident process, kB: after all that it was sent. */
const mostMemory = 250_000;

interface Tally {
  cases: number;
  validSigned: number;
  executed: number;
  crashes: number;
  ran: number;
  fell: string[];
}

export const runSuite: RunSuite = async ({ cases, seed, progress }) => {
  const tally = emptyTally();
  while (tally.cases < cases) {
    await life(Math.min(casesOfAgent, cases - tally.cases), seed, tally);
    progress?.(tally.cases);
  }
  const caught = await sabotage(seed);
  const { ran, ...result } = tally;
  return { ...result, sabotageCaught: caught.length, sabotageTotal: removed.length, figures: { ran } };
};

/** Checks that an executor lacks, each with what then runs. */
const removed = [
  ['exp', 'expired'],
  ['tenant', 'of another tenant'],
] as const;

/** The same agent asks an executor whose judgement lacks a check. @returns those that were noticed */
export async function sabotage(seed: number): Promise<string[]> {
  const [bench, workshop] = [makeBench(), makeWorkshop()];
  try {
    const copied = copyOf(workshop);
    const caught: string[] = [];
    for (const [name, wrong] of removed) {
      await brokenAcceptance(copied, name);
      const code = await copiedCode(bench, judgingBy(`${copied}/trust/accept/accept-checks-without-${name}.ts`));
      const tally = emptyTally();
      await life(1, seed, tally, { code, only: wrong });
      if (tally.executed > 0) caught.push(name);
    }
    return caught;
  } finally {
    for (const folder of [bench, workshop]) rmSync(folder, { recursive: true });
  }
}

interface Broken {
  readonly code: ExecutorCode;
  /** What is tried. */
  readonly only: string;
}

const emptyTally = (): Tally => ({ cases: 0, validSigned: 0, executed: 0, crashes: 0, ran: 0, fell: [] });

async function life(cases: number, seed: number, tally: Tally, broken: Broken | null = null): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'fettle-hostile-'));
  const file = join(data, 'ran');
  const script = marking(file);
  await using carrier = await Carrier.start();
  using world = new ExecutorWorld(Date.now(), { collectors: [carrierIdentity()] });
  enrol(data, carrier.url, world);
  const socket = join(data, 'executor.socket');
  await using _service = broken === null ? null : await listen(broken.code, world.folder, socket);
  const place = broken === null ? [] : ['--executor', socket];
  const agent = new Running([agentProgram(), 'run', '--data', data, '--interval', '10s', ...place], {
    FETTLE_LOG_LEVEL: 'warn',
  });
  try {
    await until('the agent to be welcome', () => carrier.connections > 0);
    serve(carrier, script);
    // The root is what it is pinned to, and has.
    for (const one of world.trust().slice(1).toReversed()) carrier.say(statement(one));
    await carrier.hears('holds', ({ executor }) => executor === 'ready');
    const names = broken === null ? Object.keys(wrongs) : [broken.only];
    await attack({ carrier, world, script, file, names }, cases, seed, tally);
    if (!agent.alive || carrier.connections > 1) {
      tally.crashes++;
      tally.fell.push(`the agent ended or lost its connection: ${agent.output.slice(-500)}`);
    }
    const memory = memoryOf(agent.child.pid ?? 0);
    if (memory > mostMemory) tally.fell.push(`the agent takes ${memory} kB`);
  } finally {
    await agent.stop('SIGKILL');
    rmSync(data, { recursive: true, force: true });
  }
}

interface Target {
  readonly carrier: Carrier;
  readonly world: ExecutorWorld;
  readonly script: Published;
  readonly file: string;
  readonly names: readonly string[];
}

/** Between what is wrong comes what is right: when that has run, all before it was asked. */
async function attack(target: Target, cases: number, seed: number, tally: Tally): Promise<void> {
  const { carrier, file, names } = target;
  let expected = [1_000_000];
  let before = await runRight(target, 1_000_000);
  for (let from = 0; from < cases; from += casesAtOnce) {
    for (let n = from; n < Math.min(cases, from + casesAtOnce); n++) {
      const wrong = wrongs[names[(n + tally.cases + seed) % names.length] ?? ''];
      if (wrong !== undefined) carrier.say(wrong({ ...target, before }, n));
    }
    for (const message of unlisted(file)) carrier.say(message);
    const n = 1_000_001 + from;
    before = await runRight(target, n);
    expected = [...expected, n];
  }
  tally.cases += cases;
  tally.validSigned += cases;
  tally.ran += expected.length;
  const lines = readFileSync(file, 'utf8').trim().split('\n').map(Number);
  const more = lines.filter((line, i) => line !== expected[i]);
  tally.executed += more.length;
  if (JSON.stringify(lines) !== JSON.stringify(expected))
    tally.fell.push(`ran: ${lines.join(' ')}, not ${expected.join(' ')}`);
}

async function runRight({ carrier, world, script }: Target, n: number): Promise<Making['before']> {
  const message = right({ world, script }, n);
  const { id } = read(message.envelope as Envelope) as { id: string };
  carrier.say(message);
  await carrier.hears('result', ({ receipt }) => (read(receipt as Envelope) as { order: string }).order === id);
  return message;
}

/** Bodies that are wanted, each after one that nobody asked for; results are never said to be kept. */
function serve(carrier: Carrier, script: Published): void {
  carrier.onHeard = (message) => {
    if (message.type !== 'want') return;
    carrier.say(blobOf({ sha256: 'ab'.repeat(32), body: script.body }));
    carrier.say(
      message.sha256 === script.sha256
        ? blobOf(script)
        : { type: 'blob', sha256: message.sha256, offset: 0, total: 0, data: '' },
    );
  };
}

function enrol(data: string, collector: string, world: ExecutorWorld): void {
  const sealing = newSealingKey();
  const keys = {
    seed: toBase64(seedOf('device')),
    sealing: { private: toBase64(sealing.privateKey), public: toBase64(sealing.publicKey) },
  };
  writeFileSync(join(data, stateFiles.keys), JSON.stringify(keys), { mode: 0o600 });
  const token = signed('token', exampleToken(), 'ann');
  const fingerprint = fingerprintOf(world.root);
  const enrolment = { device, host, collector, fingerprint, pin: null, token, enrolledAt: Date.now() };
  openState(data).saveEnrolment(enrolment, [world.rootEnvelope]);
}

/** Another executor than the agent's own, in this process. */
async function listen(code: ExecutorCode, path: string, socket: string): Promise<AsyncDisposable> {
  const platform = platformOf();
  const ports = { clock: systemClock, platform, grace: { timeout: 100, stop: 100 }, at() {} };
  const executor = new code.Executor(new code.Folder(path), ports);
  const asked: Asked = {
    ahead: (ask) => executor.ahead(ask),
    answer: (ask, tell) => executor.answer(ask, tell),
  };
  const server = createServer({ allowHalfOpen: true }, (one) => {
    void code.converse(one, one, asked).then(() => one.end());
  });
  await once(server.listen(socket), 'listening');
  return { [Symbol.asyncDispose]: async () => void server.close() };
}

/** kB; 0 where the system does not tell. */
function memoryOf(pid: number): number {
  const path = `/proc/${pid}/status`;
  return existsSync(path) ? Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(path, 'utf8'))?.[1] ?? 0) : 0;
}
