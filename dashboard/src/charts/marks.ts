// pure
/** Something that happened, on the rail above a plot. */
export interface Mark {
  readonly time: number;
  readonly kind: 'change' | 'run' | 'warning' | 'critical' | 'right';
  /** Said beside it where there is room. */
  readonly label: string;
}

/** Where the label of each mark stands, left to right: shown when it ends before the next mark begins. Widths in px. */
export function labelled<One extends { readonly at: number; readonly width: number }>(
  marks: readonly One[],
  right: number,
): ReadonlySet<One> {
  const shown = new Set<One>();
  let taken = Number.NEGATIVE_INFINITY;
  const ordered = marks.toSorted((a, b) => a.at - b.at);
  for (const [index, mark] of ordered.entries()) {
    const next = ordered[index + 1]?.at ?? Number.POSITIVE_INFINITY;
    const end = mark.at + 9 + mark.width;
    if (mark.width === 0 || end > right || mark.at < taken || end + 8 > next) continue;
    shown.add(mark);
    taken = end;
  }
  return shown;
}
