import { FettleError } from '@fettle/shared/errors';
import type { DeviceId } from '@fettle/shared/ids';
import { canonicalBytes, equalBytes } from '@fettle/shared/trust/canonical';
import { type Danger, isAbove, isCritical, reckonClass } from '@fettle/shared/trust/class';
import { TrustError } from '@fettle/shared/trust/errors';
import { openOrder, type OpenedOrder } from '@fettle/shared/trust/open';
import type { OrderStatement } from '@fettle/shared/trust/order';
import { requireSite } from '@fettle/shared/trust/quorum';
import { treeOf } from '@fettle/shared/trust/targets';
import type { Scope } from '../access/index.ts';
import type { Device } from '../devices/index.ts';
import { held, standpointOf, type TrustInForce } from '../trust/index.ts';
import { classesOf, type NamedScript, scriptsOf } from './compose.ts';
import type { OrderPorts } from './context.ts';
import { type Granted, grantedBy } from './grants.ts';
import type { RingTarget } from './types.ts';

/** A ring whose statement holds, as far as a collector can tell. */
export interface VerifiedRing {
  readonly opened: OpenedOrder<OrderStatement>;
  readonly envelope: unknown;
  readonly targets: readonly RingTarget[];
  readonly dangers: readonly Danger[];
}

export interface VerifiedOrder {
  readonly rings: readonly VerifiedRing[];
  readonly scripts: ReadonlyMap<string, NamedScript>;
  readonly devices: ReadonlyMap<DeviceId, Device>;
}

interface Submitted {
  readonly envelopes: readonly unknown[];
  readonly rings: readonly (readonly { readonly id: string; readonly host: string }[])[];
}

/**
 * Verifies what was submitted, for the collector's own sake: devices verify it anew. Each statement by the trust in force, its tree
 * against the devices given, these against who they are and who submits.
 * @throws FettleError `statement_refused` (details: reason, a code of shared/trust), `input_invalid`
 */
export async function verifyOrder(
  ports: OrderPorts,
  scope: Scope,
  trust: TrustInForce,
  { envelopes, rings }: Submitted,
): Promise<VerifiedOrder> {
  if (rings.length !== envelopes.length) {
    throw new FettleError('input_invalid', 'Give the devices of each ring: as many lists as statements.');
  }
  const at = standpointOf(trust, ports.now);
  const opened = envelopes.map((envelope) => held('This order', () => openOrder(at, envelope)));
  const [first] = opened;
  if (!first) throw new FettleError('input_invalid', 'There is no statement.');
  held('This order', () => requireAlike(opened));
  const scripts = await scriptsOf(ports, first.statement.action);
  held('This order', () => requireScripts(first.statement, scripts));
  const devices = new Map((await ports.devices.devices(scope)).map((one) => [one.id, one]));
  const grants = await ports.devices.grants(scope);
  const all = rings.flat().map(({ id }) => id as DeviceId);
  if (new Set(all).size !== all.length) throw new FettleError('input_invalid', 'A device is in two rings.');
  const evidence = await ports.trust.evidence(all);
  const world = { trust, devices, grants, scripts, hostOf: (id: DeviceId) => evidence.get(id)?.host };
  return {
    scripts,
    devices,
    rings: opened.map((one, i) => {
      const targets = (rings[i] ?? []).map(({ id, host }) => ({ id: id as DeviceId, host }));
      const dangers = held(`Ring ${i + 1}`, () => requireRing(one, targets, world));
      return { opened: one, envelope: envelopes[i], targets, dangers };
    }),
  };
}

/** Rings are one order: the same action, for the same reason. @throws TrustError `fields` */
function requireAlike(opened: readonly OpenedOrder<OrderStatement>[]): void {
  const [first, ...others] = opened.map(({ statement: { action, reason, op } }) =>
    canonicalBytes({ action, reason, op }),
  );
  if (first && !others.every((one) => equalBytes(one, first))) {
    throw new TrustError('fields', 'its rings do not say the same');
  }
  if (new Set(opened.map(({ statement }) => statement.id)).size !== opened.length) {
    throw new TrustError('fields', 'two rings have one id');
  }
}

function requireScripts({ action }: OrderStatement, scripts: ReadonlyMap<string, NamedScript>): void {
  if (action.kind !== 'script') return;
  for (const { what } of action.steps) {
    if ('script' in what && !scripts.has(what.script.statement)) {
      throw new TrustError('script-statement', `${what.script.name}@${what.script.version} was not published here`);
    }
  }
}

interface Around {
  readonly trust: TrustInForce;
  readonly devices: ReadonlyMap<DeviceId, Device>;
  readonly grants: ReadonlyMap<DeviceId, string>;
  readonly scripts: ReadonlyMap<string, NamedScript>;
  /** Undefined: nobody knows by which name it enrolled. */
  readonly hostOf: (id: DeviceId) => string | undefined;
}

/** Gives what is dangerous about it. @throws TrustError */
function requireRing(
  { statement, signers }: OpenedOrder<OrderStatement>,
  targets: readonly RingTarget[],
  { trust, devices, grants, scripts, hostOf }: Around,
): Danger[] {
  const { hash, count } = treeOf(targets);
  if (hash !== statement.targets.hash || count !== statement.targets.count) {
    throw new TrustError('target-id', 'the devices given are not those that were signed');
  }
  const stranger = targets.find(({ id }) => !devices.has(id));
  if (stranger) throw new TrustError('target-id', `${stranger.id} is not here, or not within your sites`);
  const renamed = targets.find(({ id, host }) => (hostOf(id) ?? host) !== host);
  if (renamed) throw new TrustError('target-host', renamed.id);
  const granted = targets.map(({ id }) => grantedBy(grants.get(id)));
  for (const site of new Set(granted.map((one) => one?.site))) requireSite(trust.root, signers, site);
  const found = reckonClass({
    action: statement.action,
    scripts: classesOf(scripts),
    targets: count,
    bulk: trust.root.policy.bulk,
    critical: granted.some((one: Granted | null) => one !== null && isCritical(one.labels)),
  });
  if (isAbove(found.class, statement.class)) {
    throw new TrustError('class', `signed as ${statement.class}, it is ${found.class} (${found.dangers.join(', ')})`);
  }
  return found.dangers;
}
