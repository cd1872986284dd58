/** What was accepted, from its first step to its last. */
import type { Action, Interpreter, ParameterValue, RunMode, Step } from '@fettle/shared/trust/action';
import type { StepReceipt } from '@fettle/shared/trust/receipt';
import type { ScriptStatement } from '@fettle/shared/trust/script';
import type { Clock } from './clock.ts';
import { deedProgram } from './deeds.ts';
import { type KeptOutput, keepOutput, mostOutput } from './kept-output.ts';
import { createMask } from './mask.ts';
import { isDue, outcomeOfExit } from './outcome.ts';
import type { Platform } from './platform/platform.ts';
import { type Ended, type Program, runProgram } from './run-program.ts';

/** A step with everything that it needs, all of it verified. */
export interface ReadyStep {
  /** `name@version` or `raw`. */
  readonly name: string;
  readonly mode: RunMode;
  readonly when: Step['when'];
  readonly interpreter: Interpreter;
  readonly sha256: string;
  readonly body: Uint8Array;
  /** In the schema's order. */
  readonly parameters: readonly (readonly [name: string, value: ParameterValue])[];
  readonly secrets: Readonly<Record<string, string>>;
  /** `system` or a user's name. */
  readonly runAs: string;
  /** Seconds. */
  readonly timeout: number;
  /** Null: of a raw script. */
  readonly exits: ScriptStatement['exits'] | null;
  /** Bytes of output that are kept. */
  readonly output: number;
}

export type Deed = Exclude<Action, { readonly kind: 'script' }>;
export type Ready = { readonly steps: readonly ReadyStep[] } | { readonly deed: Deed };

export interface RunPorts {
  readonly clock: Clock;
  readonly platform: Platform;
  /** Where programs lie while they run. */
  readonly folder: string;
  readonly cookie: string;
  readonly stop: AbortSignal;
  readonly grace: { readonly timeout: number; readonly stop: number };
  /** Called before each program is started and after it ended; tests die here. */
  readonly at: (moment: 'before-spawn' | 'after-spawn') => void;
  readonly began: (step: number) => void;
  /** Masked output while it comes. */
  readonly live: (bytes: Buffer) => void;
}

export interface Ran {
  readonly steps: readonly StepReceipt[];
  readonly output: KeptOutput;
}

export async function runAction(ready: Ready, ports: RunPorts): Promise<Ran> {
  if ('deed' in ready) return runDeed(ready.deed, ports);
  const { steps } = ready;
  const output = keepOutput(Math.min(mostOutput, Math.max(...steps.map((step) => step.output))));
  const ended: StepReceipt[] = [];
  for (const [index, step] of steps.entries()) {
    const started = ports.clock.now();
    const told = { step: index, program: step.sha256, name: step.name, mode: step.mode, started };
    if (!isDue(step.when, ended)) {
      ended.push({ ...told, outcome: null, exit: null, ended: started });
      continue;
    }
    ports.began(index);
    const push = through(output, Object.values(step.secrets), ports.live);
    if (steps.length > 1) push.write(Buffer.from(`--- ${index + 1}: ${step.name}\n`));
    const end = await runStep(step, ports, push.write);
    push.end();
    const outcome = outcomeOfEnd(end, step.exits);
    ended.push({ ...told, outcome, exit: end.exit, ended: Math.max(started, ports.clock.now()) });
  }
  return { steps: ended, output };
}

async function runStep(step: ReadyStep, ports: RunPorts, write: (bytes: Buffer) => void): Promise<Ended> {
  const { platform } = ports;
  const interpreter = platform.interpreter(step.interpreter);
  const account = step.runAs === 'system' ? null : platform.account(step.runAs);
  const obstacle =
    interpreter === null
      ? `${step.interpreter} is not on this device`
      : account === null && step.runAs !== 'system'
        ? `there is no user ${step.runAs} here, or scripts cannot be run as him`
        : null;
  if (interpreter === null || obstacle !== null) {
    write(Buffer.from(`${obstacle ?? ''}\n`));
    return { by: 'nothing', exit: null, why: obstacle };
  }
  return start(
    {
      argv: interpreter.argv,
      body: { bytes: step.body, sha256: step.sha256, ending: interpreter.ending },
      parameters: step.parameters.map(([name, value]) => `--${name}=${String(value)}`),
      env: environmentOf(step),
      account,
      timeoutMs: step.timeout * 1_000,
    },
    ports,
    write,
  );
}

async function runDeed(deed: Deed, ports: RunPorts): Promise<Ran> {
  const started = ports.clock.now();
  const output = keepOutput(mostOutput);
  const push = through(output, [], ports.live);
  ports.began(0);
  const end = await deedEnd(deed, ports, push.write);
  push.end();
  const outcome = outcomeOfEnd(end, null);
  const told = { step: 0, program: null, name: deed.kind, mode: 'run', started } as const;
  return { steps: [{ ...told, outcome, exit: end.exit, ended: Math.max(started, ports.clock.now()) }], output };
}

async function deedEnd(deed: Deed, ports: RunPorts, write: (bytes: Buffer) => void): Promise<Ended> {
  // Whoever asks has handed over newer statements before, if there are any.
  if (deed.kind === 'trust-refresh') return { by: 'itself', exit: 0, why: null };
  const program = deedProgram(deed, ports.platform);
  if ('obstacle' in program) {
    write(Buffer.from(`${program.obstacle}\n`));
    return { by: 'nothing', exit: null, why: program.obstacle };
  }
  return start({ ...program, body: null, parameters: [], env: {}, account: null }, ports, write);
}

async function start(program: Program, ports: RunPorts, write: (bytes: Buffer) => void): Promise<Ended> {
  ports.at('before-spawn');
  const end = await runProgram(program, { ...ports, output: write });
  ports.at('after-spawn');
  if (end.by === 'nothing') write(Buffer.from(`It could not be started: ${end.why ?? ''}\n`));
  return end;
}

/** Secrets come by the environment alone: the arguments of a process may be read by everybody. */
function environmentOf({ mode, parameters, secrets }: ReadyStep): Record<string, string> {
  const all = [...parameters, ...Object.entries(secrets)];
  const named = all.map(([name, value]) => [`FETTLE_P_${name.toUpperCase()}`, String(value)] as const);
  return { FETTLE_MODE: mode, ...Object.fromEntries(named) };
}

function outcomeOfEnd({ by, exit }: Ended, exits: ScriptStatement['exits'] | null): StepReceipt['outcome'] {
  if (by === 'timeout') return 'timeout';
  return by === 'stop' ? 'stopped' : outcomeOfExit(exit, exits);
}

/** Masks, keeps, and shows as much as is kept. */
function through(kept: KeptOutput, secrets: readonly string[], live: (bytes: Buffer) => void) {
  const mask = createMask(secrets);
  const put = (bytes: Buffer) => {
    if (bytes.length === 0) return;
    kept.push(bytes);
    live(bytes);
  };
  return { write: (bytes: Buffer) => put(mask.push(bytes)), end: () => put(mask.end()) };
}
