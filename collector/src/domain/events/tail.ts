import { everywhere, type Scope } from '../access/index.ts';
import type { EventStore } from './store.ts';
import type { Event } from './types.ts';

/** Events that are remembered: more than anybody asks for at once. */
const remembered = 2_000;
const atOnce = 1_000;

/**
 * The same store with the newest events kept in memory, for the many who hear them each second by a cursor of their own. What
 * another process (the CLI, another collector) tells is heard as before: the store is asked how far it has come.
 */
export function withTail(store: EventStore): EventStore {
  /** Without a gap, the last of them the newest that was heard of. */
  let tail: readonly Event[] = [];
  let reading: Promise<void> | null = null;

  async function readOn(newest: number): Promise<void> {
    for (let last = tail.at(-1)?.sequence ?? newest - remembered; last < newest;) {
      const found = await store.after(everywhere, last, atOnce);
      const next = found.at(-1)?.sequence;
      if (next === undefined) return;
      tail = [...tail, ...found].slice(-remembered);
      last = next;
    }
  }

  const isBehind = (newest: number) => (tail.at(-1)?.sequence ?? -1) < newest;

  /** What is in memory, and how far the store has come. */
  async function heard(): Promise<{ readonly events: readonly Event[]; readonly newest: number }> {
    const { newest } = await store.bounds();
    // Somebody else's reading may have begun before this one's newest event.
    if (reading !== null && isBehind(newest)) await reading;
    if (isBehind(newest)) {
      reading = readOn(newest).finally(() => (reading = null));
      await reading;
    }
    return { events: tail, newest };
  }

  async function after(scope: Scope, sequence: number, limit: number): Promise<Event[]> {
    if (scope.sites !== 'all' || scope.selector !== undefined) return store.after(scope, sequence, limit);
    const { events, newest } = await heard();
    if (newest <= sequence) return [];
    const first = events[0]?.sequence ?? Number.POSITIVE_INFINITY;
    if (first > sequence + 1) return store.after(scope, sequence, limit);
    return events.slice(sequence + 1 - first, sequence + 1 - first + limit);
  }

  return {
    record: (note) => store.record(note),
    after,
    list: (scope, query) => store.list(scope, query),
    bounds: () => store.bounds(),
    async retain(before) {
      const removed = await store.retain(before);
      const kept = tail.findIndex(({ time }) => time >= before);
      if (removed > 0) tail = kept < 0 ? [] : tail.slice(kept);
      return removed;
    },
    audit: (sequence, limit) => store.audit(sequence, limit),
    checkAudit: () => store.checkAudit(),
  };
}
