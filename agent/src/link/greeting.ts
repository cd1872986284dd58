/** The agent's part of the first words of a connection. Pure but for the random nonce. */
import { randomBytes } from 'node:crypto';
import { FettleError } from '@fettle/shared/errors';
import type { DeviceId } from '@fettle/shared/ids';
import type { Challenge, Hello, Proof } from '@fettle/shared/protocol/messages';
import type { Static } from '@fettle/shared/protocol/schema';
import { versions } from '@fettle/shared/protocol/version';
import { isCollector } from '@fettle/shared/trust/chain';
import { fromBase64, type Signer, toBase64, verify } from '@fettle/shared/trust/keys';
import type { Root } from '@fettle/shared/trust/statements';
import { transcript } from '@fettle/shared/trust/transcript';
import { version as agentVersion } from '@fettle/shared/version';

export type HelloMessage = Static<typeof Hello>;
export type ChallengeMessage = Static<typeof Challenge>;

/** @param device null to enrol */
export function helloOf(device: { readonly id: DeviceId; readonly root: number } | null): HelloMessage {
  const hello = {
    type: 'hello' as const,
    versions: [...versions],
    agent: agentVersion,
    device: device?.id ?? null,
    nonce: toBase64(randomBytes(32)),
  };
  return device === null ? hello : { ...hello, root: device.root };
}

/** The collector holds the key that it names. @throws FettleError `signature_invalid`, `protocol_version_unsupported` */
export function checkChallenge(hello: HelloMessage, challenge: ChallengeMessage): void {
  if (!hello.versions.includes(challenge.version)) throw new FettleError('protocol_version_unsupported');
  const { signature, ...unsigned } = challenge;
  if (!verify(fromBase64(challenge.identity), transcript('collector', [hello, unsigned]), fromBase64(signature))) {
    throw new FettleError('signature_invalid', 'The collector could not prove the key that it names. Do not trust it.');
  }
}

/** @throws FettleError `identity_unknown` unless the root lists the collector's key */
export function checkIdentity(root: Root, { identity }: ChallengeMessage): void {
  if (!isCollector(root, fromBase64(identity))) throw new FettleError('identity_unknown');
}

export function proofOf(
  said: readonly [HelloMessage, ChallengeMessage],
  signer: Signer,
  holds: { readonly root: number; readonly grant: number; readonly interval: number },
): Static<typeof Proof> {
  return { type: 'proof', signature: toBase64(signer.sign(transcript('device', said))), ...holds };
}
