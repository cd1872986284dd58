/** The statements of an order, one a ring, from a checked kit. */
import type { OrderDraftBody } from '@fettle/shared/api/orders';
import { FettleError } from '@fettle/shared/errors';
import { reckonClass } from '@fettle/shared/trust/class';
import { type SealedSecrets, seal, type Sealed } from '@fettle/shared/trust/sealed';
import type { Action, OrderStatement, Root } from '@fettle/shared/trust/statements';
import { treeOf } from '@fettle/shared/trust/targets';
import type { CheckedKit, CheckedScript, CheckedTarget } from '../kit.ts';

export interface Circumstances {
  readonly root: Root;
  /** Version of the revocations in force, 0: none. */
  readonly rev: number;
  /** Id of the key that will sign. */
  readonly op: string;
  /** Its number of the first ring. */
  readonly seq: number;
  readonly now: number;
  /** Random ids, one a ring. */
  readonly ids: readonly string[];
}

type Drafted = Extract<OrderDraftBody['what'], { kind: 'order' }>;

/** How long an order may be waited for at most, its rings' waits included. */
const longest = 31 * 86_400_000;

/** @throws FettleError `input_invalid` when it goes to nobody, TrustError `fields` for what is no device */
export function composeOrders(
  kit: Pick<CheckedKit, 'rings' | 'scripts'>,
  { what, reason }: { readonly what: Drafted; readonly reason: string },
  action: Action,
  at: Circumstances,
): OrderStatement[] {
  if (kit.rings.length === 0 || kit.rings.some((ring) => ring.length === 0))
    throw new FettleError('input_invalid', 'This goes to no device at all: nothing can be signed.');
  const nbf = Math.max(at.now, what.notBefore ?? at.now);
  return kit.rings.map((ring, i) => {
    const { hash, count } = treeOf(ring);
    const waits = i * (what.rings?.waitMs ?? 0);
    return {
      v: 1,
      id: at.ids[i] ?? '',
      tenant: at.root.tenant,
      root: at.root.version,
      rev: at.rev,
      op: at.op,
      seq: at.seq + i,
      iat: at.now,
      nbf,
      exp: Math.min(nbf + what.expiresInMs + waits, at.now + longest),
      targets: { hash, count },
      action,
      class: classOf(action, kit.scripts, ring, at.root).class,
      reason,
    };
  });
}

export function classOf(action: Action, scripts: readonly CheckedScript[], ring: readonly CheckedTarget[], root: Root) {
  return reckonClass({
    action,
    scripts: new Map(scripts.map(({ hash, statement }) => [hash, statement.class])),
    targets: ring.length,
    bulk: root.policy.bulk,
    critical: ring.some(({ critical }) => critical),
  });
}

/** The secrets for each device alone. @throws FettleError `statement_refused` for one whose sealing key nobody vouches for */
export function sealFor(rings: CheckedKit['rings'], secrets: SealedSecrets['secrets']): Record<string, Sealed> {
  if (Object.keys(secrets).length === 0) return {};
  return Object.fromEntries(
    rings.flat().map(({ id, host, sealingKey }) => {
      if (sealingKey === null)
        throw new FettleError(
          'statement_refused',
          `Nothing shows that an enroller let ${host} (${id}) in, so no secret is sealed to it. Enrol it anew, or leave it out.`,
        );
      return [id, seal({ secrets }, sealingKey)];
    }),
  );
}
