// pure
/** One line of two texts compared. */
export interface DiffLine {
  readonly kind: 'same' | 'gone' | 'new';
  readonly text: string;
  /** Its number in the older and in the newer text, from 1; null: it is not in it. */
  readonly before: number | null;
  readonly after: number | null;
}

/** More differences than this are shown as one text gone and the other new. */
const mostEdits = 800;

/** How far each diagonal reaches with each number of edits (Myers, "An O(ND) difference algorithm", 1986). */
function tracesOf(a: readonly string[], b: readonly string[]): Map<number, number>[] | undefined {
  const traces: Map<number, number>[] = [];
  const reach = new Map<number, number>([[1, 0]]);
  const most = Math.min(a.length + b.length, mostEdits);
  for (let edits = 0; edits <= most; edits += 1) {
    traces.push(new Map(reach));
    for (let k = -edits; k <= edits; k += 2) {
      const down = k === -edits || (k !== edits && (reach.get(k - 1) ?? -1) < (reach.get(k + 1) ?? -1));
      let x = down ? (reach.get(k + 1) ?? 0) : (reach.get(k - 1) ?? 0) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x += 1;
      reach.set(k, x);
      if (x >= a.length && x - k >= b.length) return traces;
    }
  }
  return undefined;
}

type Edit = readonly [kind: DiffLine['kind'], index: number];

/** The way back through the traces: edits from last to first. */
function editsOf(traces: readonly Map<number, number>[], a: number, b: number): Edit[] {
  const edits: Edit[] = [];
  let [x, y] = [a, b];
  for (let depth = traces.length - 1; depth >= 0; depth -= 1) {
    const reach = traces[depth] ?? new Map<number, number>();
    const k = x - y;
    const down = k === -depth || (k !== depth && (reach.get(k - 1) ?? -1) < (reach.get(k + 1) ?? -1));
    const before = down ? k + 1 : k - 1;
    const fromX = depth === 0 ? 0 : (reach.get(before) ?? 0);
    const fromY = depth === 0 ? 0 : fromX - before;
    while (x > fromX && y > fromY) {
      x -= 1;
      y -= 1;
      edits.push(['same', x]);
    }
    if (depth > 0) edits.push(down ? ['new', --y] : ['gone', --x]);
  }
  return edits.toReversed();
}

const linesOf = (text: string) => (text === '' ? [] : text.replace(/\n$/, '').split('\n'));

/** The lines of two texts: those that both have, those that are gone, those that are new. */
export function diffOf(before: string, after: string): DiffLine[] {
  const [a, b] = [linesOf(before), linesOf(after)];
  const traces = tracesOf(a, b);
  const edits: Edit[] = traces
    ? editsOf(traces, a.length, b.length)
    : [...a.map((_, index): Edit => ['gone', index]), ...b.map((_, index): Edit => ['new', index])];
  let [x, y] = [0, 0];
  return edits.map(([kind]): DiffLine => {
    if (kind === 'same') return { kind, text: a[x] ?? '', before: ++x, after: ++y };
    if (kind === 'gone') return { kind, text: a[x] ?? '', before: ++x, after: null };
    return { kind, text: b[y] ?? '', before: null, after: ++y };
  });
}

/** A piece of a comparison: lines, or so many that are the same and folded away. */
export type Hunk = { readonly lines: readonly DiffLine[] } | { readonly folded: number };

const around = 3;

/** What differs with three lines around it; the rest is folded. Nothing differs: nothing. */
export function hunksOf(lines: readonly DiffLine[]): Hunk[] {
  const near = lines.map((_, index) =>
    lines.slice(Math.max(0, index - around), index + around + 1).some(({ kind }) => kind !== 'same'),
  );
  if (!near.includes(true)) return [];
  const hunks: { lines: DiffLine[]; shown: boolean }[] = [];
  for (const [index, line] of lines.entries()) {
    const shown = near[index] ?? false;
    const last = hunks.at(-1);
    if (last?.shown === shown) last.lines.push(line);
    else hunks.push({ lines: [line], shown });
  }
  return hunks.map(({ lines: some, shown }) => (shown ? { lines: some } : { folded: some.length }));
}

/** Two columns: lines that are gone stand beside those that came in their place. */
export function sideBySide(lines: readonly DiffLine[]): readonly (readonly [DiffLine | null, DiffLine | null])[] {
  const rows: [DiffLine | null, DiffLine | null][] = [];
  let gone: DiffLine[] = [];
  let fresh: DiffLine[] = [];
  const flush = () => {
    for (let row = 0; row < Math.max(gone.length, fresh.length); row += 1)
      rows.push([gone[row] ?? null, fresh[row] ?? null]);
    [gone, fresh] = [[], []];
  };
  for (const line of lines) {
    if (line.kind === 'gone') gone.push(line);
    else if (line.kind === 'new') fresh.push(line);
    else {
      flush();
      rows.push([line, line]);
    }
  }
  flush();
  return rows;
}
