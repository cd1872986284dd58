import type { Attributes } from '../metrics/metric.ts';
import type { Where } from './rule.ts';

/** Whether a series' attributes fit. A key that the series has not has no value and fits nothing. */
export function fits(where: Where | undefined, attributes: Attributes): boolean {
  if (where === undefined) return true;
  return Object.entries(where).every(([key, wanted]) => {
    const value = Object.hasOwn(attributes, key) ? attributes[key] : undefined;
    return value !== undefined && fitsText(wanted, value);
  });
}

/** `*` at the beginning or the end stands for anything; `*` alone for every value. */
function fitsText(wanted: string, value: string): boolean {
  const from = wanted.startsWith('*');
  const to = wanted.length > 1 && wanted.endsWith('*');
  const core = wanted.slice(from ? 1 : 0, to ? -1 : undefined);
  if (from && to) return value.includes(core);
  if (from) return value.endsWith(core);
  return to ? value.startsWith(core) : value === core;
}

/** What names a series beside its metric, equal for equal attributes: `a=1,b=2`, as in `seriesText`; empty for none. */
export function instanceText(attributes: Attributes): string {
  const escape = (text: string) => text.replaceAll(/[\\,=}]/g, String.raw`\$&`);
  return Object.keys(attributes)
    .toSorted()
    .map((key) => `${escape(key)}=${escape(attributes[key] ?? '')}`)
    .join(',');
}
