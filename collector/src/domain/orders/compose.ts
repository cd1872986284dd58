import type { DraftAction, DraftStep } from '@fettle/shared/api/orders';
import type { ScriptName } from '@fettle/shared/ids';
import type { Action, ActionClass, Step } from '@fettle/shared/trust/action';
import { parseCanonical } from '@fettle/shared/trust/canonical';
import { TrustError } from '@fettle/shared/trust/errors';
import { checkParameters } from '@fettle/shared/trust/parameters';
import { readScript, type ScriptStatement } from '@fettle/shared/trust/script';
import type { ScriptRelease } from '../scripts/index.ts';
import { payloadOf } from '../trust/index.ts';
import type { OrderPorts } from './context.ts';

/** A published script that an action names. */
export interface NamedScript {
  readonly release: ScriptRelease;
  readonly statement: ScriptStatement;
}

/** What a draft's action comes to. */
export interface Composed {
  readonly action: Action;
  /** By the fingerprints of their statements. */
  readonly scripts: ReadonlyMap<string, NamedScript>;
  /** What stands in the way, as sentences. */
  readonly problems: readonly string[];
  /** Secrets that who signs is asked for. */
  readonly secrets: readonly { readonly step: number; readonly name: string; readonly title: string }[];
}

/** Draft steps with the scripts that they name; where one is missing, `problems` says so and the step is left out. */
export async function compose(ports: Pick<OrderPorts, 'scripts'>, action: DraftAction): Promise<Composed> {
  if (action.kind !== 'script') return { action, scripts: new Map(), problems: [], secrets: [] };
  const scripts = new Map<string, NamedScript>();
  const steps: Step[] = [];
  const problems: string[] = [];
  const secrets: { step: number; name: string; title: string }[] = [];
  for (const [i, draft] of action.steps.entries()) {
    const named = await findNamed(ports, draft);
    if (typeof named === 'string') {
      problems.push(`Step ${i + 1}: ${named}`);
      continue;
    }
    scripts.set(named.release.statement, named);
    problems.push(...problemsOf(draft, named, i).map((text) => `Step ${i + 1}: ${text}`));
    for (const { name, title, type } of named.statement.parameters) {
      if (type === 'secret') secrets.push({ step: i, name, title });
    }
    steps.push(stepOf(draft, named));
  }
  return { action: { kind: 'script', steps }, scripts, problems, secrets };
}

async function findNamed(
  { scripts }: Pick<OrderPorts, 'scripts'>,
  { script: name, version }: DraftStep,
): Promise<NamedScript | string> {
  const script = await scripts.script(name as ScriptName);
  if (!script) return `there is no script “${name}”.`;
  const wanted = version ?? script.published;
  if (wanted === null)
    return `“${name}” was not published yet. A publisher signs it with \`fettle script publish ${name}\`.`;
  const release = await scripts.release(script.name, wanted);
  return release ? namedOf(release) : `“${name}” has no version ${wanted}.`;
}

export function namedOf(release: ScriptRelease): NamedScript {
  return { release, statement: readScript(parseCanonical(payloadOf(release.envelope, 'script'))) };
}

function stepOf({ mode, parameters, when }: DraftStep, { release }: NamedScript): Step {
  const { name, version, statement } = release;
  return { what: { script: { name, version, statement } }, mode, parameters, secrets: {}, when };
}

function problemsOf(draft: DraftStep, { release, statement }: NamedScript, place: number): string[] {
  const { mode, when, parameters } = draft;
  const problems: string[] = [];
  if (mode === 'check' && !statement.check) problems.push(`“${release.name}” has no check mode.`);
  if (mode === 'undo' && !statement.undo) problems.push(`“${release.name}” cannot be undone.`);
  if (when !== null && when.step >= place) problems.push('its condition looks at a step that comes later.');
  if (when !== null && when.exits.length === 0) problems.push('its condition names no exit code.');
  // Of secrets only who signs knows the values: here it is enough that they will be asked for.
  const promised = Object.fromEntries(
    statement.parameters.filter(({ type }) => type === 'secret').map(({ name }) => [name, '0'.repeat(64)]),
  );
  try {
    checkParameters(statement.parameters, { parameters, secrets: promised });
  } catch (error) {
    if (!(error instanceof TrustError)) throw error;
    problems.push(error.message);
  }
  return problems;
}

/** The classes of scripts, as shared/trust asks for them. */
export function classesOf(scripts: ReadonlyMap<string, NamedScript>): ReadonlyMap<string, ActionClass> {
  return new Map([...scripts].map(([hash, { statement }]) => [hash, statement.class]));
}

/** The scripts that a signed action names, as far as they are known here. */
export async function scriptsOf(
  { scripts }: Pick<OrderPorts, 'scripts'>,
  action: Action,
): Promise<Map<string, NamedScript>> {
  if (action.kind !== 'script') return new Map();
  const hashes = action.steps.flatMap(({ what }) => ('script' in what ? [what.script.statement] : []));
  const releases = await scripts.byStatement([...new Set(hashes)]);
  return new Map(releases.map((release) => [release.statement, namedOf(release)]));
}

/** Every body of these scripts, by hash. */
export function bodiesOf(scripts: Iterable<NamedScript>): string[] {
  const all = [...scripts].flatMap(({ statement }) => Object.values(statement.programs).map(({ sha256 }) => sha256));
  return [...new Set(all)];
}
