import type { LiveFleet, LiveFrame, LiveHello, LiveNotice, LiveOutput, LiveRun } from '@fettle/shared/api/live';
import type { StorageItem } from '@fettle/shared/api/storage';
import type { EventItem } from '@fettle/shared/api/events';
import type { DeviceId } from '@fettle/shared/ids';
import { everywhere, inScope, type Scope, seesDevice } from '../../domain/access/index.ts';
import type { Device } from '../../domain/devices/index.ts';
import type { Event, EventStore } from '../../domain/events/index.ts';
import type { FleetItems } from './fleet.ts';
import { Told } from './told.ts';

/** The messages of a stream, by the name of their SSE event. */
export interface LiveMessages {
  hello: LiveHello;
  event: EventItem;
  reset: Record<string, never>;
  frame: LiveFrame;
  fleet: LiveFleet;
  storage: StorageItem;
  notice: LiveNotice;
  run: LiveRun;
  output: LiveOutput;
}

/** One open stream. */
export interface Subscriber {
  readonly scope: Scope;
  readonly devices: ReadonlySet<DeviceId>;
  readonly fleet: boolean;
  /** With `fleet`: the devices whose whole items are wanted. */
  readonly rows: ReadonlySet<string>;
  /** The order whose runs are wanted, and the run whose output is; null: none. */
  readonly order: string | null;
  readonly run: string | null;
  /** Whether what runs said is theirs to read. */
  readonly readsRuns: boolean;
  send<Name extends keyof LiveMessages>(name: Name, data: LiveMessages[Name], id?: number): void;
  /** Keeps the connection alive through proxies. */
  beat(): void;
  /** Whether who opened it may still see what it shows. */
  allowed(): Promise<boolean>;
  end(): void;
}

export interface HubSources {
  readonly events: Pick<EventStore, 'after' | 'bounds'>;
  /** The items of these devices as the device list gives them to a scope, and how many devices the scope has. */
  fleet(scope: Scope, ids: ReadonlySet<DeviceId>): Promise<FleetItems>;
  /** The devices themselves, of those ids that are one. */
  devices(ids: ReadonlySet<DeviceId>): Promise<ReadonlyMap<DeviceId, Device>>;
  /** Begins to measure a device often, because somebody looks; the answer ends that. */
  watch(device: DeviceId): () => void;
}

/** Events after which somebody may see less than before; labels count where a scope has a selector. */
const changesRights = /^(person|token)\.|^device\.changed$/;

/** How far back a stream may resume; beyond it is `reset`. */
export const resumeLimit = 1_000;

export function eventItem({ sequence, time, kind, device, site, detail }: Event): EventItem {
  return { sequence, time, kind, device, site, detail };
}

/** Whether an event is told to a scope: a device that is not among these is one that no selector chooses. */
function sees(scope: Scope, event: Event, devices: ReadonlyMap<DeviceId, Device>): boolean {
  if (!inScope(scope, event.site)) return false;
  if (scope.selector === undefined || event.device === null) return true;
  const device = devices.get(event.device);
  return device !== undefined && seesDevice(scope, device);
}

/** Spreads what happens to the open streams, each within its scope. Driven by `tick`; owns no timer. */
export class Hub {
  readonly #sources: HubSources;
  readonly #subscribers = new Set<Subscriber>();
  readonly #watchers = new Map<DeviceId, number>();
  readonly #watches = new Map<Subscriber, (() => void)[]>();
  readonly #told = new Told();
  #changed = new Set<DeviceId>();
  #cursor = -1;
  #turn: Promise<void> = Promise.resolve();

  constructor(sources: HubSources) {
    this.#sources = sources;
  }

  get size(): number {
    return this.#subscribers.size;
  }

  /** True when somebody looks at this device: its frames are worth building a message for. */
  isWatched(device: DeviceId): boolean {
    return this.#watchers.has(device);
  }

