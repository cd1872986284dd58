/** Whether what the collector is told can be made durable: known by the room that is left and by writes that failed. */
export type StorageState = 'ok' | 'full';

export interface Room {
  /** Bytes that this process may still write. */
  readonly free: number;
}

/** Below this nothing more is written, so that the databases can still finish what they are at. */
export const reserveBytes = 16 * 1024 * 1024;
/** So much must be free again before writing goes on, or it would begin and stop all the time. */
export const resumeBytes = 32 * 1024 * 1024;

/** The next state. Pure: a failed write is believed at once, room only when there is enough of it. */
export function nextState(state: StorageState, { free }: Room, failed: boolean): StorageState {
  if (failed || free < reserveBytes) return 'full';
  return state === 'full' && free < resumeBytes ? 'full' : 'ok';
}

export type StorageListener = (state: StorageState, since: number) => void;

/** The state of the disk, for all who write and for all who are told. */
export class Storage {
  readonly #listeners = new Set<StorageListener>();
  #state: StorageState = 'ok';
  #since: number;
  #failed = false;

  constructor(now: number) {
    this.#since = now;
  }

  get full(): boolean {
    return this.#state === 'full';
  }

  /** Since when it is as it is. */
  get since(): number {
    return this.#since;
  }

  on(listener: StorageListener): void {
    this.#listeners.add(listener);
  }

  /** A write was refused for want of room. */
  failed(now: number): void {
    this.#failed = true;
    this.#move('full', now);
  }

  /** How much room there is, asked from time to time. */
  measured(room: Room, now: number): void {
    // A quota or a reserve for root can refuse writes although there is room: then the next write decides.
    const failed = this.#failed && room.free < resumeBytes;
    this.#failed = failed;
    this.#move(nextState(this.#state, room, failed), now);
  }

  #move(state: StorageState, now: number): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#since = now;
    for (const listener of this.#listeners) listener(state, now);
  }
}
