/** Enrols a device: one connection in which it proves the token and its own key and learns whom to trust. */
import { errorCodes, type ErrorCode, FettleError } from '@fettle/shared/errors';
import type { DeviceId } from '@fettle/shared/ids';
import type { Enrolled, FromCollector } from '@fettle/shared/protocol/messages';
import { readFromCollector } from '@fettle/shared/protocol/read-message';
import type { Static } from '@fettle/shared/protocol/schema';
import { followChain } from '@fettle/shared/trust/chain';
import { openToken } from '@fettle/shared/trust/check';
import { type Envelope, payloadTypes, sign } from '@fettle/shared/trust/envelope';
import type { EnrolmentSecret } from '@fettle/shared/trust/enrolment-token';
import { TrustError } from '@fettle/shared/trust/errors';
import { type Signer, signer, toBase64 } from '@fettle/shared/trust/keys';
import type { Root } from '@fettle/shared/trust/statements';
import { transcript } from '@fettle/shared/trust/transcript';
import type { Clock } from '../clock.ts';
import { type ChallengeMessage, checkChallenge, checkIdentity, helloOf } from './greeting.ts';
import type { Dial } from './socket.ts';

const answerMs = 15_000;

export interface Applicant {
  readonly device: DeviceId;
  readonly signer: Signer;
  /** Raw X25519 public key. */
  readonly sealingKey: Uint8Array;
  readonly host: string;
  readonly secret: EnrolmentSecret;
}

export interface Joined {
  readonly root: Root;
  /** The chain from the root that the token names. */
  readonly roots: readonly Envelope[];
  readonly token: Envelope;
}

/**
 * @throws FettleError `collector_unreachable`; `root_mismatch`, `identity_unknown`, `signature_invalid` when the
 * collector is not the one that the token names; else what the collector answered
 */
export async function enrol(address: string, applicant: Applicant, dial: Dial, clock: Clock): Promise<Joined> {
  const { promise, resolve, reject } = Promise.withResolvers<Joined>();
  const hello = helloOf(null);
  let challenge: ChallengeMessage | undefined;

  function answer(message: FromCollector): void {
    if (message.type === 'challenge') {
      checkChallenge(hello, message);
      challenge = message;
      wire.send(JSON.stringify(application(applicant, [hello, challenge], clock.wall())));
    } else if (message.type === 'enrolled' && challenge !== undefined) {
      resolve(checkEnrolled(message, challenge, applicant));
    } else if (message.type === 'error') {
      reject(new FettleError(known(message.code), message.message));
    }
  }

  const wire = dial(address, {
    opened: () => wire.send(JSON.stringify(hello)),
    text(text) {
      try {
        const message = readFromCollector(text);
        if (!('unknown' in message)) answer(message);
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    },
    ended: (why, _closeCode, refusal) =>
      reject(refusal ?? new FettleError('collector_unreachable', `${errorCodes.collector_unreachable} (${why})`)),
  });
  const cancel = clock.after(answerMs, () => {
    reject(new FettleError('collector_unreachable', `The collector did not answer within ${answerMs / 1_000} s.`));
  });
  try {
    return await promise;
  } finally {
    cancel();
    wire.cut();
  }
}

function application(
  { device, signer: own, sealingKey, host, secret }: Applicant,
  said: readonly object[],
  now: number,
) {
  const token = signer(secret.seed);
  const record = {
    v: 1,
    id: device,
    host,
    publicKey: toBase64(own.publicKey),
    sealingKey: toBase64(sealingKey),
    tokenKey: toBase64(token.publicKey),
    time: now,
  };
  return {
    type: 'enrol',
    record: sign(payloadTypes.device, record, [token, own]),
    transcript: {
      token: toBase64(token.sign(transcript('token', said))),
      device: toBase64(own.sign(transcript('device', said))),
    },
  };
}

/** Whether what answered is what the token names. */
function checkEnrolled(message: Static<typeof Enrolled>, challenge: ChallengeMessage, applicant: Applicant): Joined {
  const { secret } = applicant;
  const root = rootNamed(message.root, secret.fingerprint);
  checkIdentity(root, challenge);
  const token = openToken(root, message.token);
  if (token.key !== toBase64(signer(secret.seed).publicKey) || message.device !== applicant.device) {
    throw new FettleError('signature_invalid', 'The collector answered with the papers of another token or device.');
  }
  return { root, roots: message.root as Envelope[], token: message.token as Envelope };
}

function rootNamed(roots: readonly unknown[], fingerprint: string): Root {
  try {
    return followChain(roots, fingerprint);
  } catch (error) {
    if (!(error instanceof TrustError)) throw error;
    const mismatch = new FettleError('root_mismatch', undefined, { trust: error.code });
    mismatch.cause = error;
    throw mismatch;
  }
}

/** A code of a newer collector counts as a failure inside it; its text is shown all the same. */
export function known(code: string): ErrorCode {
  return Object.hasOwn(errorCodes, code) ? (code as ErrorCode) : 'internal';
}
