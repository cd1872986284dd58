import type { DeviceState } from '@fettle/shared/api/devices';
import type { DeviceId } from '@fettle/shared/ids';

/** An endpoint as the collector remembers it. */
export interface Device {
  readonly id: DeviceId;
  readonly name: string;
  readonly kind: string;
  readonly os: string;
  readonly agentVersion: string;
  readonly site: string;
  /** Labels of people; the signed grant is another thing. */
  readonly labels: Readonly<Record<string, string>>;
  /** Raw Ed25519 public key, base64. */
  readonly publicKey: string;
  /** Raw X25519 public key for sealed secrets, base64. */
  readonly sealingKey: string;
  readonly state: DeviceState;
  readonly stateSince: number;
  readonly lastSeen: number | null;
  /** Sampling interval, ms. */
  readonly interval: number;
  /** To be added to the device's clock, ms. */
  readonly clockOffset: number;
  readonly enrolledAt: number;
  readonly version: number;
}

/** A published enrolment token. `key` is its raw public key, base64. */
export interface EnrolmentToken {
  readonly key: string;
  /** The `token` statement's envelope, JSON. */
  readonly envelope: string;
  readonly site: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly uses: number;
  readonly used: number;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly createdAt: number;
}

/** What a frame, a connection or its end tells of a device; written in batches, without an event. */
export interface Sighting {
  readonly id: DeviceId;
  readonly lastSeen: number;
  readonly interval: number;
  readonly clockOffset: number;
  readonly agentVersion: string;
}
