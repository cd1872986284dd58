import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { plain } from '../../format/text.ts';
import { devicePath } from '../../routes.ts';
import type { Stood } from '../../state/standing.ts';
import { box, cellAt, pathsOf, placeOf, stepOf } from './cells.ts';

const labelOf = ({ device, standing }: Stood) =>
  `${plain(device.name)}: ${standing.why === '' ? standing.word : plain(standing.why)}`;

function useWidth() {
  const element = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const own = element.current;
    if (!own) return undefined;
    const measure = () => setWidth(own.clientWidth);
    measure();
    const sizes = new ResizeObserver(measure);
    sizes.observe(own);
    return () => sizes.disconnect();
  }, []);
  return { element, width };
}

interface SiteCellsProps {
  readonly name: string;
  readonly cells: readonly Stood[];
  /** Width of a cell with its room, CSS pixels. */
  readonly pitch: number;
}

/**
 * The cells of a site in one drawing. One link lies over the cell that is pointed at or has the focus: one tab stop,
 * moved by arrows, that says the name and the reason.
 */
export function SiteCells({ name, cells, pitch }: SiteCellsProps) {
  const { element, width } = useWidth();
  const [at, setAt] = useState(0);
  const [shown, setShown] = useState(false);
  const columns = Math.max(1, Math.floor((width + 2) / pitch));
  const rows = Math.ceil(cells.length / columns);
  const scale = pitch / box;
  const index = Math.min(at, cells.length - 1);
  const active = cells[index];
  const [x, y] = placeOf(index, columns);
  const shapes = cells.map(({ standing }) => standing.shape);
  const paths = useMemo(() => pathsOf(shapes, columns), [shapes.join(), columns]);
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
      class="cells"
      ref={element}
      style={{ '--pitch': `${pitch}px` }}
      onPointerMove={point}
      onPointerDown={point}
      onPointerLeave={() => setShown(false)}
    >
      {width === 0 ? null : (
        <svg
          width={columns * pitch}
          height={rows * pitch}
          viewBox={`0 0 ${columns * box} ${rows * box}`}
          role="img"
          aria-label={`Every device at ${name}, a cell each`}
        >
          {paths.map(({ shape, d }) => (
            <path key={shape} class={shape} d={d} />
          ))}
        </svg>
      )}
      {active ? (
        <a
          href={devicePath(active.device.id)}
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
