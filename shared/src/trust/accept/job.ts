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

/** What a step would run here; null: nothing is known that fits. */
export function programOf(hearing: Hearing, { what }: Step): Program | null {
  if ('raw' in what) return { interpreter: what.raw.interpreter, sha256: what.raw.sha256, size: what.raw.size };
  const statement = hearing.scripts().get(what.script.statement)?.statement ?? null;
  return statement === null ? null : programFor(statement, hearing.held.device.platform);
}

/** Of a raw script: 0 is done, everything else has failed; as much output as there may be. */
const ofRaw = { exits: { done: [0], notApplicable: [], rebootNeeded: [] }, output: 1_048_576 } as const;

function stepJob(hearing: Hearing, step: Step, place: number): StepJob {
  const { what, mode, when } = step;
  const statement = 'script' in what ? (hearing.scripts().get(what.script.statement)?.statement ?? null) : null;
  const program = programOf(hearing, step);
  if (program === null) throw new Error('a step without a program was accepted');
  const values = valuesOf(statement?.parameters ?? [], step.parameters);
  const secrets = Object.keys(step.secrets).map((name): [string, string] => [
    name,
    hearing.secrets()[`${place}.${name}`]?.value ?? '',
  ]);
  return {
    step: place,
    name: 'script' in what ? `${what.script.name}@${what.script.version}` : 'raw',
    mode,
    program,
    argv: values.map(([name, value]) => `--${name}=${String(value)}`),
    env: { FETTLE_MODE: mode, ...environment([...values, ...secrets]) },
    secrets: secrets.map(([, value]) => value),
    timeout: 'raw' in what ? what.raw.timeout : (statement?.timeout ?? 0),
    runAs: 'raw' in what ? what.raw.runAs : (statement?.runAs ?? ''),
    exits: statement?.exits ?? ofRaw.exits,
    output: statement?.output ?? ofRaw.output,
    when,
  };
}

function environment(values: readonly (readonly [string, ParameterValue])[]): Record<string, string> {
  return Object.fromEntries(values.map(([name, value]) => [`FETTLE_P_${name.toUpperCase()}`, String(value)]));
}
