// pure
/** What an action does, step by step, from its signed form. */
import type { Action, Step } from '@fettle/shared/trust/statements';
import type { Danger } from '@fettle/shared/trust/class';
import { clean } from './paper.ts';
import { spanWords } from './time.ts';

const modes = { run: 'Run', check: 'Dry run of', undo: 'Undo' } as const;

const dangerWords: Readonly<Record<Danger, string>> = {
  raw: 'it runs a script that nobody published',
  script: 'its script says so itself',
  bulk: 'it goes to more devices than the trust root’s bulk',
  'reboot-many': 'it reboots more than one device',
  'agent-update': 'it replaces the agent',
  critical: 'it goes to a device that is marked as critical',
};

export const dangersIn = (found: readonly Danger[]): string[] => found.map((one) => dangerWords[one]);

export function actionLines(action: Action): string[] {
  switch (action.kind) {
    case 'script':
      return stepLines(action.steps);
    case 'unit-restart':
      return [`Restart the unit ${clean(action.unit)}.`];
    case 'reboot':
      return [`Reboot, ${spanWords(action.notice * 1_000)} after whoever is signed in was told.`];
    case 'agent-update':
      return [`Replace the agent by version ${clean(action.version)} (${action.sha256}).`];
    case 'trust-refresh':
      break;
  }
  return ['Only take the newest trust root, revocations and freshness.'];
}

export function stepLines(steps: readonly Step[]): string[] {
  return steps.flatMap((step, place) => {
    const what =
      'script' in step.what
        ? `${step.what.script.name} version ${step.what.script.version}`
        : `a script that nobody published (${step.what.raw.interpreter}, ${step.what.raw.size} bytes, SHA-256 ${step.what.raw.sha256})`;
    const values = Object.entries(step.parameters).map(
      ([name, value]) => `      ${name} = ${clean(JSON.stringify(value))}`,
    );
    const secrets = Object.keys(step.secrets).map((name) => `      ${name} = a secret, sealed to each device`);
    return [`${place + 1}. ${modes[step.mode]} ${what}${whenWords(step, place)}`, ...values, ...secrets];
  });
}

function whenWords({ when }: Step, place: number): string {
  if (when !== null) return `, only if step ${when.step + 1} ended with exit code ${when.exits.join(' or ')}`;
  return place === 0 ? '' : `, if step ${place} went well`;
}
