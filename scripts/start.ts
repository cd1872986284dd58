/**
 * `npm start`: builds the dashboard, makes a solo trust where there is none, starts the collector and this machine's
 * agent, and stops both on Ctrl-C. Restarts nothing: what dies is said, with where its log is.
 */
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { agentProgram } from './agent-program.mjs';
import { buildAgent } from './build-agent.ts';
import { compiledFolder, environment } from './environment.ts';
import { buildDashboard } from './start/dashboard.ts';
import { didProgram, Program, type ProgramOptions, runProgram } from './start/program.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const { data, port } = environment;
const agentData = join(data, 'agent');
const env = { ...environment.all, FETTLE_PORT: port, FETTLE_DATA: data };
const readyWithinMs = 60_000;

const fettle = (...args: string[]): ProgramOptions => ({
  name: 'collector',
  command: [join(root, 'collector/src/main.ts'), ...args],
  cwd: process.cwd(),
  env: { NODE_COMPILE_CACHE: compiledFolder, ...env },
});
const fettleAgent = (...args: string[]): ProgramOptions => ({
  name: 'agent',
  command: [agentProgram(), ...args, '--data', agentData],
  cwd: process.cwd(),
  env,
});

const running: Program[] = [];

async function start(): Promise<void> {
  if (await answers(Number(port))) {
    throw new Error(
      `Port ${port} is in use. Stop what uses it, or choose another: FETTLE_PORT=${Number(port) + 1} npm start`,
    );
  }
  if (buildDashboard(root)) console.log('Built the dashboard.');
  if (await buildAgent()) console.log('Built the agent.');
  process.stdout.write(runProgram(fettle('setup', '--solo')));
  const [, address = ''] = await launch(fettle('collector')).says(/^Fettle collector at (\S+)$/, readyWithinMs);
  if (!existsSync(join(agentData, 'enrolment.json'))) enrol(address);
  // Before it first connects: standing orders choose devices only by what a key signed of them.
  if (!didProgram(fettle('device', 'grant', '--all', '--if-open'))) {
    console.log('Where devices belong is not signed: npx --no fettle device grant --all');
  }
  launch(fettleAgent('run'));
  // So that the first script can be pushed at once; a key with a passphrase waits for its person.
  if (!didProgram(fettle('script', 'publish', '--shipped', '--yes', '--if-open'))) {
    console.log('The scripts that ship wait: npx --no fettle script publish --shipped');
  }
  console.log(`Fettle is at ${address}. Data: ${data}. Ctrl-C stops it.`);
}

/** Makes this machine a device of the collector. */
function enrol(address: string): void {
  const { token, url } = JSON.parse(runProgram(fettle('token', 'enrol', '--json'))) as { token: string; url: string };
  // The collector's own CA is good for loopback, which needs no name service; somebody else's certificate is not.
  const collector = environment.all['FETTLE_TLS_CERT'] === undefined ? address : url;
  runProgram(fettleAgent('enrol', '--collector', collector, '--token', token));
}

function launch(options: ProgramOptions): Program {
  const program = new Program(options, join(data, 'logs', `${options.name}.log`));
  running.push(program);
  void watch(program);
  return program;
}

/** Ends everything when a program ends by itself. */
async function watch(program: Program): Promise<void> {
  const how = await program.ended;
  if (stopping === undefined) await stop(1, `The ${program.name} ended (${how}). Its log: ${program.log.path}`);
}

async function answers(candidate: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect(candidate, '127.0.0.1')
    .on('connect', () => resolve(true))
    .on('error', () => resolve(false));
  try {
    return await promise;
  } finally {
    socket.destroy();
  }
}

let stopping: Promise<void> | undefined;

/** Stops the agent first, so that it can say goodbye, then the collector. Ends this process. */
function stop(code: number, reason?: string): Promise<void> {
  stopping ??= (async () => {
    if (reason !== undefined) console.error(reason);
    for (const program of running.toReversed()) await program.stop(10_000);
    process.exit(code);
  })();
  return stopping;
}

/** A signal that ends npm alone does not reach us: we end when our parent is another than it was. */
function followParent(): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) void stop(0);
  }, 500).unref();
}

if (environment.underNpm) followParent();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));
try {
  await start();
} catch (error) {
  await stop(1, (error as Error).message);
}
