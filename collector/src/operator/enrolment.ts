/** What an enroller signs: tokens with which devices come in, and the grants that say where they belong. */
import { FettleError } from '@fettle/shared/errors';
import type { DeviceId } from '@fettle/shared/ids';
import { requireCurrent } from '@fettle/shared/trust/chain';
import { openGrant, openToken } from '@fettle/shared/trust/check';
import { formatToken } from '@fettle/shared/trust/enrolment-token';
import { type Envelope, payloadTypes, sign } from '@fettle/shared/trust/envelope';
import { TrustError } from '@fettle/shared/trust/errors';
import { newKey, type Signer, toBase64 } from '@fettle/shared/trust/keys';
import { type Grant, readGrant, readToken, type TokenStatement } from '@fettle/shared/trust/statements';
import { homeAt } from './home.ts';
import { type Chain, readChain } from './roots.ts';
import { openOperatorKey } from './solo.ts';

/** A token counts from so much before now: the collector's clock may be behind. */
const skew = 300_000;

export interface TokenRequest {
  readonly home: string;
  readonly passphrase: string | null;
  readonly site: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Devices that may be enrolled with it. */
  readonly uses: number;
  readonly now: number;
  /** How long it is good for. */
  readonly lastsMs: number;
  /** SHA-256 of the SubjectPublicKeyInfo of the key that signs the collector's certificates, hex; null: no pin. */
  readonly pin: string | null;
}

/**
 * A new token: the text to copy to the device, its public key in base64, and the statement for the collector.
 * @throws FettleError `trust_missing trust_damaged key_unreadable`, `input_invalid` for a wrong site, label, use or time,
 *   `not_allowed` when this key may not enrol or the root has expired
 */
export async function signEnrolmentToken(
  request: TokenRequest,
): Promise<{ token: string; key: string; envelope: Envelope; statement: TokenStatement }> {
  const { site, labels, uses, now, lastsMs, pin } = request;
  const { signer, chain } = await unlock(request);
  const { seed, publicKey } = newKey();
  const key = toBase64(publicKey);
  const statement: TokenStatement = {
    v: 1,
    tenant: chain.root.tenant,
    key,
    site,
    labels,
    uses,
    notBefore: Math.max(0, now - skew),
    notAfter: now + lastsMs,
  };
  checkInput(() => readToken(statement));
  const token = checkInput(() => formatToken({ seed, fingerprint: chain.fingerprint, pin }));
  const envelope = sign(payloadTypes.token, statement, [signer]);
  checkRight(() => {
    requireCurrent(chain.root, now);
    openToken(chain.root, envelope);
  });
  return { token, key, envelope, statement };
}

export interface GrantRequest {
  readonly home: string;
  readonly passphrase: string | null;
  readonly device: DeviceId;
  readonly site: string;
  readonly labels: Readonly<Record<string, string>>;
  /** One more than the version of the device's grant in force, 1 for the first. */
  readonly version: number;
  readonly now: number;
}

/** @throws FettleError as `signEnrolmentToken` */
export async function signGrant(request: GrantRequest): Promise<Envelope> {
  const { device, site, labels, version, now } = request;
  const { signer, chain } = await unlock(request);
  const statement: Grant = { v: 1, tenant: chain.root.tenant, device, version, site, labels };
  checkInput(() => readGrant(statement));
  const envelope = sign(payloadTypes.grant, statement, [signer]);
  checkRight(() => {
    requireCurrent(chain.root, now);
    openGrant(chain.root, envelope);
  });
  return envelope;
}

async function unlock(request: { home: string; passphrase: string | null }): Promise<{ signer: Signer; chain: Chain }> {
  const home = homeAt(request.home);
  const chain = await readChain(home);
  if (chain === null) throw new FettleError('trust_missing');
  return { signer: await openOperatorKey(home, request.passphrase), chain };
}

function checkInput<Result>(check: () => Result): Result {
  return translate(check, (error) => new FettleError('input_invalid', `This cannot be signed: ${error.message}`));
}

function checkRight(check: () => void): void {
  translate(check, (error) => new FettleError('not_allowed', `The operator’s key may not sign this: ${error.message}`));
}

function translate<Result>(run: () => Result, told: (error: TrustError) => FettleError): Result {
  try {
    return run();
  } catch (error) {
    throw error instanceof TrustError ? told(error) : error;
  }
}
