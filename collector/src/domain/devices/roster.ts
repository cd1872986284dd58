import type { DeviceId } from '@fettle/shared/ids';
import { everywhere, seesDevice } from '../access/index.ts';
import type { EventStore } from '../events/index.ts';
import type { DeviceStore } from './store.ts';
import type { Device, Sighting } from './types.ts';

/** What others write without an event is seen after so long at the latest, ms. */
export const rosterMs = 5_000;

interface Reading {
  /** Number of changes made through this store before it began. */
  readonly changes: number;
  /** The newest event before it began. */
  readonly newest: number;
  readonly time: number;
  readonly devices: Promise<readonly Device[]>;
}

/**
 * The same store with the list of all devices kept in memory, for what asks for it each second. What is changed through
 * it is seen at once; what another process changes (the CLI, another collector) as soon as the event of it is there.
 * @param now ms of a clock that runs as other processes do
 */
export function withRoster(store: DeviceStore, events: Pick<EventStore, 'bounds'>, now: () => number): DeviceStore {
  let changes = 0;
  let kept: Reading | undefined;

  async function all(): Promise<readonly Device[]> {
    const { newest } = await events.bounds();
    const fresh = kept && kept.changes === changes && kept.newest === newest && now() - kept.time < rosterMs;
    if (!kept || !fresh) kept = read(newest);
    return kept.devices;
  }

  function read(newest: number): Reading {
    const reading = { changes, newest, time: now(), devices: store.devices(everywhere) };
    reading.devices.catch(() => {
      // Whoever waits for it is told; the next one tries again.
      if (kept === reading) kept = undefined;
    });
    return reading;
  }

  /** Counts a change before and after it is made: a reading that began meanwhile may not have seen it. */
  async function changing<Answer>(change: Promise<Answer>): Promise<Answer> {
    changes++;
    try {
      return await change;
    } finally {
      changes++;
    }
  }

  return {
    addToken: (token, note) => store.addToken(token, note),
    token: (key) => store.token(key),
    tokens: (scope) => store.tokens(scope),
    device: (scope, id) => store.device(scope, id),
    several: (scope, ids) => store.several(scope, ids),
    setGrant: (id, version, envelope, note) => store.setGrant(id, version, envelope, note),
    grant: (id) => store.grant(id),
    grants: (scope) => store.grants(scope),
    devices: async (scope) => (await all()).filter((device) => seesDevice(scope, device)),
    enrol: (tokenKey, device, time, note) => changing(store.enrol(tokenKey, device, time, note)),
    change: (scope, id, version, change, note) => changing(store.change(scope, id, version, change, note)),
    describe: (id, facts) => changing(store.describe(id, facts)),
    setState: (id, from, to, since, note) => changing(store.setState(id, from, to, since, note)),
    async sight(sightings, note) {
      await store.sight(sightings, note);
      // Many and often: taken over instead of read again. A reading that failed was told to who asked for it.
      const before = kept;
      const list = await before?.devices.catch(() => undefined);
      if (before && list && kept === before) kept = { ...before, devices: Promise.resolve(seen(list, sightings)) };
    },
  };
}

/** The devices after some sightings, as the store keeps them: later ones win. */
function seen(devices: readonly Device[], sightings: readonly Sighting[]): readonly Device[] {
  const byId = new Map<DeviceId, Sighting>();
  for (const one of sightings) if (one.lastSeen >= (byId.get(one.id)?.lastSeen ?? 0)) byId.set(one.id, one);
  return devices.map((device) => {
    const one = byId.get(device.id);
    return one && one.lastSeen >= (device.lastSeen ?? 0) ? { ...device, ...one } : device;
  });
}
