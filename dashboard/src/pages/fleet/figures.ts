import type { Device } from '@fettle/shared/api/devices';
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { ApiProblem } from '../../api/problem.ts';
import { readDevices } from '../../api/read.ts';
import { hear, missed, want } from '../../live/live.ts';

/** Whole items of the devices in sight; of those out of sight nothing is kept. */
const items = signal<ReadonlyMap<string, Device>>(new Map());

/** So long the rows must stay in sight before their figures are asked for, and then listened for. */
const readMs = 60;
const listenMs = 500;

function take(some: readonly Device[], ids: ReadonlySet<string>): void {
  const kept = [...items.peek()].filter(([id]) => ids.has(id));
  items.value = new Map([...kept, ...some.filter(({ id }) => ids.has(id)).map((one) => [one.id, one] as const)]);
}

async function read(ids: ReadonlySet<string>, aborted: AbortSignal): Promise<void> {
  try {
    take(await readDevices([...ids], aborted), ids);
  } catch (error) {
    // The rows stand without figures, and live messages bring them.
    if (!aborted.aborted && !(error instanceof ApiProblem)) throw error;
  }
}

/** The figures of the rows in sight, kept up live. */
export function useFigures(ids: readonly string[]): ReadonlyMap<string, Device> {
  const key = ids.toSorted().join();
  useEffect(() => {
    if (key === '') return undefined;
    const wanted = new Set(key.split(','));
    const reading = new AbortController();
    const readAll = () => void read(wanted, reading.signal);
    const first = setTimeout(readAll, items.peek().size === 0 ? 0 : readMs);
    let stop = () => {};
    const listen = setTimeout(() => (stop = want({ fleet: true, devices: [], rows: [...wanted] })), listenMs);
    const deaf = hear((message) => {
      if (message.name === 'fleet' && message.data.items.length > 0) take(message.data.items, wanted);
    });
    const counted = missed.peek();
    const unsubscribe = missed.subscribe((count) => count !== counted && readAll());
    return () => {
      clearTimeout(first);
      clearTimeout(listen);
      reading.abort();
      stop();
      deaf();
      unsubscribe();
    };
  }, [key]);
  return items.value;
}
