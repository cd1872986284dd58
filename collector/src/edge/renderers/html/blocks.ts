// pure
import { isChart } from '@fettle/shared/reports/charts';
import type { Block, Section } from '@fettle/shared/reports/document';
import { cellMarkup, level, sentenceMarkup } from './cells.ts';
import { chartMarkup } from './chart.ts';
import { type Markup, markup } from './markup.ts';
import { led, pageOf, type Paper } from './paper.ts';
import { classOf } from './shapes.ts';
import { tableMarkup } from './table.ts';

/** A section: a rule, its heading, a note beside it, its blocks. */
export function sectionMarkup(paper: Paper, { id, title, note, width = 3, blocks }: Section, index: number): Markup {
  const heading = `section-${index + 1}`;
  // A block that stands alone says no more by its title than its section does.
  const alone = blocks.filter((block) => 'title' in block).length < 2;
  const inside = blocks.map((block) => blockMarkup(paper, block, block.kind !== 'table' || !alone, title));
  return markup`<section class="sec w${width}" id="${safeId(id)}" aria-labelledby="${heading}"><header><h2 id="${heading}">${title}</h2>${note !== undefined && markup`<span class="quiet">${note}</span>`}</header>${inside}</section>`;
}

/** An id that an address can carry behind its `#`. */
const safeId = (id: string) => `s-${id.replaceAll(/[^\w-]/g, '-')}`;

function blockMarkup(paper: Paper, block: Block, titled: boolean, section: string): Markup {
  if (isChart(block)) return chartMarkup(paper, block, block.title !== section);
  switch (block.kind) {
    case 'text':
      return markup`<p class="said">${sentenceMarkup(paper, block.sentence)}</p>`;
    case 'figures':
      return markup`<div class="figs">${block.items.map((item) => figureMarkup(paper, item))}</div>`;
    case 'table':
      return tableMarkup(paper, block, { titled: titled && block.title !== section, noted: true });
    case 'ledger':
      return ledgerMarkup(paper, block);
    default:
      return markup``;
  }
}

const turns = { better: ' good', worse: ' bad', same: '' } as const;

function figureMarkup(paper: Paper, figure: Extract<Block, { kind: 'figures' }>['items'][number]): Markup {
  const { title, cell, note, turn } = figure;
  const where = { label: title, noted: true, shaped: false };
  const words =
    note === undefined
      ? ''
      : markup`<p class="note-of${turn === undefined ? '' : turns[turn]}">${sentenceMarkup(paper, note, true)}</p>`;
  return markup`<div><h3>${title}</h3><p class="fig">${cellMarkup(paper, cell, figure, where)}</p>${words}</div>`;
}

function ledgerMarkup(paper: Paper, block: Extract<Block, { kind: 'ledger' }>): Markup {
  if (block.items.length === 0) return markup`<p class="quiet dense">${block.empty}</p>`;
  const items = block.items.map(({ title, cell, note, level: vial, link, ...how }) => {
    const page = pageOf(paper, link);
    const name =
      page === undefined
        ? markup`<b>${title}</b>`
        : markup`<b>${led(paper, link === undefined ? {} : { link }, markup`${title}`)}</b>`;
    const shown = cellMarkup(paper, cell, how, { label: title, noted: true, shaped: false });
    const drawn = vial && level(vial, cell.state, title);
    return markup`<li${cell.state !== undefined && markup` class="${classOf(cell.state)}"`}><div class="top">${name}<span>${shown}</span></div>${drawn}${note !== '' && markup`<span class="quiet">${note}</span>`}</li>`;
  });
  return markup`<ul class="rows">${items}</ul>`;
}
