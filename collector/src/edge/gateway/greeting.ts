/** The first words of a connection: both sides prove their keys; then the agent enrols or is who it says. */
import { randomBytes } from 'node:crypto';
import { FettleError } from '@fettle/shared/errors';
import { type DeviceId, isDeviceId } from '@fettle/shared/ids';
import type { Challenge, Enrol, FromAgent, FromCollector, Hello, Proof } from '@fettle/shared/protocol/messages';
import type { Static } from '@fettle/shared/protocol/schema';
import { commonVersion } from '@fettle/shared/protocol/version';
import { claimedTokenKey, openDevice } from '@fettle/shared/trust/check';
import type { Envelope } from '@fettle/shared/trust/envelope';
import { fromBase64, type Signer, toBase64, verify } from '@fettle/shared/trust/keys';
import { transcript } from '@fettle/shared/trust/transcript';
import type { GatewayVerbs, KnownDevice } from './verbs.ts';

export interface GreetingNeeds {
  readonly identity: Signer;
  /** All roots, oldest first. */
  readonly roots: () => Promise<readonly Envelope[]>;
  readonly verbs: Pick<GatewayVerbs, 'findToken' | 'enrol' | 'device'>;
}

/** How a greeting ended. */
export type Greeted =
  | { readonly kind: 'enrolled'; readonly device: DeviceId }
  | {
      readonly kind: 'device';
      readonly device: DeviceId;
      readonly agentVersion: string;
      readonly interval: number;
      /** The version of the grant that the agent holds. */
      readonly grant: number;
      readonly known: KnownDevice;
    };

export interface Greeting {
  /** The agent's next word; null: there is more to come. @throws FettleError, TrustError why the agent is refused */
  next(message: FromAgent): Promise<Greeted | null>;
}

type Send = (message: FromCollector) => void;

export function createGreeting(needs: GreetingNeeds, send: Send): Greeting {
  let hello: Static<typeof Hello> | undefined;
  let challenge: Static<typeof Challenge> | undefined;

  return {
    async next(message) {
      if (hello === undefined || challenge === undefined) {
        if (message.type !== 'hello') throw unexpected(message.type);
        hello = message;
        await sendLaterRoots(needs, hello, send);
        challenge = challengeFor(hello, needs.identity);
        send(challenge);
        return null;
      }
      const said = [hello, challenge];
      if (message.type === 'proof' && hello.device !== null) return admit(needs, hello, said, message);
      if (message.type === 'enrol' && hello.device === null) return enrol(needs, hello, said, message, send);
      throw unexpected(message.type);
    },
  };
}

function unexpected(type: string): FettleError {
  return new FettleError(
    'message_unexpected',
    `A ${type} message came at a moment when the protocol does not allow it.`,
  );
}

/** An agent that was away while the root changed may need the later roots to know this collector's key. */
async function sendLaterRoots({ roots }: GreetingNeeds, hello: Static<typeof Hello>, send: Send): Promise<void> {
  if (hello.device === null || hello.root === undefined) return;
  // Versions count up by one from 1, so the version that the agent holds is the number of those it has.
  for (const envelope of (await roots()).slice(hello.root)) send({ type: 'statement', envelope });
}

function challengeFor(hello: Static<typeof Hello>, identity: Signer): Static<typeof Challenge> {
  const version = commonVersion(hello.versions);
  if (version === undefined) throw new FettleError('protocol_version_unsupported');
  if (fromBase64(hello.nonce).length !== 32) {
    throw new FettleError('message_malformed', 'The nonce of a hello message has not 32 bytes.');
  }
  const unsigned = {
    type: 'challenge' as const,
    version,
    nonce: toBase64(randomBytes(32)),
    identity: toBase64(identity.publicKey),
  };
  return { ...unsigned, signature: toBase64(identity.sign(transcript('collector', [hello, unsigned]))) };
}

async function admit(
  { verbs }: GreetingNeeds,
  hello: Static<typeof Hello>,
  said: readonly object[],
  proof: Static<typeof Proof>,
): Promise<Greeted> {
  const device = hello.device ?? '';
  const known = isDeviceId(device) ? await verbs.device(device) : null;
  if (known === null) throw new FettleError('device_unknown');
  if (!verify(fromBase64(known.publicKey), transcript('device', said), fromBase64(proof.signature))) {
    throw new FettleError('signature_invalid');
  }
  if (known.state === 'quarantined') throw new FettleError('device_quarantined');
  if (known.state === 'retired') throw new FettleError('device_retired');
  return {
    kind: 'device',
    device: device as DeviceId,
    agentVersion: hello.agent,
    interval: proof.interval,
    grant: proof.grant,
    known,
  };
}

async function enrol(
  { roots, verbs }: GreetingNeeds,
  hello: Static<typeof Hello>,
  said: readonly object[],
  message: Static<typeof Enrol>,
  send: Send,
): Promise<Greeted> {
  const tokenKey = claimedTokenKey(message.record);
  const record = openDevice(message.record, tokenKey);
  const fits =
    verify(tokenKey, transcript('token', said), fromBase64(message.transcript.token)) &&
    verify(fromBase64(record.publicKey), transcript('device', said), fromBase64(message.transcript.device));
  if (!fits) throw new FettleError('signature_invalid');
  const token = await verbs.findToken(record.tokenKey);
  if (token === null) throw new FettleError('token_unknown');
  const envelope = message.record as Envelope;
  await verbs.enrol({ record, envelope, tokenKey: record.tokenKey, agentVersion: hello.agent });
  send({
    type: 'enrolled',
    device: record.id,
    root: (await roots()).slice(-32),
    token: JSON.parse(token.envelope) as Envelope,
  });
  return { kind: 'enrolled', device: record.id };
}
