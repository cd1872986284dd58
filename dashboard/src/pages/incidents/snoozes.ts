// pure
import { day, hour } from '../../format/time.ts';

/** Until when one may snooze: some hours, tomorrow morning, the next Monday morning; in the browser's zone. Pure. */
export function snoozes(now: number): { readonly words: string; readonly until: number }[] {
  const morning = (days: number) => {
    const at = new Date(now);
    at.setDate(at.getDate() + days);
    return at.setHours(8, 0, 0, 0);
  };
  const toMonday = (8 - new Date(now).getDay()) % 7 || 7;
  return [
    { words: '1 hour', until: now + hour },
    { words: '4 hours', until: now + 4 * hour },
    { words: 'Tomorrow morning', until: morning(1) },
    ...(toMonday > 1 ? [{ words: 'Monday morning', until: morning(toMonday) }] : []),
    { words: '7 days', until: now + 7 * day },
  ];
}
