import type { OrderDraft } from '@fettle/shared/api/orders';
import { type Danger, reckonClass } from '@fettle/shared/trust/class';
import type { Action, ActionClass } from '@fettle/shared/trust/action';
import type { Need } from '@fettle/shared/trust/quorum';
import { TrustError } from '@fettle/shared/trust/errors';
import { fits, readSelector } from '@fettle/shared/trust/scope';
import type { Scope } from '../access/index.ts';
import { findTrust, needsOf, type TrustInForce } from '../trust/index.ts';
import { classesOf, type Composed, compose } from './compose.ts';
import type { OrderPorts } from './context.ts';
import { type Candidate, expand } from './expand.ts';
import { grantedBy } from './grants.ts';
import { splitRings } from './rings.ts';
import type { OrderDraftBody } from './types.ts';
import { devicesWords, wordsOfAction, wordsOfDangers } from './words.ts';

/** What a draft comes to now. */
export interface Reckoned {
  readonly composed: Composed;
  readonly candidates: readonly Candidate[];
  /** Of each ring, in order. */
  readonly rings: readonly (readonly Candidate[])[];
  readonly class: ActionClass;
  readonly dangers: readonly Danger[];
  readonly problems: readonly string[];
  readonly words: readonly string[];
  readonly trust: TrustInForce | null;
}

type Standing = Extract<OrderDraftBody['what'], { kind: 'standing' }>;
type Once = Extract<OrderDraftBody['what'], { kind: 'order' }>;

/** @throws FettleError `input_invalid` for a selector that cannot be read */
export async function reckon(ports: OrderPorts, scope: Scope, body: OrderDraftBody): Promise<Reckoned> {
  const trust = await findTrust(ports);
  return body.what.kind === 'order'
    ? reckonOrder(ports, scope, body.what, trust)
    : reckonStanding(ports, scope, body.what, trust);
}

async function reckonOrder(ports: OrderPorts, scope: Scope, what: Once, trust: TrustInForce | null): Promise<Reckoned> {
  const composed = await compose(ports, what.action);
  const { candidates, missing } = await expand(ports, scope, what.targets, composed);
  const going = candidates.filter((one) => one.leftOut === null);
  const rings = splitRings(going, what.rings);
  const bulk = trust?.root.policy.bulk ?? 0;
  // The class of each ring is reckoned by itself, for each is a statement of its own; the highest is that of the order.
  const reckoned = rings.map((ring) => classOf(composed, ring, bulk));
  const dangers = [...new Set(reckoned.flatMap((one) => one.dangers))];
  const least = classOf(composed, [], bulk).class;
  const problems = [...composed.problems, ...trustProblems(trust)];
  if (missing > 0) problems.push(`${devicesWords(missing)} of those named are not there, or none of yours.`);
  if (going.length === 0) problems.push('There is no device that it would go to.');
  if (what.notBefore !== null && what.notBefore + what.expiresInMs <= ports.now)
    problems.push('Its time is over already.');
  return {
    composed,
    candidates,
    rings,
    class: dangers.length > 0 ? 'dangerous' : least,
    dangers,
    problems,
    words: wordsOfOrder(composed.action, going, rings, what),
    trust,
  };
}

export function classOf(
  { action, scripts }: Pick<Composed, 'action' | 'scripts'>,
  ring: readonly Candidate[],
  bulk: number,
) {
  return reckonClass({
    action,
    scripts: classesOf(scripts),
    targets: Math.max(1, ring.length),
    bulk,
    critical: ring.some(({ critical }) => critical),
  });
}

function wordsOfOrder(action: Action, going: readonly Candidate[], rings: Reckoned['rings'], what: Once): string[] {
  const sites = [...new Set(going.map(({ site }) => site))];
  const place = sites.length === 1 ? `at ${sites[0] ?? ''}` : `at ${sites.length} sites`;
  const words = [...wordsOfAction(action), `On ${devicesWords(going.length)} ${place}.`];
  if (rings.length > 1) words.push(`In ${rings.length} rings: ${rings.map(({ length }) => length).join(', then ')}.`);
  if (what.rings) words.push(`It halts when ${Math.round(what.rings.haltAt * 100)} % of a ring have failed.`);
  const offline = going.filter(({ online }) => !online).length;
  if (offline > 0)
    words.push(`${devicesWords(offline)} are not connected: they run it when they are back, until it is over.`);
  return words;
}

