import type { Selector } from './parse.ts';

/** What a selector looks at. */
export interface Selectable {
  readonly labels: Readonly<Record<string, string>>;
  readonly os: string;
  readonly kind: string;
  readonly site: string;
}

/** The keys that every device has, whatever its labels say. */
const own = new Set(['os', 'kind', 'site']);

/** Whether a selector chooses this. A label that is not there has no value: `key!=v` holds for it. Pure. */
export function matches(selector: Selector, subject: Selectable): boolean {
  if (selector.form === 'all') return selector.of.every((term) => matches(term, subject));
  if (selector.form === 'not') return !matches(selector.of, subject);
  const value = valueOf(selector.key, subject);
  return value !== undefined && (selector.form === 'has' || selector.values.includes(value));
}

function valueOf(key: string, subject: Selectable): string | undefined {
  if (own.has(key)) return subject[key as 'os' | 'kind' | 'site'];
  return Object.hasOwn(subject.labels, key) ? subject.labels[key] : undefined;
}
