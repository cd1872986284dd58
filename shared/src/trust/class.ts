/** How much harm an action can do: the signer is shown it, a device reckons it again and refuses to do more than was shown. */
import { type Action, type ActionClass, classes } from './action.ts';

/** What makes an action dangerous, in the order in which people are told. */
export const dangers = ['raw', 'script', 'bulk', 'reboot-many', 'agent-update', 'critical'] as const;
export type Danger = (typeof dangers)[number];

export interface ClassQuestion {
  readonly action: Action;
  /** By the fingerprint of their statements; one that is not there counts as `read`. */
  readonly scripts: ReadonlyMap<string, ActionClass>;
  /** Devices that it goes to; null: those that a selector fits, as many as there may be. */
  readonly targets: number | null;
  /** `policy.bulk` of the root. */
  readonly bulk: number;
  /** Whether a device that it goes to has the granted label `critical` with the value `true`. */
  readonly critical: boolean;
}

/** The class is the highest that anything in it asks for; whatever is among the dangers makes it `dangerous`. */
export function reckonClass(question: ClassQuestion): { class: ActionClass; dangers: Danger[] } {
  const found = dangers.filter((danger) => present[danger](question));
  return { class: found.length > 0 ? 'dangerous' : usual(question), dangers: found };
}

/** Whether one class allows more than another. */
export function isAbove(one: ActionClass, other: ActionClass): boolean {
  return classes.indexOf(one) > classes.indexOf(other);
}

/** What a grant's labels say. */
export function isCritical(labels: Readonly<Record<string, string>>): boolean {
  return Object.hasOwn(labels, 'critical') && labels['critical'] === 'true';
}

const present: Readonly<Record<Danger, (question: ClassQuestion) => boolean>> = {
  raw: ({ action }) => action.kind === 'script' && action.steps.some(({ what }) => 'raw' in what),
  script: (question) => classesOf(question).includes('dangerous'),
  bulk: ({ targets, bulk }) => targets !== null && targets > bulk,
  'reboot-many': ({ action, targets }) => action.kind === 'reboot' && targets !== 1,
  'agent-update': ({ action }) => action.kind === 'agent-update',
  critical: ({ critical }) => critical,
};

function usual(question: ClassQuestion): ActionClass {
  if (question.action.kind === 'script') return classesOf(question).includes('change') ? 'change' : 'read';
  return question.action.kind === 'trust-refresh' ? 'read' : 'change';
}

function classesOf({ action, scripts }: ClassQuestion): ActionClass[] {
  if (action.kind !== 'script') return [];
  return action.steps.flatMap(({ what }) => ('script' in what ? [scripts.get(what.script.statement) ?? 'read'] : []));
}
