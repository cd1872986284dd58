import { isChart } from '@fettle/shared/reports/charts';
import type { Block } from '@fettle/shared/reports/document';
import { CellView, clean, Said, shapeOf, Vial } from './cell.tsx';
import { ChartView } from './chart.tsx';
import { Led } from './led.tsx';
import type { Paper } from './paper.ts';
import { TableView } from './table.tsx';

interface BlockProps {
  readonly paper: Paper;
  readonly block: Block;
  /** The title of its section: a block of the same title does not say it again. */
  readonly section: string;
  /** No other block of the section has a title. */
  readonly alone: boolean;
}

export function BlockView({ paper, block, section, alone }: BlockProps) {
  if (isChart(block)) return <ChartView paper={paper} block={block} titled={block.title !== section} />;
  switch (block.kind) {
    case 'text':
      return (
        <p class="said">
          <Said paper={paper} sentence={block.sentence} />
        </p>
      );
    case 'figures':
      return (
        <div class="figs">
          {block.items.map((item) => (
            <FigureView key={item.id} paper={paper} figure={item} />
          ))}
        </div>
      );
    case 'table':
      return <TableView paper={paper} block={block} titled={!alone && block.title !== section} />;
    case 'ledger':
      return <LedgerView paper={paper} block={block} />;
    default:
      return null;
  }
}

const turns = { better: 'good', worse: 'bad', same: '' } as const;
type Figure = Extract<Block, { kind: 'figures' }>['items'][number];

function FigureView({ paper, figure }: { paper: Paper; figure: Figure }) {
  const { title, cell, note, turn } = figure;
  return (
    <div>
      <h3>{clean(title)}</h3>
      <p class="fig">
        <CellView paper={paper} cell={cell} how={figure} label={title} />
      </p>
      {note === undefined ? null : (
        <p class={`note-of ${turn === undefined ? '' : turns[turn]}`.trim()}>
          <Said paper={paper} sentence={note} note />
        </p>
      )}
    </div>
  );
}

function LedgerView({ paper, block }: { paper: Paper; block: Extract<Block, { kind: 'ledger' }> }) {
  if (block.items.length === 0) return <p class="quiet dense">{clean(block.empty)}</p>;
  return (
    <ul class="rows">
      {block.items.map(({ title, cell, note, level, link, ...how }, index) => (
        <li key={index} class={cell.state && shapeOf(cell.state)}>
          <div class="top">
            <b>
              <Led paper={paper} link={link}>
                {clean(title)}
              </Led>
            </b>
            <span>
              <CellView paper={paper} cell={cell} how={how} label={title} />
            </span>
          </div>
          {level === undefined ? null : <Vial level={level} state={cell.state} label={clean(title)} />}
          {note === '' ? null : <span class="quiet">{clean(note)}</span>}
        </li>
      ))}
    </ul>
  );
}
