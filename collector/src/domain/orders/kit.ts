import type { SigningKit } from '@fettle/shared/api/orders';
import { type Actor, allow } from '../access/index.ts';
import type { OrderPorts } from './context.ts';
import { findDraft } from './drafts.ts';
import { reckon } from './reckon.ts';

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
  const all = rings.flat();
  const evidence = await ports.trust.evidence(all.map(({ device }) => device.id));
  const scripts = await Promise.all(
    [...composed.scripts.values()].map(async ({ release, statement }) => {
      const hashes = [...new Set(Object.values(statement.programs).map(({ sha256 }) => sha256))];
      const bodies = await Promise.all(
        hashes.map(async (hash) => [hash, (await ports.scripts.blob(hash)) ?? ''] as const),
      );
      return { envelope: release.envelope, bodies: Object.fromEntries(bodies) };
    }),
  );
  const { what } = body;
  const rule = what.kind === 'standing' && what.trigger.kind === 'rule' ? what.trigger.rule : null;
  const replaces = what.kind === 'standing' ? what.replaces : null;
  return {
    draft: body,
    rings: rings.map((ring) =>
      ring.map(({ device, host, site, platform, critical }) => ({
        id: device.id,
        host,
        site,
        platform,
        critical,
        sealingKey: device.sealingKey,
        record: evidence.get(device.id)?.envelope ?? null,
      })),
    ),
    scripts,
    roots: [...(trust?.roots ?? [])],
    revoke: trust?.revoke?.envelope ?? null,
    rule: rule === null ? null : await ports.rules.rule(rule as never),
    before: replaces === null ? null : ((await ports.standing.versions(replaces as never))[0]?.envelope ?? null),
  };
}
