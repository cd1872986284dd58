/** The newest events in memory: whoever hears by a cursor hears what the store tells, once each, and seldom asks it. */
import { everywhere } from '@fettle/collector/domain/access/index';
import { type EventStore, withTail } from '@fettle/collector/domain/events/index';
import { array, assert, asyncProperty, integer, oneof, record } from 'fast-check';
import { expect, test } from 'vitest';
import { collector } from './device-world.ts';

/** The events of a collector, read through a tail, and how often the rows of the store are read. */
async function world() {
  const { events, ...rest } = await collector();
  const told = { reads: 0 };
  const counted: EventStore = new Proxy(events, {
    get(target, name: keyof EventStore) {
      if (name === 'after') told.reads++;
      return (target[name] as (...args: unknown[]) => unknown).bind(target);
    },
  });
  const note = (time: number, count: number, site: string | null = null) => ({
    events: Array.from({ length: count }, (_, i) => ({
      time: time + i,
      kind: 'a.b',
      device: null,
      site,
      detail: { i },
    })),
    audit: [],
  });
  return { ...rest, events, told, note, tail: withTail(counted) };
}

test('many who hear the same cost one reading, and none where nothing was told', async () => {
  await using w = await world();
  await w.events.record(w.note(1, 3));
  const heard = await Promise.all([0, 0, 1].map((from) => w.tail.after(everywhere, from, 500)));
  expect(heard.map((events) => events.map(({ sequence }) => sequence))).toEqual([
    [1, 2, 3],
    [1, 2, 3],
    [2, 3],
  ]);
  expect(await w.tail.after(everywhere, 3, 500)).toEqual([]);
  expect(w.told.reads).toBe(1);
});

test('a scope is asked of the store', async () => {
  await using w = await world();
  await w.events.record(w.note(1, 1, 'berlin'));
  await w.events.record(w.note(1, 1, 'rome'));
  await w.tail.after(everywhere, 0, 10);
  const seen = await w.tail.after({ sites: ['rome'] }, 0, 10);
  expect(seen.map(({ site }) => site)).toEqual(['rome']);
  const chosen = await w.tail.after({ sites: 'all', selector: 'site=berlin' }, 0, 10);
  expect(chosen).toEqual(await w.events.after({ sites: 'all', selector: 'site=berlin' }, 0, 10));
});

test('whatever is told, forgotten and asked for, the answer is the one of the store', async () => {
  const step = oneof(
    record({ tell: integer({ min: 1, max: 1_200 }) }),
    record({ forget: integer({ min: 0, max: 4_000 }) }),
    record({ ask: integer({ min: -5, max: 3_000 }), limit: integer({ min: 1, max: 1_000 }) }),
  );
  await assert(
    asyncProperty(array(step, { maxLength: 12 }), async (steps) => {
      await using w = await world();
      let time = 1;
      for (const one of steps) {
        // Half of it by somebody else, behind the back of the tail.
        const store = time % 2 === 0 ? w.events : w.tail;
        if ('tell' in one) {
          await store.record(w.note(time, one.tell));
          time += one.tell;
        } else if ('forget' in one) await w.tail.retain(one.forget);
        else {
          const { newest, oldest } = await w.events.bounds();
          const from = Math.max(oldest - 1, newest - one.ask, 0);
          const [found, wanted] = [
            await w.tail.after(everywhere, from, one.limit),
            await w.events.after(everywhere, from, one.limit),
          ];
          expect(found).toEqual(wanted);
        }
      }
    }),
    { numRuns: 40 },
  );
});