  /** Begins a stream: what happened after `lastEvent`, or a `reset`, then everything new; each event once, in order. */
  async subscribe(subscriber: Subscriber, lastEvent: number | null): Promise<void> {
    let sent = lastEvent;
    // A tick may move the cursor while we wait, so go on until nothing lies between it and what was sent.
    for (;;) {
      if (this.#cursor < 0) this.#cursor = (await this.#sources.events.bounds()).newest;
      const upTo = this.#cursor;
      if (sent === null || sent === upTo) break;
      if (upTo >= 0) await this.#resume(subscriber, sent, upTo);
      sent = upTo;
    }
    this.#subscribers.add(subscriber);
    const devices = [...subscriber.devices];
    for (const device of devices) this.#watchers.set(device, (this.#watchers.get(device) ?? 0) + 1);
    this.#watches.set(
      subscriber,
      devices.map((device) => this.#sources.watch(device)),
    );
  }

  unsubscribe(subscriber: Subscriber): void {
    if (!this.#subscribers.delete(subscriber)) return;
    for (const end of this.#watches.get(subscriber) ?? []) end();
    this.#watches.delete(subscriber);
    for (const device of subscriber.devices) {
      const left = (this.#watchers.get(device) ?? 1) - 1;
      if (left > 0) this.#watchers.set(device, left);
      else this.#watchers.delete(device);
    }
  }

  /** A newest frame is durable. */
  frame(message: LiveFrame): void {
    for (const subscriber of this.#subscribers) {
      if (subscriber.devices.has(message.device as DeviceId)) subscriber.send('frame', message);
    }
  }

  /** The device's item in lists is no longer what it was. */
  changed(device: DeviceId): void {
    if (this.#subscribers.size > 0) this.#changed.add(device);
  }

  /** Sends the events since the last tick, and the devices that changed. */
  tick(): Promise<void> {
    return this.#inTurn(() => this.#tick());
  }

  /** Sends the events since the last tick: something happened that must not wait for the next. */
  tellEvents(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#subscribers.size > 0) await this.#tickEvents();
    });
  }

  /** Never two at once: both would send the same events. */
  #inTurn(run: () => Promise<void>): Promise<void> {
    const next = this.#turn.then(run);
    this.#turn = next.catch(() => undefined);
    return next;
  }

  async #tick(): Promise<void> {
    if (this.#subscribers.size === 0) {
      this.#cursor = -1;
      this.#changed.clear();
      this.#told.clear();
      return;
    }
    await this.#tickEvents();
    await this.#tickFleet();
  }

  /** The collector's disk filled up, or has room again. */
  storage(item: StorageItem): void {
    for (const subscriber of this.#subscribers) subscriber.send('storage', item);
  }

  /** Shows a notice as `of` gives it for each one's scope; null: not to them. Gives to how many. */
  notice(of: (scope: Scope) => LiveNotice | null): number {
    let seen = 0;
    for (const subscriber of this.#subscribers) {
      const item = of(subscriber.scope);
      if (item === null) continue;
      subscriber.send('notice', item);
      seen++;
    }
    return seen;
  }

  /** Runs stand otherwise than before. */
  async runs(items: readonly LiveRun[]): Promise<void> {
    const wanted = new Set([...this.#subscribers].flatMap(({ order }) => order ?? []));
    const told = items.filter(({ order }) => wanted.has(order));
    if (told.length === 0) return;
    const devices = await this.#sources.devices(new Set(told.map(({ device }) => device as DeviceId)));
    for (const item of told) {
      const device = devices.get(item.device as DeviceId);
      if (!device) continue;
      for (const one of this.#subscribers) {
        if (one.order === item.order && seesDevice(one.scope, device))
          one.send('run', one.readsRuns ? item : { ...item, lastLine: null });
      }
    }
  }

  /** Who asked for a run's output was let in by it. */
  output(item: LiveOutput): void {
    for (const one of this.#subscribers) if (one.run === item.run) one.send('output', item);
  }

  beat(): void {
    for (const subscriber of this.#subscribers) subscriber.beat();
  }

  /** Ends the streams of those whose session is over or whose role or sites changed; they come back as what they are. */
  async recheck(): Promise<void> {
    for (const subscriber of this.#subscribers) {
      if (!(await subscriber.allowed())) subscriber.end();
    }
  }

  async #resume(subscriber: Subscriber, after: number, upTo: number): Promise<void> {
    const { oldest } = await this.#sources.events.bounds();
    if (after > upTo || after < oldest - 1 || upTo - after > resumeLimit) {
      subscriber.send('reset', {}, upTo);
      return;
    }
    for (const event of await this.#sources.events.after(subscriber.scope, after, resumeLimit)) {
      if (event.sequence <= upTo) subscriber.send('event', eventItem(event), event.sequence);
    }
  }

  async #tickEvents(): Promise<void> {
    const events = await this.#sources.events.after(everywhere, this.#cursor, resumeLimit);
    // Who is shut out, or held to less, hears nothing more; those who come back get what they may see.
    if (events.some(({ kind }) => changesRights.test(kind))) await this.recheck();
    const devices = await this.#concerned(events);
    // Nothing is waited for from here on: who begins a stream meanwhile takes the cursor for where this one goes on.
    for (const event of events) {
      this.#cursor = event.sequence;
      if (event.device) this.#changed.add(event.device);
      for (const subscriber of this.#subscribers) {
        if (sees(subscriber.scope, event, devices)) subscriber.send('event', eventItem(event), event.sequence);
      }
    }
  }

  /** The devices of these events, as they are now, if anybody who listens has a selector. */
  async #concerned(events: readonly Event[]): Promise<ReadonlyMap<DeviceId, Device>> {
    const selective = [...this.#subscribers].some(({ scope }) => scope.selector !== undefined);
    const ids = new Set(events.flatMap(({ device }) => device ?? []));
    return selective && ids.size > 0 ? this.#sources.devices(ids) : new Map();
  }

  async #tickFleet(): Promise<void> {
    const viewers = [...this.#subscribers].filter(({ fleet }) => fleet);
    if (viewers.length === 0) this.#told.clear();
    if (viewers.length === 0 || this.#changed.size === 0) return;
    const changed = this.#changed;
    this.#changed = new Set();
    const byScope = new Map<string, { items: FleetItems['items']; message: LiveFleet }>();
    for (const viewer of viewers) {
      const key = JSON.stringify(viewer.scope);
      const fleet = byScope.get(key) ?? (await this.#ofScope(viewer.scope, changed));
      byScope.set(key, fleet);
      if (fleet.items.length === 0) continue;
      viewer.send('fleet', { ...fleet.message, items: fleet.items.filter(({ id }) => viewer.rows.has(id)) });
    }
    for (const { items } of byScope.values()) this.#told.tell(items);
  }

  async #ofScope(scope: Scope, changed: ReadonlySet<DeviceId>) {
    const { items, total } = await this.#sources.fleet(scope, changed);
    const newest = items.reduce((latest, { lastSeen }) => Math.max(latest, lastSeen ?? 0), 0);
    return { items, message: { cells: this.#told.changed(items), items: [], total, newest: newest || null } };
  }
}
