/** A root that travels as a file until enough people have signed it. */
import { FettleError } from '@fettle/shared/errors';
import { canonicalBytes, parseCanonical } from '@fettle/shared/trust/canonical';
import { fingerprint, fingerprintOf, firstRoot, keysOf, nextRoot } from '@fettle/shared/trust/chain';
import { type Envelope, pae, payloadTypes, signersOf, unpack } from '@fettle/shared/trust/envelope';
import { TrustError } from '@fettle/shared/trust/errors';
import { keyId, type Signer, toBase64 } from '@fettle/shared/trust/keys';
import { readRoot, type Root, type RootStatement } from '@fettle/shared/trust/statements';

export interface Proposal {
  readonly envelope: Envelope;
  /** Not vouched for by anybody yet. */
  readonly root: RootStatement;
  readonly fingerprint: string;
}

export function propose(root: RootStatement): Proposal {
  const payload = canonicalBytes(root);
  return {
    envelope: { payload: toBase64(payload), payloadType: payloadTypes.root, signatures: [] },
    root,
    fingerprint: fingerprint(payload),
  };
}

/** @throws FettleError `input_invalid` unless it is a root that could follow the one in force */
export function readProposal(text: string, inForce: Root | null): Proposal {
  const proposal = parsed(text);
  const { root } = proposal;
  if (inForce === null) {
    if (root.version === 1) return proposal;
    throw new FettleError(
      'trust_missing',
      'This home knows no trust root yet, and this file is not a first one. Take the one in force first: `fettle trust join`.',
    );
  }
  const fits =
    root.version === inForce.version + 1 && root.previous === fingerprintOf(inForce) && root.tenant === inForce.tenant;
  if (fits) return proposal;
  throw new FettleError(
    'input_invalid',
    `This file is version ${root.version} of another chain than yours, or yours is not up to date: version ${inForce.version} is in force here. \`fettle trust join\` brings it up to date; what does not follow then must be proposed anew.`,
  );
}

function parsed(text: string): Proposal {
  try {
    const envelope = JSON.parse(text) as Envelope;
    const { payload } = unpack(envelope, payloadTypes.root);
    return { envelope, root: readRoot(parseCanonical(payload)), fingerprint: fingerprint(payload) };
  } catch (error) {
    throw new FettleError('input_invalid', `This file is no proposal of a trust root: ${(error as Error).message}`);
  }
}

/** Adds a signature, or takes the place of an earlier one of the same key. */
export function cosigned({ envelope, ...proposal }: Proposal, signer: Signer): Proposal {
  const bytes = pae(payloadTypes.root, unpack(envelope, payloadTypes.root).payload);
  const others = envelope.signatures.filter(({ keyid }) => keyid !== signer.keyId);
  const signatures = [...others, { keyid: signer.keyId, sig: toBase64(signer.sign(bytes)) }];
  return {
    ...proposal,
    envelope: { ...envelope, signatures: signatures.toSorted((one, other) => (one.keyid < other.keyid ? -1 : 1)) },
  };
}

/** Who has validly signed so far: people's names, by the root in force or by the new one. */
export function signedBy(proposal: Proposal, inForce: Root | null): string[] {
  return [...new Set([...(inForce === null ? [] : people(proposal, inForce)), ...people(proposal, proposal.root)])];
}

/** Whose signatures are missing, in sentences. Empty: it can be published. */
export function missing(proposal: Proposal, inForce: Root | null): string[] {
  const asked: readonly (readonly [Root, string])[] = [
    ...(inForce === null ? [] : [[inForce, `the root in force (version ${inForce.version})`] as const]),
    [proposal.root, `the new root (version ${proposal.root.version})`],
  ];
  return asked.flatMap(([root, what]) => {
    const { threshold, keys } = root.roles.admin;
    const signed = people(proposal, root);
    if (signed.length >= threshold) return [];
    const others = [...new Set(keys.map((id) => root.keys[id]?.person ?? id))].filter((one) => !signed.includes(one));
    return [
      `The admins of ${what}: ${signed.length} of ${threshold} signed; ${threshold - signed.length} more of ${others.join(', ')}.`,
    ];
  });
}

function people(proposal: Proposal, root: Root): string[] {
  if (proposal.envelope.signatures.length === 0) return [];
  try {
    const signers = signersOf(unpack(proposal.envelope, payloadTypes.root), keysOf(root, 'admin'));
    return [...new Set(signers.map((key) => root.keys[keyId(key)]?.person ?? ''))];
  } catch (error) {
    if (error instanceof TrustError) return [];
    throw error;
  }
}

/** @throws TrustError, as `nextRoot` and `firstRoot` */
export function enacted(proposal: Proposal, inForce: Root | null): Root {
  return inForce === null ? firstRoot(proposal.envelope, proposal.fingerprint) : nextRoot(inForce, proposal.envelope);
}
