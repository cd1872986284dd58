import { useMemo, useState } from 'preact/hooks';
import { plain } from '../../format/text.ts';
import { useWidth } from '../../state/width.ts';
import { cellAt, placeOf, stepOf } from '../fleet/cells.ts';
import { box, type Cell, runPaths, type Strip, stripsOf } from './cells.ts';
import { looks } from './states.ts';

const labelOf = ([, name, state]: Cell) => `${plain(name, 64)}: ${looks[state].word}`;

interface RingCellsProps {
  readonly cells: readonly Cell[];
  readonly label: string;
  readonly pitch: number;
  readonly hrefOf: (device: string) => string;
}

/**
 * The devices of a ring in strips of a drawing. One link lies over the cell that is pointed at or has the focus: one tab
 * stop, moved by arrows, that says the device and how its run stands.
 */
export function RingCells({ cells, label, pitch, hrefOf }: RingCellsProps) {
  const { element, width } = useWidth<HTMLDivElement>();
  const [at, setAt] = useState(0);
  const [shown, setShown] = useState(false);
  const columns = Math.max(1, Math.floor((width + 2) / pitch));
  const scale = pitch / box;
  const index = Math.min(at, cells.length - 1);
  const active = cells[index];
  const [x, y] = placeOf(index, columns);
  const strips = useMemo(
    () =>
      stripsOf(
        cells.map(([, , state]) => state),
        columns,
      ),
    [cells, columns],
  );
  const point = ({ clientX, clientY, currentTarget }: PointerEvent) => {
    const { left, top } = (currentTarget as HTMLElement).getBoundingClientRect();
    const found = cellAt((clientX - left) / scale, (clientY - top) / scale, columns, cells.length);
    setShown(found !== undefined);
    if (found !== undefined) setAt(found);
  };
  const move = (event: KeyboardEvent) => {
    const to = stepOf(event.key, index, columns, cells.length);
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    setAt(to);
  };
  return (
    <div
      class="cells run-cells"
      ref={element}
      role="group"
      aria-label={label}
      style={{ '--pitch': `${pitch}px` }}
      onPointerMove={point}
      onPointerDown={point}
      onPointerLeave={() => setShown(false)}
    >
      {width === 0
        ? null
        : strips.map((strip) => <StripCells key={strip.key} strip={strip} columns={columns} scale={scale} />)}
      {active ? (
        <a
          href={hrefOf(active[0])}
          aria-label={labelOf(active)}
          style={{ left: `${x * scale}px`, top: `${y * scale}px` }}
          onFocus={() => setShown(true)}
          onBlur={() => setShown(false)}
          onKeyDown={move}
        />
      ) : null}
      {active && shown ? (
        <span
          class={`cell-name ${x * scale > width / 2 ? 'left' : ''}`}
          role="status"
          style={{ left: `${x * scale}px`, top: `${(y + box) * scale}px` }}
        >
          {labelOf(active)}
        </span>
      ) : null}
    </div>
  );
}

/** Drawn anew only when one of its runs turned. */
function StripCells({ strip: { states, rows }, columns, scale }: { strip: Strip; columns: number; scale: number }) {
  const key = states.join();
  const paths = useMemo(() => runPaths(states, columns), [key, columns]);
  return useMemo(
    () => (
      <svg
        width={columns * box * scale}
        height={rows * box * scale}
        viewBox={`0 0 ${columns * box} ${rows * box}`}
        aria-hidden="true"
      >
        {paths.map(({ shape, d }) => (
          <path key={shape} class={`run-${shape}`} d={d} />
        ))}
      </svg>
    ),
    [paths, columns, rows, scale],
  );
}
