import type { StandingItem } from '@fettle/shared/api/orders';
import { FettleError } from '@fettle/shared/errors';
import type { StatementId } from '@fettle/shared/ids';
import { parseCanonical } from '@fettle/shared/trust/canonical';
import { readRevoke, type RevokeStatement } from '@fettle/shared/trust/revoke';
import { fits } from '@fettle/shared/trust/scope';
import { type Actor, allow } from '../access/index.ts';
import { payloadOf } from '../trust/index.ts';
import type { OrderPorts } from './context.ts';
import { grantedBy } from './grants.ts';
import type { RunTotals, Standing } from './types.ts';

type Ports = Pick<OrderPorts, 'standing' | 'runs' | 'devices' | 'trust' | 'now'>;

/** Runs of so long ago are counted no more. */
const countedMs = 90 * 86_400_000;

/** Standing orders, each as it is in force or waits, by name. @throws FettleError `not_allowed` */
export async function listStanding(ports: Ports, actor: Actor): Promise<StandingItem[]> {
  allow(actor, 'order.read');
  const all = await ports.standing.standings();
  const view = await viewer(ports, actor);
  return newestOf(all).map(view);
}

/** @throws FettleError `not_found`, `not_allowed` */
export async function getStanding(ports: Ports, actor: Actor, { id }: { readonly id: string }): Promise<StandingItem> {
  allow(actor, 'order.read');
  const [newest] = await ports.standing.versions(id as StatementId);
  if (!newest) throw new FettleError('not_found');
  return (await viewer(ports, actor))(newest);
}

/** Of each standing order its newest version. */
function newestOf(all: readonly Standing[]): Standing[] {
  const newest = new Map<string, Standing>();
  for (const one of all) {
    if (one.signedVersion > (newest.get(one.id)?.signedVersion ?? 0)) newest.set(one.id, one);
  }
  return [...newest.values()];
}

async function viewer(
  { devices, trust, runs, now }: Ports,
  { scope }: Actor,
): Promise<(one: Standing) => StandingItem> {
  const [revoked, grants, holdings, totals] = await Promise.all([
    trust.statement('revoke'),
    devices.grants(scope),
    trust.holdings(scope),
    runs.totals(scope, 'standing', now - countedMs),
  ]);
  const revoke = revoked && readRevoke(parseCanonical(payloadOf(revoked.envelope, 'revoke')));
  const granted = [...grants].map(([id, text]) => ({ id, grant: grantedBy(text) }));
  const held = new Map(holdings.map((one) => [one.device, one.standing]));
  const byOrder = new Map(totals.map((one) => [one.order, one]));
  return (one) => {
    const fitting = granted.filter(({ grant }) => grant !== null && fits(one.selector, grant));
    const holds = fitting.filter(({ id }) =>
      held.get(id)?.some((holding) => holding.id === one.id && holding.version === one.signedVersion),
    );
    return itemOf(
      isVoid(one, revoke) ? { ...one, state: 'ended' } : one,
      { devices: fitting.length, held: holds.length },
      byOrder.get(one.id),
    );
  };
}

/** Revoked by itself, or by the stop switch, as devices reckon it. */
const isVoid = ({ id, signedAt }: Standing, revoke: RevokeStatement | null) =>
  revoke !== null && (signedAt < revoke.stop || revoke.orders.includes(id));

function itemOf(one: Standing, count: { devices: number; held: number }, totals?: RunTotals): StandingItem {
  const { id, name, words, trigger, selector, steps, caps, state, signedAt, signers, expires, signedVersion } = one;
  return {
    id,
    name,
    words,
    kind: trigger.kind,
    trigger: trigger.words,
    selector,
    class: one.class,
    steps: [...steps],
    caps,
    state: state === 'replaced' ? 'ended' : state,
    signedAt,
    signers: [...signers],
    expires,
    ...count,
    runs: totals?.runs ?? 0,
    failed: totals?.failed ?? 0,
    cleared: totals?.cleared ?? 0,
    lastRunAt: totals?.lastRunAt ?? null,
    signedVersion,
    envelope: one.envelope,
  };
}
