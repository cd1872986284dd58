/** The `device` record: what a device says of itself when it enrols, signed by the token's key and by its own. */
import type { DeviceId } from '../ids.ts';
import { fromBase64 } from './base64.ts';
import { TrustError } from './errors.ts';
import { bytes32, formVersion, name, object, only, publicKey, text, time } from './fields.ts';
import { deviceId } from './keys.ts';

export interface DeviceRecord {
  readonly v: 1;
  /** Made of `publicKey`. */
  readonly id: DeviceId;
  readonly host: string;
  /** Raw Ed25519 public key, base64. */
  readonly publicKey: string;
  /** Raw X25519 public key, base64. */
  readonly sealingKey: string;
  /** The public key of the token it enrols with, base64. */
  readonly tokenKey: string;
  /** When the device made this record, by its own clock. */
  readonly time: number;
}

/** @throws TrustError `version`, `fields`, or `id` when the id is not that of the key */
export function readDevice(value: unknown): DeviceRecord {
  const v = formVersion(object(value, 'device')['v']);
  const record = only(value, 'device', ['v', 'id', 'host', 'publicKey', 'sealingKey', 'tokenKey', 'time']);
  const key = publicKey(record.publicKey, 'publicKey');
  const id = deviceId(fromBase64(key));
  if (text(record.id, 'id') !== id) throw new TrustError('id');
  const tokenKey = publicKey(record.tokenKey, 'tokenKey');
  if (tokenKey === key) throw new TrustError('fields', 'a device has a key of its own, not the token’s');
  return {
    v,
    id,
    host: name(record.host, 'host', 253),
    publicKey: key,
    sealingKey: bytes32(record.sealingKey, 'sealingKey'),
    tokenKey,
    time: time(record.time, 'time'),
  };
}
