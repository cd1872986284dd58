/** What was accepted, from its first step to its last. */
import type { Job, StepJob } from '@fettle/shared/trust/accept/question';
import type { StepReceipt } from '@fettle/shared/trust/receipt';
import type { Clock } from './clock.ts';
import { type Deed, deedProgram } from './deeds.ts';
import { type KeptOutput, keepOutput, mostOutput } from '@fettle/shared/trust/kept-output';
import { createMask } from './mask.ts';
import { isDue, outcomeOfExit } from '@fettle/shared/trust/outcome';
import { type Ended, type Program, runProgram, type Surroundings } from './run-program.ts';

/** The moments between which nothing is lost, whatever happens; tests die there. */
export type Moment = `${'before' | 'after'}-${'intent' | 'spawn' | 'receipt' | 'end'}` | 'spawned';

export interface RunPorts extends Omit<Surroundings, 'output' | 'spawned'> {
  readonly clock: Clock;
  readonly at: (moment: Moment) => void;
  readonly began: (step: number) => void;
  /** Masked output while it comes, as much as is kept. */
  readonly live: Write;
  /** Bytes of output that are kept, at most. */
  readonly room: number;
}

export interface Ran {
  readonly steps: readonly StepReceipt[];
  readonly output: KeptOutput;
}

type Write = (bytes: Buffer) => void;

/** @param bodies by hash; each is hashed again where it is written */
export async function runJob(job: Job, bodies: ReadonlyMap<string, Uint8Array>, ports: RunPorts): Promise<Ran> {
  if (job.kind !== 'script') return runDeed(job, ports);
  const kept = keepOutput(Math.min(ports.room, mostOutput, Math.max(...job.steps.map(({ output }) => output))));
  const ended: StepReceipt[] = [];
  for (const { step, program, name, mode, ...rest } of job.steps) {
    const began = ports.clock.now();
    const told = { step, program: program.sha256, name, mode, started: began };
    if (!isDue(rest.when, ended)) {
      ended.push({ ...told, outcome: null, exit: null, ended: began });
      continue;
    }
    ports.began(step);
    const output = through(kept, rest.secrets, ports.live);
    if (job.steps.length > 1) output.write(Buffer.from(`--- ${step + 1}: ${name}\n`));
    const body = bodies.get(program.sha256) ?? new Uint8Array();
    const end = await runStep({ step, program, name, mode, ...rest }, body, ports, output.write);
    output.end();
    const outcome = outcomeOf(end, rest.exits);
    ended.push({ ...told, outcome, exit: end.exit, ended: Math.max(began, ports.clock.now()) });
  }
  return { steps: ended, output: kept };
}

async function runStep(job: StepJob, body: Uint8Array, ports: RunPorts, write: Write): Promise<Ended> {
  const interpreter = ports.platform.interpreter(job.program.interpreter);
  if (interpreter === null) return nothing(`${job.program.interpreter} is not on this device`, write);
  const account = job.runAs === 'system' ? null : ports.platform.account(job.runAs);
  if (account === null && job.runAs !== 'system')
    return nothing(`there is no user ${job.runAs} here, or scripts cannot be run as him`, write);
  const program = {
    argv: interpreter.argv,
    body: { bytes: body, sha256: job.program.sha256, ending: interpreter.ending },
    parameters: job.argv,
    env: job.env,
    account,
    timeoutMs: job.timeout * 1_000,
  };
  return start(program, ports, write);
}

async function runDeed(deed: Deed, ports: RunPorts): Promise<Ran> {
  const began = ports.clock.now();
  const kept = keepOutput(mostOutput);
  const output = through(kept, [], ports.live);
  ports.began(0);
  const end = await deedEnd(deed, ports, output.write);
  output.end();
  const told = { step: 0, program: null, name: deed.kind, mode: 'run', started: began } as const;
  const ended = Math.max(began, ports.clock.now());
  return { steps: [{ ...told, outcome: outcomeOf(end, null), exit: end.exit, ended }], output: kept };
}

async function deedEnd(deed: Deed, ports: RunPorts, write: Write): Promise<Ended> {
  // Whoever asks has handed over newer statements before, if there are any.
  if (deed.kind === 'trust-refresh') return { by: 'itself', exit: 0, why: null };
  const program = deedProgram(deed, ports.platform);
  if ('obstacle' in program) return nothing(program.obstacle, write);
  return start({ ...program, body: null, parameters: [], env: {}, account: null }, ports, write);
}

async function start(program: Program, ports: RunPorts, write: Write): Promise<Ended> {
  ports.at('before-spawn');
  const end = await runProgram(program, { ...ports, output: write, spawned: () => ports.at('spawned') });
  ports.at('after-spawn');
  return end.by === 'nothing' ? nothing(`it could not be started: ${end.why ?? ''}`, write) : end;
}

function nothing(why: string, write: Write): Ended {
  write(Buffer.from(`fettle: ${why}\n`));
  return { by: 'nothing', exit: null, why };
}

function outcomeOf({ by, exit }: Ended, exits: StepJob['exits'] | null): StepReceipt['outcome'] {
  if (by === 'timeout') return 'timeout';
  return by === 'stop' ? 'stopped' : outcomeOfExit(exit, exits);
}

/** Masks, keeps and shows. */
function through(kept: KeptOutput, secrets: readonly string[], live: Write): { write: Write; end: () => void } {
  const mask = createMask(secrets);
  const put = (bytes: Buffer) => {
    if (bytes.length === 0) return;
    kept.push(bytes);
    live(bytes);
  };
  return { write: (bytes) => put(mask.push(bytes)), end: () => put(mask.end()) };
}
