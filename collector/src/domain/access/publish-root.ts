import { createHash } from 'node:crypto';
import { FettleError } from '@fettle/shared/errors';
import { type AccessContext, audited } from './context.ts';
import { allow } from './permissions.ts';
import type { Actor } from './types.ts';

/** A signed statement as it travels. */
interface Envelope {
  readonly payload: string;
  readonly payloadType: string;
  readonly signatures: readonly { readonly keyid: string; readonly sig: string }[];
}

/**
 * Makes the verified chain of roots, oldest first (the first is version 1), the collector's; agents fetch it from here.
 * What is there already must be its beginning. Gives how many were added.
 * @throws FettleError `not_allowed`, `root_mismatch`, `changed_meanwhile`
 */
export async function publishRoot(
  { store, now }: AccessContext,
  actor: Actor,
  { chain }: { readonly chain: readonly Envelope[] },
): Promise<number> {
  allow(actor, 'trust.publish');
  const known = await store.roots();
  // By payload: signatures may be added to a root later without changing what it says.
  const fits = known.every(({ envelope }, i) => (JSON.parse(envelope) as Envelope).payload === chain[i]?.payload);
  if (!fits) {
    throw new FettleError(
      'root_mismatch',
      'This collector has another trust root, or a newer one. Use the operator key that belongs to it.',
    );
  }
  for (const [i, root] of chain.entries()) {
    if (i < known.length) continue;
    const version = i + 1;
    const envelope = JSON.stringify(root);
    const sha256 = createHash('sha256').update(root.payload).digest('hex');
    const answer = await store.addRoot(
      { version, envelope },
      {
        events: [{ time: now, kind: 'trust.root', device: null, site: null, detail: { version } }],
        audit: [audited(actor, now, 'access.publish-root', `root:${version}`, { sha256 })],
      },
    );
    if (answer === 'changed_meanwhile') throw new FettleError('changed_meanwhile');
  }
  return chain.length - known.length;
}
