import type { Device as DeviceItem } from '@fettle/shared/api/devices';
import type { DeviceId } from '@fettle/shared/ids';
import { everywhere } from '../../domain/access/index.ts';
import type { Device, DeviceStore } from '../../domain/devices/index.ts';
import type { EventStore } from '../../domain/events/index.ts';
import type { IncidentStore } from '../../domain/incidents/index.ts';
import type { RuleStore } from '../../domain/rules/index.ts';
import type { SeriesStore, StoredFrame } from '../../domain/series/index.ts';
import type { Presence } from '../gateway/presence.ts';
import { fleetItems } from './fleet.ts';
import { frameMessage } from './frame-message.ts';
import { Hub } from './hub.ts';
import { newestOf, Now } from './now.ts';
import { OpenTroubles } from './open-troubles.ts';
import { deviceView } from './view.ts';

export interface FeedNeeds {
  readonly devices: DeviceStore;
  readonly events: EventStore;
  readonly series: SeriesStore;
  readonly incidents: Pick<IncidentStore, 'open'>;
  readonly rules: Pick<RuleStore, 'rules'>;
  readonly presence: Presence;
  /** Begins to measure a device often; the answer ends that. */
  readonly watch: (device: DeviceId) => () => void;
}

/** What is true now, kept from durable frames, and the streams that it goes to. */
export interface Feed {
  readonly hub: Hub;
  readonly view: (device: Device) => DeviceItem;
  readonly onStored: (frames: readonly StoredFrame[]) => void;
  /** Looks whether incidents or rules changed. Each second. */
  readonly lookAtIncidents: () => Promise<void>;
}

/** Events that are read at once. */
const eventsAtOnce = 1_000;

/** Begins with the newest values that the store has. */
export async function createFeed(needs: FeedNeeds): Promise<Feed> {
  const { devices, events, series, presence, watch } = needs;
  const now = new Now();
  const enrolled = (await devices.devices(everywhere)).map(({ id }) => id);
  for (const [id, latest] of await series.latest(enrolled)) now.latest(id, latest, latest[0]?.time ?? 0);
  const troubles = new OpenTroubles();
  let cursor = -1;
  const view = (device: Device) => {
    const summary = now.summary(device.id);
    return deviceView(device, presence.get(device.id) ?? null, summary, troubles.of(device.id, summary.troubles));
  };
  const hub = new Hub({
    events,
    fleet: (scope, ids) => fleetItems(devices, view, scope, ids),
    devices: async (ids) => {
      const found = (await devices.devices(everywhere)).filter(({ id }) => ids.has(id));
      return new Map(found.map((device) => [device.id, device]));
    },
    watch,
  });
  async function lookAtIncidents(): Promise<void> {
    const { newest } = await events.bounds();
    if (newest === cursor) return;
    const changed = cursor < 0 || newest - cursor > eventsAtOnce || (await changedSince(cursor));
    cursor = newest;
    if (!changed) return;
    const [live, rules] = [await needs.incidents.open(everywhere), await needs.rules.rules()];
    for (const device of troubles.take(live, rules)) hub.changed(device);
  }

  const changedSince = async (sequence: number) =>
    (await events.after(everywhere, sequence, eventsAtOnce)).some(({ kind }) => /^(?:incident|rule)\./.test(kind));

  await lookAtIncidents();
  return {
    hub,
    view,
    lookAtIncidents,
    onStored(frames) {
      for (const stored of newestOf(frames)) {
        if (!now.frame(stored)) continue;
        hub.changed(stored.device);
        if (hub.isWatched(stored.device)) hub.frame(frameMessage(stored, presence.get(stored.device)?.interval ?? 0));
      }
    },
  };
}
