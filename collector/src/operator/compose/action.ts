/** The action that a draft asks for, in the words of what is signed. */
import type { DraftStep, OrderDraftBody } from '@fettle/shared/api/orders';
import { FettleError } from '@fettle/shared/errors';
import { checkParameters, isSecret } from '@fettle/shared/trust/parameters';
import { commit } from '@fettle/shared/trust/sealed';
import type { SealedSecrets } from '@fettle/shared/trust/sealed';
import { TrustError } from '@fettle/shared/trust/errors';
import type { Action, Step } from '@fettle/shared/trust/statements';
import type { CheckedScript } from '../kit.ts';

/** A secret that a step of a draft takes. */
export interface AskedSecret {
  /** `<step>.<name>` */
  readonly place: string;
  readonly title: string;
  readonly required: boolean;
}

export type Drafted = OrderDraftBody['what'];

export const stepsOf = (what: Drafted): readonly DraftStep[] => {
  if (what.kind === 'standing') return what.steps;
  return what.action.kind === 'script' ? what.action.steps : [];
};

/** The script of a step: the version it names, else the newest that the kit brings. @throws FettleError `input_invalid` */
export function scriptOf(step: DraftStep, scripts: readonly CheckedScript[]): CheckedScript {
  const found = scripts
    .filter(({ statement: { name, version } }) => name === step.script && (step.version ?? version) === version)
    .toSorted((one, other) => other.statement.version - one.statement.version)[0];
  if (found !== undefined) return found;
  throw new FettleError(
    'input_invalid',
    `No publisher has signed ${step.script}${step.version === undefined ? '' : ` version ${step.version}`} yet: \`fettle script publish ${step.script}\`.`,
  );
}

export function secretsOf(what: Drafted, scripts: readonly CheckedScript[]): AskedSecret[] {
  return stepsOf(what).flatMap((step, place) =>
    scriptOf(step, scripts)
      .statement.parameters.filter(({ type }) => type === 'secret')
      .map(({ name, title, required }) => ({ place: `${place}.${name}`, title: `${step.script}: ${title}`, required })),
  );
}

export interface ComposedSteps {
  readonly steps: Step[];
  /** What is sealed to each device; empty: nothing. */
  readonly sealed: SealedSecrets['secrets'];
}

/**
 * @param given secrets by place, without an entry for one that is left out
 * @throws FettleError `input_invalid` for a missing or wrong parameter, an unknown script, a mode that a script has not
 */
export function composeSteps(
  drafted: readonly DraftStep[],
  scripts: readonly CheckedScript[],
  given: ReadonlyMap<string, string>,
): ComposedSteps {
  const sealed: Record<string, { salt: string; value: string }> = {};
  const steps = drafted.map((step, place): Step => {
    const { statement, hash } = scriptOf(step, scripts);
    const { mode, parameters, when } = step;
    if ((mode === 'check' && !statement.check) || (mode === 'undo' && !statement.undo))
      throw new FettleError('input_invalid', `${statement.name} has no ${mode === 'check' ? 'dry run' : 'undo'}.`);
    const secrets: Record<string, string> = {};
    for (const parameter of statement.parameters.filter(({ type }) => type === 'secret')) {
      const value = given.get(`${place}.${parameter.name}`);
      if (value === undefined) continue;
      if (!isSecret(parameter, value))
        throw new FettleError(
          'input_invalid',
          `The secret ${parameter.name} has ${parameter.min} to ${parameter.max} characters.`,
        );
      const { salt, commitment } = commit(value);
      secrets[parameter.name] = commitment;
      sealed[`${place}.${parameter.name}`] = { salt, value };
    }
    try {
      checkParameters(statement.parameters, { parameters, secrets });
    } catch (error) {
      if (!(error instanceof TrustError)) throw error;
      throw new FettleError('input_invalid', `Step ${place + 1}, ${statement.name}: ${error.message}`);
    }
    const { name, version } = statement;
    return { what: { script: { name, version, statement: hash } }, mode, parameters, secrets, when };
  });
  return { steps, sealed };
}

export function composeAction(what: Extract<Drafted, { kind: 'order' }>, steps: readonly Step[]): Action {
  const { action } = what;
  switch (action.kind) {
    case 'script':
      return { kind: 'script', steps };
    case 'unit-restart':
      return { kind: 'unit-restart', unit: action.unit };
    case 'reboot':
      break;
  }
  return { kind: 'reboot', notice: action.notice };
}
