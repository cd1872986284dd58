/** Opens the statements that a root or a token vouches for. */
import { fromBase64, toBase64 } from './base64.ts';
import { parseCanonical } from './canonical.ts';
import { keysOf, requireThreshold } from './chain.ts';
import { type DeviceRecord, readDevice } from './device.ts';
import { open, payloadTypes, unpack } from './envelope.ts';
import { TrustError } from './errors.ts';
import { type Grant, readGrant } from './grant.ts';
import { keyId } from './keys.ts';
import { requireSite } from './quorum.ts';
import type { Root } from './root.ts';
import { readToken, type TokenStatement } from './token.ts';

/** Its time is asked apart, with `requireWindow`. @throws TrustError as `open`, `threshold version fields tenant scope` */
export function openToken(root: Root, envelope: unknown): TokenStatement {
  return openByEnroller(root, envelope, payloadTypes.token, readToken);
}

/** @throws TrustError as `open`, `threshold version fields tenant scope` */
export function openGrant(root: Root, envelope: unknown): Grant {
  return openByEnroller(root, envelope, payloadTypes.grant, readGrant);
}

/** @throws TrustError `early` or `expired` */
export function requireWindow(token: TokenStatement, now: number): void {
  if (now < token.notBefore) throw new TrustError('early');
  if (now >= token.notAfter) throw new TrustError('expired');
}

/**
 * A device record that both the token's key and the device's own key signed.
 * @throws TrustError as `open`, `id`, `key` when it names another token, `signature` when the device did not sign
 */
export function openDevice(envelope: unknown, tokenKey: Uint8Array): DeviceRecord {
  const { statement } = open(envelope, payloadTypes.device, [tokenKey]);
  const record = readDevice(statement);
  if (record.tokenKey !== toBase64(tokenKey)) throw new TrustError('key', 'it names another token');
  open(envelope, payloadTypes.device, [fromBase64(record.publicKey)]);
  return record;
}

/**
 * The token's public key that a device record claims, to look the token up. Nothing is verified: call `openDevice` with
 * it before anything is believed.
 * @throws TrustError when it is no device record
 */
export function claimedTokenKey(envelope: unknown): Uint8Array {
  return fromBase64(readDevice(parseCanonical(unpack(envelope, payloadTypes.device).payload)).tokenKey);
}

function openByEnroller<Statement extends { readonly tenant: string; readonly site: string }>(
  root: Root,
  envelope: unknown,
  payloadType: string,
  read: (value: unknown) => Statement,
): Statement {
  const { statement, signedBy } = open(envelope, payloadType, keysOf(root, 'enroller'));
  requireThreshold(root, 'enroller', signedBy);
  const found = read(statement);
  if (found.tenant !== root.tenant) throw new TrustError('tenant');
  requireSite(root, signedBy.map(keyId), found.site);
  return found;
}
