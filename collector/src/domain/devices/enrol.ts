import { FettleError } from '@fettle/shared/errors';
import type { DeviceId } from '@fettle/shared/ids';
import { limits } from '@fettle/shared/protocol/limits';
import { type Actor, allowAgent } from '../access/index.ts';
import { actNote, type DevicesContext } from './context.ts';
import type { Device, EnrolmentToken } from './types.ts';

export interface Enrolment {
  /** What the device says of itself; both signatures were verified. */
  readonly record: {
    readonly id: DeviceId;
    readonly host: string;
    readonly publicKey: string;
    readonly sealingKey: string;
  };
  /** Public key of the token, base64. */
  readonly tokenKey: string;
  readonly agentVersion: string;
}

/**
 * Adds a device with the site and labels of its token, and counts a use. The same device with the same token is `again`.
 * @throws FettleError `token_unknown`, `token_expired`, `token_used_up`, `not_allowed`
 */
export async function enrolDevice(
  { store, now }: DevicesContext,
  actor: Actor,
  enrolment: Enrolment,
): Promise<'enrolled' | 'again'> {
  allowAgent(actor, 'agent.enrol', enrolment.record.id);
  const token = await store.token(enrolment.tokenKey);
  if (!token) throw new FettleError('token_unknown');
  const device = newDevice(enrolment, token, now);
  const detail = { name: device.name, site: device.site, token: token.key };
  const note = actNote(actor, device, { time: now, kind: 'device.enrolled', action: 'devices.enrol', detail });
  const answer = await store.enrol(token.key, device, now, note);
  if (answer !== 'enrolled' && answer !== 'again') throw new FettleError(answer);
  return answer;
}

function newDevice({ record, agentVersion }: Enrolment, { site, labels }: EnrolmentToken, now: number): Device {
  return {
    id: record.id,
    name: record.host.slice(0, 128),
    kind: 'other',
    os: '',
    agentVersion,
    site,
    labels,
    publicKey: record.publicKey,
    sealingKey: record.sealingKey,
    state: 'unknown',
    stateSince: now,
    lastSeen: null,
    interval: limits.intervalMs.usual,
    clockOffset: 0,
    enrolledAt: now,
    version: 1,
  };
}
