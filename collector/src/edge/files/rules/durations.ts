import { parseDuration } from '@fettle/shared/duration';
import type { Field, Source } from '../source.ts';

const most = 400 * 86_400_000;

/** ms of a text such as `10m`; undefined, and told, where it is none. */
export function duration(source: Source, field: Field, what: string, text: string): number | undefined {
  // `10 min` is how people write it elsewhere.
  const ms = parseDuration(
    text
      .trim()
      .replace(/\s+(?=[a-z])/, '')
      .replace(/min$/, 'm'),
  );
  if (ms === null) {
    return source.error(field.valueAt, `${what}: “${text.trim()}” is no time. Write one such as 30s, 10m, 2h or 7d.`);
  }
  return ms > most ? source.error(field.valueAt, `${what} is at most 400 days.`) : ms;
}

/** Of a key whose whole value is a duration; 0 where it is absent. */
export function durationField(source: Source, field: Field | undefined, what: string): number | undefined {
  if (field === undefined) return 0;
  const text = source.words(field, what, '10m');
  return text === undefined ? undefined : duration(source, field, what, text);
}
