/** What was heard of devices, on its way to the records, so that it survives a restart. */
import type { DeviceId } from '@fettle/shared/ids';
import { everywhere } from '../../domain/access/index.ts';
import type { DeviceStore, Sighting } from '../../domain/devices/index.ts';
import type { Note } from '../../domain/events/index.ts';
import type { DevicePresence, Presence } from '../gateway/presence.ts';

/** Devices that are written at once: with more, each is written again after all the others. */
const atOnce = 512;

interface Written {
  readonly lastFrame: number;
  readonly agentVersion: string;
}

export class Sightings {
  readonly #devices: DeviceStore;
  readonly #presence: Pick<Presence, 'all' | 'get'>;
  /** By device, who was written last at the end. */
  readonly #written = new Map<DeviceId, Written>();

  constructor(devices: DeviceStore, presence: Pick<Presence, 'all' | 'get'>) {
    this.#devices = devices;
    this.#presence = presence;
  }

  /** Writes some of what was heard since it was written last: first of those that went away or are new, then what waits longest. */
  async writeSome(now: number): Promise<void> {
    const chosen = new Set<DevicePresence>();
    for (const one of this.#presence.all()) {
      if (chosen.size >= atOnce) break;
      if ((!one.connected || !this.#written.has(one.device)) && this.#isDue(one)) chosen.add(one);
    }
    for (const device of this.#written.keys()) {
      if (chosen.size >= atOnce) break;
      const one = this.#presence.get(device);
      if (one && this.#isDue(one)) chosen.add(one);
    }
    await this.#write([...chosen], now);
  }

  async writeAll(now: number): Promise<void> {
    await this.#write(
      [...this.#presence.all()].filter((one) => this.#isDue(one)),
      now,
    );
  }

  #isDue({ device, lastFrame, watched }: DevicePresence): boolean {
    return lastFrame !== null && !watched && this.#written.get(device)?.lastFrame !== lastFrame;
  }

  async #write(heard: readonly DevicePresence[], now: number): Promise<void> {
    if (heard.length === 0) return;
    const sightings = heard.map(({ device, lastFrame, interval, offset, agentVersion }): Sighting => ({
      id: device,
      lastSeen: lastFrame ?? 0,
      interval,
      clockOffset: offset,
      agentVersion,
    }));
    await this.#devices.sight(sightings, await this.#news(sightings, now));
    for (const { id, lastSeen, agentVersion } of sightings) {
      this.#written.delete(id);
      this.#written.set(id, { lastFrame: lastSeen, agentVersion });
    }
  }

  /** Agents that are of another version than was known. */
  async #news(sightings: readonly Sighting[], time: number): Promise<Note> {
    const others = sightings.filter(({ id, agentVersion }) => this.#written.get(id)?.agentVersion !== agentVersion);
    if (others.length === 0) return { events: [], audit: [] };
    const known = new Map((await this.#devices.devices(everywhere)).map((device) => [device.id, device]));
    const events = others.flatMap(({ id, agentVersion }) => {
      const device = known.get(id);
      if (!device || device.agentVersion === agentVersion) return [];
      const detail = { from: device.agentVersion, to: agentVersion };
      return [{ time, kind: 'device.agent', device: id, site: device.site, detail }];
    });
    return { events, audit: [] };
  }
}
