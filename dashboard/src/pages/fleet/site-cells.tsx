import { useMemo } from 'preact/hooks';
import { plain } from '../../format/text.ts';
import { devicePath } from '../../routes.ts';
import type { Stood } from '../../state/standing.ts';
import { CellWall } from './cell-wall.tsx';
import { box, pathsOf } from './cells.ts';

const labelOf = ({ device, standing }: Stood) =>
  `${plain(device.name)}: ${standing.why === '' ? standing.word : plain(standing.why)}`;

interface SiteCellsProps {
  readonly name: string;
  readonly cells: readonly Stood[];
  /** Width of a cell with its room, CSS pixels. */
  readonly pitch: number;
}

/** The cells of a site in one drawing, each with its name and the reason. */
export function SiteCells({ name, cells, pitch }: SiteCellsProps) {
  return (
    <CellWall
      count={cells.length}
      pitch={pitch}
      hrefOf={(index) => devicePath((cells[index] as Stood).device.id)}
      nameOf={(index) => labelOf(cells[index] as Stood)}
      draw={(columns) => <SiteDrawing name={name} cells={cells} columns={columns} pitch={pitch} />}
    />
  );
}

function SiteDrawing({ name, cells, columns, pitch }: SiteCellsProps & { readonly columns: number }) {
  const rows = Math.ceil(cells.length / columns);
  const shapes = cells.map(({ standing }) => standing.shape);
  const paths = useMemo(() => pathsOf(shapes, columns), [shapes.join(), columns]);
  return (
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
  );
}
