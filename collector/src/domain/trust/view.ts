import type { TrustView } from '@fettle/shared/api/trust';
import { parseCanonical } from '@fettle/shared/trust/canonical';
import { fingerprint, fingerprintWords } from '@fettle/shared/trust/chain';
import { keyId } from '@fettle/shared/trust/keys';
import { fromBase64 } from '@fettle/shared/trust/keys';
import { readRoot, type RootStatement, roles } from '@fettle/shared/trust/root';
import { type AccessStore, type Actor, allow, everywhere } from '../access/index.ts';
import type { DeviceStore } from '../devices/index.ts';
import type { EventStore } from '../events/index.ts';
import { payloadOf, trustInForce } from './in-force.ts';
import type { TrustStore } from './store.ts';
import type { Holding, TrustInForce } from './types.ts';

export interface TrustViewPorts {
  readonly access: Pick<AccessStore, 'roots'>;
  readonly trust: TrustStore;
  readonly devices: Pick<DeviceStore, 'devices' | 'grants'>;
  readonly events: Pick<EventStore, 'list'>;
  readonly now: number;
}

/** So long before freshness ends people are told. */
export const endingMs = 4 * 86_400_000;

/** Whose keys are obeyed, how fresh that is, and what devices hold of it. @throws FettleError `not_allowed`, `trust_missing` */
export async function viewTrust(ports: TrustViewPorts, actor: Actor): Promise<TrustView> {
  allow(actor, 'trust.read');
  const trust = await trustInForce(ports);
  const { root, revoke, fresh } = trust;
  const newest = payloadOf(trust.roots.at(-1) as (typeof trust.roots)[number], 'root');
  return {
    tenant: root.tenant,
    version: root.version,
    fingerprint: fingerprint(newest),
    words: fingerprintWords(fingerprint(newest)),
    expires: root.expires,
    solo: root.policy.solo,
    bulk: root.policy.bulk,
    freshnessDays: root.policy.freshness,
    keys: keysOf(trust),
    roles: roles.map((role) => ({
      role,
      threshold: root.roles[role].threshold,
      people: [...new Set(root.roles[role].keys.map((id) => root.keys[id]?.person ?? id))],
    })),
    collectors: root.collectors.map((key) => keyId(fromBase64(key))),
    fresh: fresh && {
      until: fresh.statement.until,
      signedAt: fresh.statement.iat,
      signer: personOf(root, fresh.envelope.signatures[0]?.keyid),
    },
    freshness: freshnessOf(trust, ports.now),
    revocations: {
      version: revoke?.statement.version ?? 0,
      keys: [...(revoke?.statement.keys ?? [])],
      orders: [...(revoke?.statement.orders ?? [])],
      stop: revoke?.statement.stop || null,
      signedAt: revoke?.statement.iat ?? null,
    },
    devices: await devicesOf(ports, actor, trust),
    history: await historyOf(ports, trust),
  };
}

export function freshnessOf({ fresh }: Pick<TrustInForce, 'fresh'>, now: number): TrustView['freshness'] {
  if (fresh === null) return 'none';
  const left = fresh.statement.until - now;
  if (left <= 0) return 'stale';
  return left <= endingMs ? 'ending' : 'current';
}

const personOf = (root: RootStatement, id = '') => root.keys[id]?.person ?? id;

function keysOf({ root, revoke }: TrustInForce): TrustView['keys'] {
  return Object.entries(root.keys).map(([id, { person, sites, until }]) => ({
    id,
    person,
    roles: roles.filter((role) => root.roles[role].keys.includes(id)),
    sites: sites ? [...sites] : null,
    until: until ?? null,
    revoked: revoke?.statement.keys.includes(id) ?? false,
  }));
}

async function devicesOf(
  { trust, devices }: TrustViewPorts,
  { scope }: Actor,
  { root, revoke, fresh }: TrustInForce,
): Promise<TrustView['devices']> {
  const known = (await devices.devices(scope)).filter(({ state }) => state !== 'retired');
  const ids = new Set<string>(known.map(({ id }) => id));
  const granted = await devices.grants(scope);
  const held = (await trust.holdings(scope)).filter(({ device }) => ids.has(device));
  const count = (fits: (one: Holding) => boolean) => held.filter(fits).length;
  const isCurrent = (one: Holding) =>
    one.root === root.version &&
    one.rev === (revoke?.statement.version ?? 0) &&
    one.fresh >= (fresh?.statement.until ?? 0);
  const current = count(isCurrent);
  return {
    total: known.length,
    current,
    behind: held.length - current,
    ready: count(({ executor }) => executor === 'ready' || executor === 'stale'),
    monitorOnly: count(({ executor }) => executor === 'off'),
    locked: count(({ executor }) => executor === 'locked'),
    unknown: known.length - held.length,
    ungranted: known.filter(({ id }) => !granted.has(id)).length,
  };
}

async function historyOf({ events }: TrustViewPorts, { roots }: TrustInForce): Promise<TrustView['history']> {
  const told = await events.list(everywhere, { kind: 'trust.root', limit: 1_000 });
  const at = new Map(told.map(({ detail, time }) => [detail['version'], time]));
  const read = roots.map((envelope) => {
    const payload = payloadOf(envelope, 'root');
    return { root: readRoot(parseCanonical(payload)), print: fingerprint(payload) };
  });
  return read
    .map(({ root, print }, i) => ({
      version: root.version,
      fingerprint: print,
      words: differences(read[i - 1]?.root ?? null, root),
      at: at.get(root.version) ?? null,
    }))
    .toReversed();
}

/** What a root changed, in sentences. */
function differences(before: RootStatement | null, root: RootStatement): string[] {
  if (before === null) return ['The first root.'];
  const name = (of: RootStatement, id: string) => `${of.keys[id]?.person ?? id} (${id})`;
  const added = Object.keys(root.keys).filter((id) => !Object.hasOwn(before.keys, id));
  const gone = Object.keys(before.keys).filter((id) => !Object.hasOwn(root.keys, id));
  const words = [
    ...added.map((id) => `Added the key of ${name(root, id)}.`),
    ...gone.map((id) => `Removed the key of ${name(before, id)}.`),
    ...roles.flatMap((role) => roleWords(before, root, role)),
  ];
  if (JSON.stringify(before.collectors) !== JSON.stringify(root.collectors))
    words.push('Changed the list of collectors.');
  if (JSON.stringify(before.policy) !== JSON.stringify(root.policy)) words.push('Changed the policy.');
  if (before.expires !== root.expires) words.push('Changed how long it lasts.');
  return words;
}

function roleWords(before: RootStatement, root: RootStatement, role: (typeof roles)[number]): string[] {
  const [was, is] = [before.roles[role], root.roles[role]];
  const changed = was.keys.join() !== is.keys.join() || was.threshold !== is.threshold;
  return changed ? [`Changed who is ${role}: ${is.keys.length} keys, ${is.threshold} must sign.`] : [];
}
