import { useLayoutEffect, useRef } from 'preact/hooks';
import { useKeys } from '../../parts/keys.ts';
import type { Line } from './groups.ts';
import type { View } from './view.ts';
import { toSee } from './window.ts';

type Body = { readonly current: HTMLElement | null };

const focusedKey = (body: HTMLElement | null) => {
  const row = document.activeElement?.closest<HTMLElement>('tr[data-key]');
  return row && body?.contains(row) ? row.dataset['key'] : undefined;
};

/** The line that a step leads to from where the keyboard is, or was before its line went. */
function next(lines: readonly Line[], at: At | undefined, by: 1 | -1): number {
  const known = at ? lines.findIndex(({ key }) => key === at.key) : -1;
  let to = by > 0 ? 0 : lines.length - 1;
  if (known >= 0) to = known + by;
  else if (at) to = Math.min(by > 0 ? at.place : at.place - 1, lines.length - 1);
  while (lines[to]?.kind === 'group') to += by;
  return to;
}

interface At {
  readonly key: string;
  /** Of its line, from 0. */
  readonly place: number;
}

/**
 * `j` and `k`: from device to device, also to those that are not drawn yet. A row keeps the focus when its line moves,
 * and when it is scrolled out of sight.
 * @returns the place of the line that has the focus, which must be drawn; −1: none has
 */
export function useSteps(lines: readonly Line[], view: View, body: Body): number {
  const at = useRef<At | undefined>(undefined);
  const wanted = useRef<string | undefined>(undefined);
  // Asked before the rows are drawn anew: one that is moved or made again loses the focus by that.
  const focused = focusedKey(body.current);
  const place = focused === undefined ? -1 : lines.findIndex(({ key }) => key === focused);
  if (focused !== undefined && place >= 0) {
    at.current = { key: focused, place };
    wanted.current ??= focused;
  }
  const focus = () => {
    const row = wanted.current && body.current?.querySelector(`[data-key="${wanted.current}"] a`);
    if (!(row instanceof HTMLElement)) return;
    wanted.current = undefined;
    if (row !== document.activeElement) row.focus({ preventScroll: true });
  };
  useLayoutEffect(focus);
  const step = (by: 1 | -1) => {
    const here = focusedKey(body.current);
    if (here !== undefined && here !== at.current?.key) at.current = { key: here, place: 0 };
    const to = next(lines, at.current, by);
    const line = lines[to];
    if (!line) return;
    at.current = { key: line.key, place: to };
    wanted.current = line.key;
    const above = -(body.current?.getBoundingClientRect().top ?? 0);
    const move = toSee(to, { ...view, above });
    if (move !== 0) scrollBy({ top: move, behavior: 'instant' });
    focus();
  };
  useKeys({ j: () => step(1), k: () => step(-1) });
  return place;
}
