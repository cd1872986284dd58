import { type Compare, type Range, toQuery } from '../../charts/ranges.ts';
import { devicePath, go } from '../../routes.ts';

/** Goes to another range of the same device. A zoom is a step that Esc takes back. */
export function showRange(id: string, range: Range, compare: Compare): void {
  go(`${devicePath(id)}${toQuery(range, compare)}`);
}
