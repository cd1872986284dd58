import { useEffect, useRef, useState } from 'preact/hooks';
import { minute } from '../../format/time.ts';
import { clockNow } from '../../state/clock.ts';
import { readSparks, type Sparks, type sparkWindow } from '../../state/fleet.ts';
import { resource } from '../../state/resource.ts';

/** The lines of the rows in sight, read anew every minute, and when one has scrolled and rests. */
export function useSparks(ids: readonly string[], window: ReturnType<typeof sparkWindow>): Sparks {
  const key = ids.toSorted().join();
  const current = useRef({ key, window });
  current.current = { key, window };
  const [sparks] = useState(() =>
    resource<Sparks>((signal) =>
      readSparks(current.current.key.split(','), { ...current.current.window, now: clockNow() }, signal),
    ),
  );
  useEffect(() => {
    if (key === '') return undefined;
    const soon = setTimeout(() => void sparks.load(), 200);
    const timer = setInterval(() => document.hidden || void sparks.load(), Math.min(minute, 6 * window.step));
    return () => {
      clearTimeout(soon);
      clearInterval(timer);
    };
  }, [key, window.span]);
  return sparks.value.value ?? new Map();
}
