import { useRef } from 'preact/hooks';
import { plain } from '../../format/text.ts';
import { span as spanWords } from '../../format/time.ts';
import { StateMark } from '../../parts/state-mark.tsx';
import { sparkWindow } from '../../state/fleet.ts';
import { DeviceRow } from './device-row.tsx';
import { useFigures } from './figures.ts';
import type { Line } from './groups.ts';
import { useSparks } from './row-sparks.ts';
import { useSteps } from './steps.ts';
import { useView } from './view.ts';
import { stretchesOf, windowOf } from './window.ts';

const heads = ['State', 'Device', 'What is wrong', 'Site'] as const;

interface TableProps {
  readonly lines: readonly Line[];
  readonly oldest: number | null;
  readonly now: number;
}

/** The table of devices; only the lines near the view are on the page, and the one that has the focus. */
export function Table({ lines, oldest, now }: TableProps) {
  const body = useRef<HTMLTableSectionElement>(null);
  const view = useView(body);
  const stretches = stretchesOf(windowOf(lines.length, view), useSteps(lines, view, body));
  const drawn = stretches.flatMap(({ first, last }) => lines.slice(first, last));
  const ids = drawn.flatMap((line) => (line.kind === 'row' ? line.key : []));
  const window = sparkWindow(oldest, now);
  const figures = useFigures(ids);
  const sparks = useSparks(ids, window);
  const span = spanWords(window.span);
  const drawnLine = (line: Line, place: number) =>
    line.kind === 'group' ? (
      <GroupRow key={line.key} line={line} place={place} />
    ) : (
      <DeviceRow
        key={line.key}
        row={line.row}
        item={figures.get(line.key)}
        place={place}
        sparks={sparks.get(line.key)}
        window={window}
        now={now}
      />
    );
  return (
    <table class="t pile fixed" role="table" aria-rowcount={lines.length + 1}>
      <thead role="rowgroup">
        <tr role="row" aria-rowindex={1}>
          {heads.map((head) => (
            <th
              key={head}
              role="columnheader"
              class={`c-${head.split(' ')[0]?.toLowerCase()}${head === 'Site' ? ' xl' : ''}`}
            >
              {head}
            </th>
          ))}
          {['CPU', 'Memory', 'Fullest disk'].map((head) => (
            <th key={head} role="columnheader" class="n c-share">
              {head}, {span}
            </th>
          ))}
          <th role="columnheader" class="n opt c-last">
            Last frame
          </th>
          <th role="columnheader" class="owner c-owner">
            Owner
          </th>
        </tr>
      </thead>
      <tbody role="rowgroup" ref={body}>
        {stretches.flatMap(({ first, last }, index) => [
          <Gap key={`before ${index}`} lines={first - (stretches[index - 1]?.last ?? 0)} row={view.row} />,
          ...lines.slice(first, last).map((line, offset) => drawnLine(line, first + offset + 2)),
        ])}
        <Gap key="after" lines={lines.length - (stretches.at(-1)?.last ?? 0)} row={view.row} />
      </tbody>
    </table>
  );
}

/** The room of the lines that are not drawn. */
function Gap({ lines, row }: { lines: number; row: number }) {
  if (lines <= 0) return null;
  return <tr class="gap" aria-hidden="true" style={{ height: `${lines * row}px` }} />;
}

function GroupRow({ line, place }: { line: Extract<Line, { kind: 'group' }>; place: number }) {
  return (
    <tr class="group" role="row" aria-rowindex={place}>
      <th colSpan={4} role="rowheader">
        {line.shape ? <StateMark shape={line.shape} word={line.word} /> : <b class="word">{plain(line.word, 64)}</b>}{' '}
        <span>{line.note}</span>
      </th>
      <td class="xl" role="cell" />
      <td role="cell" />
      <td role="cell" />
      <td class="opt" role="cell" />
      <td class="owner" role="cell" />
    </tr>
  );
}
