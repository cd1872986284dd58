import { everywhere } from '../access/index.ts';
import type { Event, EventStore } from '../events/index.ts';
import { openAt, type Placed } from './open-at.ts';
import type { WindowStore } from './store.ts';
import type { Window } from './types.ts';

export interface CalendarSources {
  readonly windows: Pick<WindowStore, 'windows'>;
  readonly events: Pick<EventStore, 'after' | 'bounds'>;
}

const atOnce = 1_000;
const isOfWindow = ({ kind }: Event) => kind.startsWith('window.');

/** All windows in memory, for who asks with every incident. What was committed is known after the next `refresh`. */
export class WindowCalendar {
  readonly #sources: CalendarSources;
  #windows: readonly Window[] = [];
  #cursor = -1;

  constructor(sources: CalendarSources) {
    this.#sources = sources;
  }

  /** The window that is open for a device at a time, and its end; null: none. */
  openAt(device: Placed, time: number): { readonly window: Window; readonly until: number } | null {
    return this.#windows.length === 0 ? null : openAt(this.#windows, device, time);
  }

  /** Reads the windows anew when events tell that one changed. */
  async refresh(): Promise<void> {
    const { newest } = await this.#sources.events.bounds();
    if (newest === this.#cursor) return;
    const changed = this.#cursor < 0 || newest - this.#cursor > atOnce || (await this.#changedSince(this.#cursor));
    if (changed) this.#windows = await this.#sources.windows.windows(everywhere);
    this.#cursor = newest;
  }

  async #changedSince(cursor: number): Promise<boolean> {
    return (await this.#sources.events.after(everywhere, cursor, atOnce)).some(isOfWindow);
  }
}
