// pure
import { type ChartBlock, hasValues, sceneOf } from '@fettle/shared/reports/charts';
import { asTable } from '@fettle/shared/reports/as-table';
import { type Key, type Mark, type Point, dashes, type Scene } from '@fettle/shared/reports/scene';
import { type Markup, markup } from './markup.ts';
import { noteMark, type Paper } from './paper.ts';
import { tableMarkup } from './table.ts';

const percent = (u: number) => `${Number((u * 100).toFixed(2))}%`;
const pathOf = (points: readonly Point[]) =>
  `M${points.map(([u, y]) => `${Number((u * 1000).toFixed(1))} ${y}`).join('L')}`;
const dashed = (dash?: readonly number[]) =>
  dash !== undefined && dash.length > 0 && markup` stroke-dasharray="${dash.join(' ')}"`;

/** A chart as a figure: its drawing, what it says in a sentence, and its values as a table. */
export function chartMarkup(paper: Paper, block: ChartBlock, titled: boolean): Markup {
  if (!hasValues(block))
    return markup`${titled && markup`<h3 class="block">${block.title}</h3>`}<p class="quiet dense">${block.empty}</p>`;
  const scene = sceneOf(block, paper.frame);
  const keys = scene.keys.length === 0 ? '' : markup`<span class="keys">${scene.keys.map(keyMarkup)}</span>`;
  const title = titled ? markup`<h3>${block.title}</h3>` : markup`<h3 class="hide">${block.title}</h3>`;
  const words = block.kind === 'control' ? markup`<p class="quiet dense">${block.words}</p>` : '';
  return markup`<figure class="chart drawn"><figcaption><div class="about">${title}${keys}${noteOf(paper, block)}</div></figcaption>${plane(scene)}${words}${valuesOf(paper, block)}</figure>`;
}

function noteOf(paper: Paper, block: ChartBlock) {
  if (block.kind === 'bars')
    return noteMark(
      paper,
      block.series.flatMap(({ bases }) => bases ?? []).find((key) => key !== null),
    );
  if (block.kind === 'lines') return block.lines.map(({ basis }) => noteMark(paper, basis));
  return undefined;
}

function keyMarkup({ name, ink, as, dash }: Key): Markup {
  const width = as === 'bar' ? 4 : 1.5;
  return markup`<span><svg class="ink-${ink}" viewBox="0 0 12 9" aria-hidden="true"><path d="M0 4.5h12" stroke-width="${width}"${dashed(dash)}/></svg>${name}</span>`;
}

function plane({ height, labels, marks, says }: Scene): Markup {
  const scale = labels.map(({ y, text }) => markup`<text x="100%" y="${y + 3.5}">${text}</text>`);
  return markup`<div class="scene"><svg class="scale" height="${height}" aria-hidden="true">${scale}</svg><svg class="marks" role="img" aria-label="${says}" height="${height}">${marks.map((mark) => markMarkup(mark, height))}</svg></div>`;
}

/** What is drawn with points lies in a plane of its own that is stretched; letters and dots are not. */
const stretched = (height: number, inside: Markup) =>
  markup`<svg viewBox="0 0 1000 ${height}" preserveAspectRatio="none" width="100%" height="${height}">${inside}</svg>`;

function markMarkup(mark: Mark, height: number): Markup {
  switch (mark.kind) {
    case 'rule':
      return markup`<line class="ink-${mark.ink}" x1="${percent(mark.from[0])}" x2="${percent(mark.to[0])}" y1="${mark.from[1]}" y2="${mark.to[1]}" stroke-width="${mark.width}"${dashed(mark.dash)}/>`;
    case 'bar':
      return markup`<rect class="ink-${mark.ink}" x="${percent(mark.u)}" width="${percent(mark.wide)}" y="${mark.y}" height="${mark.high}"${mark.opacity !== undefined && markup` fill-opacity="${mark.opacity}"`}/>`;
    case 'hatch':
      return markup`<rect class="gap" x="${percent(mark.u)}" width="${percent(mark.wide)}" y="${mark.y}" height="${mark.high}"/>`;
    case 'area':
      return stretched(
        height,
        markup`<path class="ar ink-${mark.ink}" d="${pathOf(mark.points)}Z" fill-opacity="${mark.opacity}"/>`,
      );
    case 'path': {
      const pattern = mark.dash ?? [];
      // Without colours the pattern tells lines apart; it is put on where it is printed.
      const printed = pattern.length === 0 && (dashes[mark.series]?.length ?? 0) > 0 ? ` paper-${mark.series}` : '';
      return stretched(
        height,
        markup`<path class="ln ink-${mark.ink}${printed}" d="${pathOf(mark.points)}" stroke-width="${mark.width}"${dashed(pattern)}/>`,
      );
    }
    case 'dot':
      return markup`<circle class="dot ink-${mark.ink}" cx="${percent(mark.at[0])}" cy="${mark.at[1]}" r="${mark.hurt ? 3.5 : 1.75}"/>`;
    case 'text':
    default:
      return markup`<text class="ink-${mark.ink}${mark.strong === true ? ' strong' : ''}" x="${percent(mark.at[0])}" y="${mark.at[1]}" text-anchor="${mark.anchor}">${mark.text}</text>`;
  }
}

/** Its values as a table, folded; every number of it leads to its source. */
function valuesOf(paper: Paper, block: ChartBlock): Markup {
  return markup`<details class="values"><summary>as table<span class="hide">: ${block.title}</span></summary>${tableMarkup(paper, asTable(block), { titled: false, noted: false })}</details>`;
}
