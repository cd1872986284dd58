import type { Device as DeviceItem, Trouble } from '@fettle/shared/api/devices';
import { type Device, type Ending, silenceOf } from '../../domain/devices/index.ts';
import type { Summary } from './now.ts';

/** What is known of a device's connection at this moment. */
export interface Connection {
  readonly lastFrame: number | null;
  readonly interval: number;
  readonly offset: number;
  readonly ending: Ending | null;
}

/** A device as the API shows it: what is remembered, and over it what is known now. */
export function deviceView(
  device: Device,
  connection: Connection | null,
  summary: Summary,
  troubles: readonly Trouble[],
): DeviceItem {
  const { id, name, kind, os, agentVersion, state, stateSince, site, labels, enrolledAt, version } = device;
  return {
    id,
    name,
    kind,
    os,
    agentVersion,
    state,
    stateSince,
    site,
    labels: { ...labels },
    enrolledAt,
    version,
    silence: silenceOf(state, connection?.ending ?? null),
    lastSeen: connection?.lastFrame ?? device.lastSeen,
    interval: connection?.interval ?? device.interval,
    clockOffset: connection?.offset ?? device.clockOffset,
    troubles: [...troubles],
    vitals: summary.vitals,
  };
}
