/** What the gateway needs from the rest of the collector; `app` gives it. */
import type { DeviceState } from '@fettle/shared/api/devices';
import type { DeviceId } from '@fettle/shared/ids';
import type { Dictionary, Frame } from '@fettle/shared/protocol/frame';
import type { Envelope } from '@fettle/shared/trust/envelope';
import type { DeviceRecord } from '@fettle/shared/trust/statements';
import type { FrameRefusal, Outcome } from '../../domain/series/index.ts';

export interface KnownDevice {
  /** Raw Ed25519 public key, base64. */
  readonly publicKey: string;
  readonly state: DeviceState;
  /** The newest grant; `envelope` is its JSON. */
  readonly grant: { readonly version: number; readonly envelope: string } | null;
}

export interface Newcomer {
  /** Both signatures and both answers to the challenge were verified. */
  readonly record: DeviceRecord;
  /** The record as both keys signed it; null: nobody did, as in a simulation. */
  readonly envelope: Envelope | null;
  /** Public key of the token, base64. */
  readonly tokenKey: string;
  readonly agentVersion: string;
}

export interface GatewayVerbs {
  /** A published token by its public key (base64); `envelope` is the statement's JSON. */
  findToken(key: string): Promise<{ readonly envelope: string } | null>;
  /**
   * Adds the device and counts a use of the token; the same device again is no error.
   * @throws FettleError `token_unknown`, `token_expired`, `token_used_up`
   */
  enrol(newcomer: Newcomer): Promise<void>;
  device(id: DeviceId): Promise<KnownDevice | null>;
  /** Two agents answered for one device. */
  quarantine(id: DeviceId): Promise<void>;
  /** The highest sequence number up to which the device need not send again; 0 for none. */
  resume(id: DeviceId): Promise<number>;
  /**
   * Resolves when the frames are durable, in their order, but for those that never can be; rejects when none of them is.
   * `ahead`: what becomes of those that lie ahead; by default all wait.
   */
  ingest(
    id: DeviceId,
    frames: readonly Frame[],
    dictionary: Dictionary,
    ahead?: 'wait' | 'refuse',
  ): Promise<readonly Outcome[]>;
  /** Tells people that a frame was refused. */
  refusal(refusal: FrameRefusal): Promise<void>;
  facts(id: DeviceId, time: number, facts: Readonly<Record<string, string>>): Promise<void>;
}
