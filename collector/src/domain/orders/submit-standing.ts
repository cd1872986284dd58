import type { OrderSigned } from '@fettle/shared/api/orders';
import { FettleError } from '@fettle/shared/errors';
import type { StatementId } from '@fettle/shared/ids';
import type { Action } from '@fettle/shared/trust/action';
import { isAbove, isCritical, reckonClass } from '@fettle/shared/trust/class';
import type { Envelope } from '@fettle/shared/trust/envelope';
import { TrustError } from '@fettle/shared/trust/errors';
import { type OpenedOrder, openStanding } from '@fettle/shared/trust/open';
import { requireSite } from '@fettle/shared/trust/quorum';
import { fits } from '@fettle/shared/trust/scope';
import type { StandingStatement } from '@fettle/shared/trust/standing';
import { type Actor, everywhere, isAllowed } from '../access/index.ts';
import { held, namesOf, standpointOf, type TrustInForce, trustInForce } from '../trust/index.ts';
import { bodiesOf, classesOf, type NamedScript, scriptsOf } from './compose.ts';
import { nameOf, orderEvent, orderNote } from './context.ts';
import { grantedBy } from './grants.ts';
import type { Submitted, SubmitPorts } from './submitted.ts';
import type { Standing } from './types.ts';
import { wordsOfAction, wordsOfDangers } from './words.ts';

/**
 * Takes a version of a standing order. It is for devices that come later as well, so only who sees all sites may bring one.
 * @throws FettleError `statement_refused`, `statement_older`, `trust_missing`, `not_allowed`
 */
export async function submitStanding(ports: SubmitPorts, actor: Actor, signed: OrderSigned): Promise<Submitted> {
  if (!isAllowed(actor, 'order.submit') || actor.scope.sites !== 'all' || actor.scope.selector !== undefined) {
    throw new FettleError(
      'not_allowed',
      'A standing order is also for devices that come later: only who sees all sites may bring one.',
    );
  }
  const trust = await trustInForce(ports);
  const [envelope] = signed.envelopes;
  const opened = held('This standing order', () => openStanding(standpointOf(trust, ports.now), envelope));
  const { statement } = opened;
  const action: Action = { kind: 'script', steps: statement.steps };
  const scripts = await scriptsOf(ports, action);
  const dangers = await requireSound(ports, trust, opened, scripts);
  const versions = await ports.standing.versions(statement.id as StatementId);
  const same = versions.find(({ signedVersion }) => signedVersion === statement.version);
  if (same) return answerOf(same);
  if (versions.some(({ signedVersion }) => signedVersion > statement.version)) throw new FettleError('statement_older');
  const standing: Standing = {
    ...viewOf(statement),
    dangers: wordsOfDangers(dangers),
    scripts: [...scripts.values()].map(({ release }) => ({ name: release.name, version: release.version })),
    state: stateOf(opened),
    signers: namesOf(trust.root, opened.signers),
    submittedBy: await nameOf(ports, actor),
    envelope: envelope as Envelope,
    hash: opened.hash,
    draft: signed.draft as Standing['draft'],
  };
  const event = standingEvent(ports.now, standing);
  const note = orderNote(actor, event, {
    action: 'orders.submit-standing',
    target: `standing:${standing.id}`,
    detail: { version: standing.signedVersion, statement: standing.hash },
  });
  const more = { sealed: [], blobs: [], bodies: bodiesOf(scripts.values()) };
  const answer = await ports.standing.add(standing, more, note);
  if (answer === 'exists') throw new FettleError('changed_meanwhile');
  return answerOf(standing);
}

/** The event of a version that came or was completed. */
export function standingEvent(now: number, { id, name, state }: Pick<Standing, 'id' | 'name' | 'state'>) {
  const kind = state === 'ended' ? 'standing.ended' : 'standing.signed';
  return orderEvent(now, kind, [], { standing: id, name, state });
}

export function answerOf({ id, state }: Standing): Submitted {
  const why = state === 'waiting-approval' ? 'It waits for the signature of an approver.' : null;
  return { kind: 'standing', id, state, why };
}

/** In force once all have signed; a version that ends it needs nothing more to be over. */
export function stateOf({ statement, complete }: OpenedOrder<StandingStatement>): Standing['state'] {
  if (!complete) return 'waiting-approval';
  return statement.enabled ? 'in-force' : 'ended';
}

function viewOf(statement: StandingStatement) {
  const { id, version, name, trigger, selector, steps, caps, iat, exp, enabled } = statement;
  const words =
    trigger.kind === 'rule'
      ? `When ${trigger.rule.id} is ${trigger.severity} or worse`
      : `At ${trigger.cron} (${trigger.zone === 'device' ? 'the device’s own time' : trigger.zone})`;
  const acts = wordsOfAction({ kind: 'script', steps });
  return {
    id: id as StatementId,
    signedVersion: version,
    name,
    words: `${words}: ${acts.join('; ')}`,
    trigger: {
      kind: trigger.kind,
      words: trigger.kind === 'rule' ? trigger.rule.id : `${trigger.cron} ${trigger.zone}`,
      rule: trigger.kind === 'rule' ? trigger.rule.id : null,
    },
    selector,
    class: statement.class,
    steps: acts,
    caps,
    signedAt: iat,
    expires: exp,
    enabled,
  } satisfies Partial<Standing>;
}

/** Gives what is dangerous about it. @throws FettleError `statement_refused` */
async function requireSound(
  ports: SubmitPorts,
  { root }: TrustInForce,
  { statement, signers }: OpenedOrder<StandingStatement>,
  scripts: ReadonlyMap<string, NamedScript>,
) {
  const grants = [...(await ports.devices.grants(everywhere)).values()].flatMap((text) => grantedBy(text) ?? []);
  return held('This standing order', () => {
    const fitting = grants.filter((grant) => fits(statement.selector, grant));
    for (const site of new Set(fitting.map((grant) => grant.site))) requireSite(root, signers, site);
    const found = reckonClass({
      action: { kind: 'script', steps: statement.steps },
      scripts: classesOf(scripts),
      targets: null,
      bulk: root.policy.bulk,
      critical: fitting.some(({ labels }) => isCritical(labels)),
    });
    if (!statement.enabled) return found.dangers;
    for (const { what } of statement.steps) {
      if ('raw' in what) throw new TrustError('script-statement', 'a standing order runs published scripts only');
      if (!scripts.has(what.script.statement)) {
        throw new TrustError('script-statement', `${what.script.name}@${what.script.version} was not published here`);
      }
    }
    if (isAbove(found.class, statement.class)) throw new TrustError('class', found.dangers.join(', '));
    return found.dangers;
  });
}
