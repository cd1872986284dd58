import type { ParameterValue, Step } from '../action.ts';
import { valuesOf } from '../parameters.ts';
import type { Program, ProgramPlatform, ScriptStatement } from '../script.ts';
import type { Hearing } from './hearing.ts';
import type { Job, StepJob } from './question.ts';

/** What is run of an action that every check let pass. */
export function jobOf(hearing: Hearing): Job {
  const action = hearing.action();
  if (action.kind !== 'script') return action;
  return { kind: 'script', steps: action.steps.map((step, place) => stepJob(hearing, step, place)) };
}

export function stepsOf(hearing: Hearing): readonly Step[] {
  const action = hearing.action();
  return action.kind === 'script' ? action.steps : [];
}

/** The one for a platform; `openwrt` takes that of `linux` where it has none of its own. */
export function programFor({ programs }: ScriptStatement, platform: ProgramPlatform): Program | null {
  return programs[platform] ?? (platform === 'openwrt' ? programs.linux : undefined) ?? null;
}

/** What a step would run here, and with what; null: nothing is known that fits. */
export type Runnable = Pick<StepJob, 'program' | 'timeout' | 'runAs' | 'exits' | 'output'> &
  Pick<ScriptStatement, 'parameters'>;

/** Of a raw script: no parameters; 0 is done, everything else has failed; as much output as there may be. */
const ofRaw = { parameters: [], exits: { done: [0], notApplicable: [], rebootNeeded: [] }, output: 1_048_576 } as const;

export function runnableOf(hearing: Hearing, { what }: Step): Runnable | null {
  if ('raw' in what) {
    const { timeout, runAs, ...program } = what.raw;
    return { ...ofRaw, program, timeout, runAs };
  }
  const statement = hearing.scripts().get(what.script.statement)?.statement ?? null;
  if (statement === null) return null;
  const program = programFor(statement, hearing.held.device.platform);
  const { timeout, runAs, parameters, exits, output } = statement;
  return program === null ? null : { program, timeout, runAs, parameters, exits, output };
}

function stepJob(hearing: Hearing, step: Step, place: number): StepJob {
  const { what, mode, when } = step;
  const runnable = runnableOf(hearing, step);
  if (runnable === null) throw new Error('a step that nothing fits was accepted');
  const { parameters, ...bounds } = runnable;
  const values = valuesOf(parameters, step.parameters);
  const secrets = secretsOf(hearing, step, place);
  return {
    step: place,
    name: 'script' in what ? `${what.script.name}@${what.script.version}` : 'raw',
    mode,
    ...bounds,
    argv: values.map(([name, value]) => `--${name}=${String(value)}`),
    env: { FETTLE_MODE: mode, ...environment([...values, ...secrets]) },
    secrets: secrets.map(([, value]) => value),
    when,
  };
}

function secretsOf(hearing: Hearing, { secrets }: Step, place: number): [name: string, value: string][] {
  return Object.keys(secrets).flatMap((name): [string, string][] => {
    const secret = hearing.secrets()[`${place}.${name}`];
    return secret === undefined ? [] : [[name, secret.value]];
  });
}

function environment(values: readonly (readonly [string, ParameterValue])[]): Record<string, string> {
  return Object.fromEntries(values.map(([name, value]) => [`FETTLE_P_${name.toUpperCase()}`, String(value)]));
}
