import type { DeviceState } from '@fettle/shared/api/devices';
import type { DeviceId } from '@fettle/shared/ids';
import type { Kysely, Selectable } from 'kysely';
import type { Device, EnrolmentToken, Sighting } from '../../domain/devices/types.ts';
import type { Schema } from './schema.ts';

/** Devices with what was seen of them last. */
export function selectDevices(db: Kysely<Schema>) {
  return db
    .selectFrom('devices')
    .innerJoin('sightings', 'sightings.device', 'devices.id')
    .selectAll('devices')
    .select(['last_seen', 'sampling_interval', 'clock_offset', 'agent_version']);
}

type Row = Selectable<Schema['devices']> & Omit<Selectable<Schema['sightings']>, 'device'>;

export function toDevice(row: Row): Device {
  return {
    id: row.id as DeviceId,
    name: row.name,
    kind: row.kind,
    os: row.os,
    agentVersion: row.agent_version,
    site: row.site,
    labels: JSON.parse(row.labels) as Device['labels'],
    publicKey: row.public_key,
    sealingKey: row.sealing_key,
    state: row.state as DeviceState,
    stateSince: row.state_since,
    lastSeen: row.last_seen,
    interval: row.sampling_interval,
    clockOffset: row.clock_offset,
    enrolledAt: row.enrolled_at,
    version: row.version,
  };
}

export function deviceRow(device: Device, tokenKey: string): Selectable<Schema['devices']> {
  return {
    id: device.id,
    name: device.name,
    kind: device.kind,
    kind_chosen: 0,
    os: device.os,
    site: device.site,
    labels: JSON.stringify(device.labels),
    public_key: device.publicKey,
    sealing_key: device.sealingKey,
    state: device.state,
    state_since: device.stateSince,
    enrolled_at: device.enrolledAt,
    enrolled_with: tokenKey,
    version: device.version,
  };
}

export function sightingRow(seen: Omit<Sighting, 'lastSeen'> & { readonly lastSeen: number | null }) {
  return {
    device: seen.id,
    last_seen: seen.lastSeen,
    sampling_interval: seen.interval,
    clock_offset: seen.clockOffset,
    agent_version: seen.agentVersion,
  };
}

export function tokenRow(token: EnrolmentToken): Selectable<Schema['enrolment_tokens']> {
  return {
    key: token.key,
    envelope: token.envelope,
    site: token.site,
    labels: JSON.stringify(token.labels),
    uses: token.uses,
    used: token.used,
    not_before: token.notBefore,
    not_after: token.notAfter,
    created_at: token.createdAt,
  };
}

export function toToken(row: Selectable<Schema['enrolment_tokens']>): EnrolmentToken {
  return {
    key: row.key,
    envelope: row.envelope,
    site: row.site,
    labels: JSON.parse(row.labels) as EnrolmentToken['labels'],
    uses: row.uses,
    used: row.used,
    notBefore: row.not_before,
    notAfter: row.not_after,
    createdAt: row.created_at,
  };
}
