import type { Device as DeviceItem } from '@fettle/shared/api/devices';
import type { DeviceId } from '@fettle/shared/ids';
import { everywhere } from '../../domain/access/index.ts';
import type { Device, DeviceStore } from '../../domain/devices/index.ts';
import type { EventStore } from '../../domain/events/index.ts';
import type { SeriesStore, StoredFrame } from '../../domain/series/index.ts';
import type { Presence } from '../gateway/presence.ts';
import { fleetItems } from './fleet.ts';
import { frameMessage } from './frame-message.ts';
import { Hub } from './hub.ts';
import { newestOf, Now } from './now.ts';
import { deviceView } from './view.ts';

export interface FeedNeeds {
  readonly devices: DeviceStore;
  readonly events: EventStore;
  readonly series: SeriesStore;
  readonly presence: Presence;
  /** Begins to measure a device often; the answer ends that. */
  readonly watch: (device: DeviceId) => () => void;
}

/** What is true now, kept from durable frames, and the streams that it goes to. */
export interface Feed {
  readonly hub: Hub;
  readonly view: (device: Device) => DeviceItem;
  readonly onStored: (frames: readonly StoredFrame[]) => void;
}

/** Begins with the newest values that the store has. */
export async function createFeed({ devices, events, series, presence, watch }: FeedNeeds): Promise<Feed> {
  const now = new Now();
  const enrolled = (await devices.devices(everywhere)).map(({ id }) => id);
  for (const [id, latest] of await series.latest(enrolled)) now.latest(id, latest, latest[0]?.time ?? 0);
  const view = (device: Device) => deviceView(device, presence.get(device.id) ?? null, now.summary(device.id));
  const hub = new Hub({
    events,
    fleet: (scope, ids) => fleetItems(devices, view, scope, ids),
    devices: async (ids) => {
      const found = (await devices.devices(everywhere)).filter(({ id }) => ids.has(id));
      return new Map(found.map((device) => [device.id, device]));
    },
    watch,
  });
  return {
    hub,
    view,
    onStored(frames) {
      for (const stored of newestOf(frames)) {
        if (!now.frame(stored)) continue;
        hub.changed(stored.device);
        if (hub.isWatched(stored.device)) hub.frame(frameMessage(stored, presence.get(stored.device)?.interval ?? 0));
      }
    },
  };
}
