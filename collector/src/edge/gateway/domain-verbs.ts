import { FettleError } from '@fettle/shared/errors';
import type { Clock } from '../../clock.ts';
import { agentActor, everywhere } from '../../domain/access/index.ts';
import { type DeviceStore, enrolDevice, quarantineDevice } from '../../domain/devices/index.ts';
import type { EventStore } from '../../domain/events/index.ts';
import { type InventoryStore, recordFacts } from '../../domain/inventory/index.ts';
import { ingest, recordRefusal, type SeriesStore, type StoredFrame } from '../../domain/series/index.ts';
import type { TrustStore } from '../../domain/trust/index.ts';
import type { Storage } from '../storage/storage.ts';
import type { GatewayVerbs } from './verbs.ts';

export interface GatewayPorts {
  readonly devices: DeviceStore;
  readonly events: EventStore;
  readonly inventory: InventoryStore;
  readonly series: SeriesStore;
  readonly trust: Pick<TrustStore, 'putEvidence'>;
  readonly clock: Clock;
  readonly storage: Storage;
  /** Told of frames when they come; null, or what to call once they are durable or cannot be now: then their commit is urgent. */
  readonly onArrived: (frames: readonly StoredFrame[]) => (() => void) | null;
  /** Told of frames once they are durable, without those that were there already. */
  readonly onStored: (frames: readonly StoredFrame[]) => void;
}

/** The gateway's verbs over the domain's. */
export function domainVerbs(all: GatewayPorts): GatewayVerbs {
  const { devices, events, inventory, series, trust, clock, storage, onArrived, onStored } = all;
  return {
    findToken: (key) => devices.token(key),
    enrol: async ({ record, envelope, tokenKey, agentVersion }) => {
      await enrolDevice({ store: devices, now: clock.now() }, agentActor(record.id), {
        record,
        tokenKey,
        agentVersion,
      });
      if (envelope) await trust.putEvidence({ device: record.id, host: record.host, envelope });
    },
    device: async (id) => {
      const device = await devices.device(everywhere, id);
      return device && { publicKey: device.publicKey, state: device.state, grant: await devices.grant(id) };
    },
    quarantine: (id) => quarantineDevice({ store: devices, now: clock.now() }, agentActor(id), { id }),
    resume: (id) => series.resume(id),
    ingest: async (device, frames, dictionary, ahead = 'wait') => {
      if (storage.full) throw new FettleError('disk_full');
      const told: (() => void)[] = [];
      const arrived = (some: readonly StoredFrame[]) => {
        const tell = onArrived(some);
        if (tell !== null) told.push(tell);
        return tell !== null;
      };
      try {
        const ports = { store: series, now: clock.now(), arrived };
        const report = { device, frames, dictionary, ahead };
        const { outcomes, stored } = await ingest(ports, agentActor(device), report);
        onStored(stored);
        return outcomes;
      } catch (error) {
        if (error instanceof FettleError && error.details['reason'] === 'disk_full') storage.failed(clock.now());
        throw error;
      } finally {
        for (const tell of told) tell();
      }
    },
    refusal: (refusal) => recordRefusal({ devices, events, now: clock.now() }, agentActor(refusal.device), refusal),
    facts: async (device, time, facts) => {
      const ports = { store: inventory, devices, now: clock.now() };
      await recordFacts(ports, agentActor(device), { device, time, facts });
    },
  };
}