async function reckonStanding(
  ports: OrderPorts,
  scope: Scope,
  what: Standing,
  trust: TrustInForce | null,
): Promise<Reckoned> {
  const composed = await compose(ports, { kind: 'script', steps: what.steps });
  const problems = [...composed.problems, ...trustProblems(trust)];
  const selector = selectorProblem(what.selector);
  if (selector !== null) problems.push(selector);
  const { candidates } = await expand(ports, scope, { kind: 'selector', selector: '' }, composed);
  const grants = await ports.devices.grants(scope);
  const bare = candidates.filter(({ device, leftOut }) => leftOut === null && !grants.has(device.id));
  const ungranted = bare.map((one) => ({
    ...one,
    leftOut: 'Nobody has signed where it belongs: `fettle device grant`.',
  }));
  const fitting = candidates.filter(({ device }) => {
    const grant = grantedBy(grants.get(device.id));
    return selector === null && grant !== null && fits(what.selector, grant);
  });
  if (what.trigger.kind === 'rule' && !(await ports.rules.rule(what.trigger.rule as never))) {
    problems.push(`There is no rule “${what.trigger.rule}”.`);
  }
  problems.push(...(await replaceProblems(ports, what)));
  const { class: reckoned, dangers } = reckonClass({
    action: composed.action,
    scripts: classesOf(composed.scripts),
    targets: null,
    bulk: trust?.root.policy.bulk ?? 0,
    critical: fitting.some(({ critical }) => critical),
  });
  const when =
    what.trigger.kind === 'rule'
      ? `When the rule ${what.trigger.rule} is ${what.trigger.severity} or worse.`
      : `At ${what.trigger.cron} (${what.trigger.zone === 'device' ? 'the device’s own time' : what.trigger.zone}).`;
  return {
    composed,
    candidates: [...fitting, ...ungranted],
    rings: [],
    class: reckoned,
    dangers,
    problems,
    words: [
      when,
      ...wordsOfAction(composed.action),
      `On every device whose grant fits “${what.selector}”: ${devicesWords(fitting.length)} now.`,
      ...(bare.length === 0
        ? []
        : [`Left out until \`fettle device grant --all\` signs where they belong: ${devicesWords(bare.length)}.`]),
      `At most ${what.caps.perHour} times an hour, for ${what.days} days.`,
    ],
    trust,
  };
}

function selectorProblem(selector: string): string | null {
  try {
    readSelector(selector);
    return null;
  } catch (error) {
    if (!(error instanceof TrustError)) throw error;
    return error.message;
  }
}

async function replaceProblems({ standing }: OrderPorts, { replaces }: Standing): Promise<string[]> {
  if (replaces === null) return [];
  const before = await standing.versions(replaces as never);
  return before.length > 0 ? [] : ['The standing order that it would replace is not known here.'];
}

function trustProblems(trust: TrustInForce | null): string[] {
  if (trust === null) return ['This collector has no trust root yet. Make one with `fettle trust init`.'];
  return trust.root.roles.operator.keys.length > 0
    ? []
    : ['The trust root names no operator: all devices are monitor-only.'];
}

/** Who must sign it, as the API says it. */
export function needsOfDraft({ trust, class: reckoned }: Reckoned, kind: 'order' | 'standing'): OrderDraft['needs'] {
  if (trust === null) return [];
  const two = !trust.root.policy.solo && (kind === 'standing' || reckoned === 'dangerous');
  const need: Need = two ? 'operator-and-approver' : 'operator';
  return needsOf(trust.root, need);
}

export { wordsOfDangers };
