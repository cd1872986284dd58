// pure
import type { ImprovementDeed, ImprovementItem } from '../../api/improvements.ts';
import type { Act } from '../../parts/acts.tsx';
import type { Shape } from '../../state/standing.ts';

export const improvementLooks: Readonly<
  Record<ImprovementItem['state'], { readonly shape: Shape; readonly word: string }>
> = {
  open: { shape: 'order', word: 'open' },
  'under-way': { shape: 'window', word: 'under way' },
  done: { shape: 'order', word: 'done, to be judged' },
  kept: { shape: 'right', word: 'better, and kept' },
  'no-better': { shape: 'warning', word: 'no better' },
  dropped: { shape: 'off', word: 'dropped' },
};

export const deeds: readonly Act<ImprovementDeed>[] = [
  { act: 'begin', name: 'Begin' },
  { act: 'finish', name: 'It is done' },
  { act: 'measure', name: 'Measure it now' },
  { act: 'reopen', name: 'Open it again' },
  { act: 'drop', name: 'Drop it' },
];

/** How much of the worse of both each is, 0 to 1, for a vial; null: one was not measured. */
export function sharesOf({
  baseline,
  now,
}: Pick<ImprovementItem, 'baseline' | 'now'>): { readonly before: number; readonly after: number } | null {
  const [before, after] = [baseline?.value ?? null, now?.value ?? null];
  if (before === null || after === null) return null;
  const most = Math.max(before, after);
  return most <= 0 ? null : { before: before / most, after: after / most };
}
