import type { DeviceId } from '@fettle/shared/ids';
import { everywhere, type Scope, seesDevice } from '../access/index.ts';
import type { EventStore } from '../events/index.ts';
import { withLater, withRead, withSeen } from './roster-list.ts';
import type { DeviceStore } from './store.ts';
import type { Device } from './types.ts';

/** What others write without an event is seen after so long at the latest, ms; where there are more devices than are read at once, so long for each so many. */
export const rosterMs = 5_000;
const readAtOnce = 512;
/** With more events than this, or more devices that they name, all are read anew. */
const mostNews = 1_000;

type Sources = Pick<EventStore, 'bounds' | 'after'>;

/**
 * The same store with the list of all devices kept in memory, for what asks for it each second: the same array while nothing
 * changed. What is changed through it is seen at once; what another process changes (the CLI, another collector) as soon as the
 * event of it is there.
 * @param now ms of a clock that runs as other processes do
 */
export function withRoster(store: DeviceStore, events: Sources, now: () => number): DeviceStore {
  const roster = new Roster(store, events, now);
  const changing = <Answer>(ids: readonly DeviceId[], change: () => Promise<Answer>) => roster.changing(ids, change);
  return {
    addToken: (token, note) => store.addToken(token, note),
    token: (key) => store.token(key),
    tokens: (scope) => store.tokens(scope),
    device: (scope, id) => store.device(scope, id),
    several: (scope, ids) => store.several(scope, ids),
    setGrant: (id, version, envelope, note) => store.setGrant(id, version, envelope, note),
    grant: (id) => store.grant(id),
    grants: (scope) => store.grants(scope),
    async devices(scope) {
      const all = await roster.devices();
      return isWhole(scope) ? all : all.filter((device) => seesDevice(scope, device));
    },
    enrol: (tokenKey, device, time, note) => changing([device.id], () => store.enrol(tokenKey, device, time, note)),
    change: (scope, id, version, change, note) => changing([id], () => store.change(scope, id, version, change, note)),
    describe: (id, facts) => changing([id], () => store.describe(id, facts)),
    setState: (id, from, to, since, note) => changing([id], () => store.setState(id, from, to, since, note)),
    setStates: (moves) =>
      changing(
        moves.map(({ id }) => id),
        () => store.setStates(moves),
      ),
    async sight(sightings, note) {
      await store.sight(sightings, note);
      // Many and often: taken over instead of read again.
      roster.list &&= withSeen(roster.list, sightings);
    },
  };
}

const isWhole = ({ sites, selector }: Scope) => sites === 'all' && selector === undefined;

class Roster {
  readonly #store: DeviceStore;
  readonly #events: Sources;
  readonly #now: () => number;
  /** Null: not read yet. */
  list: readonly Device[] | null = null;
  /** The newest event that it knows of. */
  #newest = 0;
  /** When the last were read for what others write, and where that goes on. */
  #readAt = 0;
  #next = 0;
  /** Changed since they were read. */
  #changed = new Set<DeviceId>();
  #reading: Promise<void> | null = null;

  constructor(store: DeviceStore, events: Sources, now: () => number) {
    this.#store = store;
    this.#events = events;
    this.#now = now;
  }

  async devices(): Promise<readonly Device[]> {
    const { newest } = await this.#events.bounds();
    if (this.#now() - this.#readAt >= rosterMs) await this.#readNow(newest);
    // Somebody else's reading may have begun before this one's newest event.
    while (this.list === null || this.#isBehind(newest)) await this.#readNow(newest);
    return this.list;
  }

  #readNow(newest: number): Promise<void> {
    this.#reading ??= this.#read(newest).finally(() => (this.#reading = null));
    return this.#reading;
  }

  /** Names what is changed before and after that is done: a reading that begins meanwhile may not see it. */
  async changing<Answer>(ids: readonly DeviceId[], change: () => Promise<Answer>): Promise<Answer> {
    const name = () => ids.forEach((id) => this.#changed.add(id));
    name();
    try {
      return await change();
    } finally {
      name();
    }
  }

  #isBehind(newest: number): boolean {
    return newest > this.#newest || this.#changed.size > 0;
  }

  async #read(newest: number): Promise<void> {
    const changed = this.#changed;
    this.#changed = new Set();
    try {
      const named = this.list === null ? 'all' : await this.#named(newest, changed);
      if (named === 'all' || this.list === null) await this.#readAll(newest);
      else if (named.size > 0) await this.#readSome([...named]);
      this.#newest = Math.max(this.#newest, newest);
      if (this.#now() - this.#readAt >= rosterMs) await this.#readOn(newest);
    } catch (error) {
      for (const id of changed) this.#changed.add(id);
      throw error;
    }
  }

  async #readAll(newest: number): Promise<void> {
    const readAt = this.#now();
    const before = this.list;
    const read = await this.#store.devices(everywhere);
    // What was taken over meanwhile is later than what was read.
    this.list = this.list === null || this.list === before ? read : withLater(read, this.list);
    this.#newest = newest;
    this.#readAt = readAt;
    this.#next = 0;
  }

  /** Some more of them, for what others wrote of them without an event. */
  async #readOn(newest: number): Promise<void> {
    const all = this.list ?? [];
    if (all.length <= readAtOnce) return this.#readAll(newest);
    const readAt = this.#now();
    await this.#readSome(all.slice(this.#next, this.#next + readAtOnce).map(({ id }) => id));
    this.#readAt = readAt;
    this.#next = this.#next + readAtOnce < all.length ? this.#next + readAtOnce : 0;
  }

  async #readSome(ids: readonly DeviceId[]): Promise<void> {
    const read = await this.#store.several(everywhere, ids);
    this.list = withRead(this.list ?? [], read);
  }

  /** The devices that were changed through this store, or that events say were. */
  async #named(newest: number, changed: ReadonlySet<DeviceId>): Promise<ReadonlySet<DeviceId> | 'all'> {
    if (newest <= this.#newest) return changed.size > mostNews ? 'all' : changed;
    if (newest - this.#newest > mostNews) return 'all';
    const named = new Set(changed);
    for (const { kind, device } of await this.#events.after(everywhere, this.#newest, mostNews)) {
      if (!kind.startsWith('device.')) continue;
      if (device === null) return 'all';
      named.add(device);
    }
    return named.size > mostNews ? 'all' : named;
  }
}
