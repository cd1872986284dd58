import { useMemo } from 'preact/hooks';
import { plain } from '../../format/text.ts';
import { CellWall } from '../fleet/cell-wall.tsx';
import { box, type Cell, runPaths, type Strip, stripsOf } from './cells.ts';
import { looks } from './states.ts';

const labelOf = ([, name, state]: Cell) => `${plain(name, 64)}: ${looks[state].word}`;

interface RingCellsProps {
  readonly cells: readonly Cell[];
  readonly label: string;
  readonly pitch: number;
  readonly hrefOf: (device: string) => string;
}

/** The devices of a ring in strips of a drawing, each with how its run stands. */
export function RingCells({ cells, label, pitch, hrefOf }: RingCellsProps) {
  const nameOf = (index: number) => labelOf(cells[index] as Cell);
  return (
    <CellWall
      count={cells.length}
      pitch={pitch}
      label={label}
      look="run-cells"
      hrefOf={(index) => hrefOf((cells[index] as Cell)[0])}
      nameOf={nameOf}
      draw={(columns) => <Strips cells={cells} columns={columns} scale={pitch / box} />}
    />
  );
}

interface StripsProps {
  readonly cells: readonly Cell[];
  readonly columns: number;
  readonly scale: number;
}

function Strips({ cells, columns, scale }: StripsProps) {
  const strips = useMemo(
    () =>
      stripsOf(
        cells.map(([, , state]) => state),
        columns,
      ),
    [cells, columns],
  );
  return (
    <>
      {strips.map((strip) => (
        <StripCells key={strip.key} strip={strip} columns={columns} scale={scale} />
      ))}
    </>
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
