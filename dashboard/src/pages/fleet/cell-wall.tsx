import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { useWidth } from '../../state/width.ts';
import { box, cellAt, placeOf, stepOf } from './cells.ts';

interface CellWallProps {
  /** How many cells. */
  readonly count: number;
  /** Width of a cell with its room, CSS pixels. */
  readonly pitch: number;
  /** What it is called where what is drawn does not say so itself. */
  readonly label?: string;
  readonly look?: string;
  readonly hrefOf: (index: number) => string;
  readonly nameOf: (index: number) => string;
  /** The drawing, once it is known how many cells stand side by side. */
  readonly draw: (columns: number) => ComponentChildren;
}

/**
 * Many cells in one drawing. One link lies over the cell that is pointed at or has the focus: one tab stop, moved by
 * arrows, that says what it is.
 */
export function CellWall({ count, pitch, label, look = '', hrefOf, nameOf, draw }: CellWallProps) {
  const { element, width } = useWidth<HTMLDivElement>();
  const [at, setAt] = useState(0);
  const [shown, setShown] = useState(false);
  const columns = Math.max(1, Math.floor((width + 2) / pitch));
  const scale = pitch / box;
  const index = Math.min(at, count - 1);
  const [x, y] = placeOf(index, columns);
  const point = ({ clientX, clientY, currentTarget }: PointerEvent) => {
    const { left, top } = (currentTarget as HTMLElement).getBoundingClientRect();
    const found = cellAt((clientX - left) / scale, (clientY - top) / scale, columns, count);
    setShown(found !== undefined);
    if (found !== undefined) setAt(found);
  };
  const move = (event: KeyboardEvent) => {
    const to = stepOf(event.key, index, columns, count);
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    setAt(to);
  };
  return (
    <div
      class={`cells ${look}`}
      ref={element}
      {...(label !== undefined && { role: 'group', 'aria-label': label })}
      style={{ '--pitch': `${pitch}px` }}
      onPointerMove={point}
      onPointerDown={point}
      onPointerLeave={() => setShown(false)}
    >
      {width === 0 ? null : draw(columns)}
      {count > 0 ? (
        <a
          href={hrefOf(index)}
          aria-label={nameOf(index)}
          style={{ left: `${x * scale}px`, top: `${y * scale}px` }}
          onFocus={() => setShown(true)}
          onBlur={() => setShown(false)}
          onKeyDown={move}
        />
      ) : null}
      {count > 0 && shown ? (
        <span
          class={`cell-name ${x * scale > width / 2 ? 'left' : ''}`}
          role="status"
          style={{ left: `${x * scale}px`, top: `${(y + box) * scale}px` }}
        >
          {nameOf(index)}
        </span>
      ) : null}
    </div>
  );
}
