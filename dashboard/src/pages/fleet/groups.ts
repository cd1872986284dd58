// pure
import { counted } from '../../format/count.ts';
import { type Shape, type Stood, worstFirst } from '../../state/standing.ts';

/** A line of the table: the head of a group, or a device. */
export type Line =
  | {
      readonly kind: 'group';
      readonly key: string;
      readonly shape: Shape | null;
      readonly word: string;
      readonly note: string;
    }
  | { readonly kind: 'row'; readonly key: string; readonly row: Stood };

export const needsYou = ({ standing }: Stood) => standing.rank >= 20;
const rowOf = (row: Stood): Line => ({ kind: 'row', key: row.device.id, row });

/** Devices, given by name: who needs somebody worst first and without a head, then the others by what they are. */
export function byState(stood: readonly Stood[]): Line[] {
  const sorted = worstFirst(stood);
  const needs = sorted.filter(needsYou);
  const off = sorted.filter((one) => !needsYou(one) && one.standing.rank > 0);
  const order = sorted.filter(({ standing }) => standing.rank === 0);
  const lines = needs.map(rowOf);
  if (off.length > 0) lines.push(head('off', 'off', 'Off or not yet', counted(off.length, 'device')));
  lines.push(...off.map(rowOf));
  if (order.length > 0 && order.length < sorted.length)
    lines.push(head('order', 'order', 'In order', `${counted(order.length, 'device')}, by name`));
  return [...lines, ...order.map(rowOf)];
}

/** The same by site or label: groups by name, those without one last; in each the worst first. */
export function byGroup(stood: readonly Stood[], groupOf: (id: string) => string, without: string): Line[] {
  const groups = [...Map.groupBy(stood, ({ device }) => groupOf(device.id))];
  const sorted = groups.toSorted(([a], [b]) => Number(a === '') - Number(b === '') || a.localeCompare(b));
  return sorted.flatMap(([name, members]) => {
    const hurt = members.filter(needsYou).length;
    const note = hurt === 0 ? 'all in order' : `${hurt} ${hurt === 1 ? 'needs' : 'need'} you`;
    const title = head(
      `group ${name}`,
      null,
      name === '' ? without : name,
      `${counted(members.length, 'device')}, ${note}`,
    );
    return [title, ...worstFirst(members).map(rowOf)];
  });
}

function head(key: string, shape: Shape | null, word: string, note: string): Line {
  return { kind: 'group', key: `group ${key}`, shape, word, note };
}

/**
 * Lines in the places they had `before`, when somebody began to point at them, with what is true now; `above` counts who
 * has joined those in need since.
 */
export function held(fresh: readonly Line[], before: readonly Line[]): { lines: readonly Line[]; above: number } {
  const now = new Map(fresh.map((line) => [line.key, line]));
  const lines = before.flatMap((line) => now.get(line.key) ?? []);
  const hurt = new Set(before.filter((line) => line.kind === 'row' && needsYou(line.row)).map(({ key }) => key));
  const above = fresh.filter((line) => line.kind === 'row' && needsYou(line.row) && !hurt.has(line.key)).length;
  return { lines, above };
}
