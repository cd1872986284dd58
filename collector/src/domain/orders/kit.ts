import type { SigningKit } from '@fettle/shared/api/orders';
import type { DeviceId, OrderId } from '@fettle/shared/ids';
import type { Action } from '@fettle/shared/trust/action';
import { parseCanonical } from '@fettle/shared/trust/canonical';
import { isCritical } from '@fettle/shared/trust/class';
import { readDevice } from '@fettle/shared/trust/device';
import { readOrder } from '@fettle/shared/trust/order';
import { readStanding } from '@fettle/shared/trust/standing';
import { FettleError } from '@fettle/shared/errors';
import { type Actor, allow, everywhere } from '../access/index.ts';
import { findTrust, payloadOf, type TrustInForce } from '../trust/index.ts';
import { type NamedScript, scriptsOf } from './compose.ts';
import type { OrderPorts } from './context.ts';
import { findDraft } from './drafts.ts';
import { grantedBy } from './grants.ts';
import { platformOf } from './platform.ts';
import { reckon } from './reckon.ts';
import { findWaiting } from './waiting.ts';

type Target = SigningKit['rings'][number][number];

/**
 * All that who signs needs, to be checked there: nothing of it is to be believed for coming from here. Exactly the devices that
 * each ring would go to.
 * @throws FettleError `not_found`, `not_allowed`
 */
export async function signingKit(
  ports: OrderPorts,
  actor: Actor,
  { id }: { readonly id: string },
): Promise<SigningKit> {
  allow(actor, 'order.read');
  const { body } = await findDraft(ports, actor, id);
  const { rings, composed, trust } = await reckon(ports, actor.scope, body);
  const record = await recordsOf(
    ports,
    rings.flat().map(({ device }) => device.id),
  );
  const { what } = body;
  const rule = what.kind === 'standing' && what.trigger.kind === 'rule' ? what.trigger.rule : null;
  const replaces = what.kind === 'standing' ? what.replaces : null;
  return {
    ...(await surroundings(ports, composed.scripts.values(), trust)),
    draft: body,
    envelopes: [],
    rings: rings.map((ring) =>
      ring.map(({ device, host, site, platform, critical }): Target => {
        const { id: of, sealingKey } = device;
        return { id: of, host, site, platform, critical, sealingKey, ...record(of) };
      }),
    ),
    rule: rule === null ? null : await ports.rules.rule(rule as never),
    before: replaces === null ? null : ((await ports.standing.versions(replaces as never))[0]?.envelope ?? null),
  };
}

/** The same of what waits for a second signature, with the envelopes so far. @throws FettleError `not_found`, `not_allowed` */
export async function approvalKit(
  ports: OrderPorts,
  actor: Actor,
  { id }: { readonly id: string },
): Promise<SigningKit> {
  allow(actor, 'order.read');
  const trust = await findTrust(ports);
  const waiting = await findWaiting(ports, actor, id);
  const { envelopes } = waiting;
  const [first] = envelopes;
  if (first === undefined) throw new FettleError('not_found');
  const action: Action =
    waiting.kind === 'order'
      ? readOrder(parseCanonical(payloadOf(first, 'order'))).action
      : { kind: 'script', steps: readStanding(parseCanonical(payloadOf(first, 'standing'))).steps };
  const scripts = await scriptsOf(ports, action);
  const before =
    waiting.kind === 'standing'
      ? (await ports.standing.versions(waiting.standing.id)).find(
          (one) => one.signedVersion < waiting.standing.signedVersion,
        )
      : undefined;
  return {
    ...(await surroundings(ports, scripts.values(), trust)),
    draft: null,
    envelopes: [...envelopes],
    rings: waiting.kind === 'order' ? await ringsOf(ports, waiting.order.id) : [],
    rule: null,
    before: before?.envelope ?? null,
  };
}

async function surroundings(ports: OrderPorts, named: Iterable<NamedScript>, trust: TrustInForce | null) {
  const scripts = await Promise.all(
    [...named].map(async ({ release, statement }) => {
      const hashes = [...new Set(Object.values(statement.programs).map(({ sha256 }) => sha256))];
      const bodies = await Promise.all(
        hashes.map(async (hash) => [hash, (await ports.scripts.blob(hash)) ?? ''] as const),
      );
      return { envelope: release.envelope, bodies: Object.fromEntries(bodies) };
    }),
  );
  return { scripts, roots: [...(trust?.roots ?? [])], revoke: trust?.revoke?.envelope ?? null };
}

/** The devices of an order's rings, as they are now; who signs sees all that it is for. */
async function ringsOf(ports: OrderPorts, id: OrderId): Promise<Target[][]> {
  const rings = await ports.orders.rings(id);
  const targets = await Promise.all(rings.map(({ statement }) => ports.runs.targets(statement)));
  const devices = new Map((await ports.devices.devices(everywhere)).map((one) => [one.id, one]));
  const grants = await ports.devices.grants(everywhere);
  const record = await recordsOf(
    ports,
    targets.flat().map((one) => one.id),
  );
  return targets.map((ring) =>
    ring.map(({ id: of, host }): Target => {
      const device = devices.get(of);
      const critical = isCritical(grantedBy(grants.get(of))?.labels ?? {});
      const { site = '', sealingKey = '', os = '' } = device ?? {};
      return { id: of, host, site, platform: platformOf(os), critical, sealingKey, ...record(of) };
    }),
  );
}

/** What each enrolled with, and the token that let it in. */
async function recordsOf({ trust, devices }: OrderPorts, ids: readonly DeviceId[]) {
  const evidence = await trust.evidence(ids);
  const keys = new Map(
    [...evidence].map(([id, { envelope }]) => [id, readDevice(parseCanonical(payloadOf(envelope, 'device'))).tokenKey]),
  );
  const tokens = new Map<string, unknown>();
  for (const key of new Set(keys.values())) {
    const token = await devices.token(key);
    if (token) tokens.set(key, JSON.parse(token.envelope));
  }
  return (id: DeviceId) => ({
    record: evidence.get(id)?.envelope ?? null,
    token: tokens.get(keys.get(id) ?? '') ?? null,
  });
}
