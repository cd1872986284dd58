// pure
import { sparkRuns } from '@fettle/shared/reports/charts';
import type { Cell, LevelValue, Sentence, State } from '@fettle/shared/reports/document';
import { cellWritten, exactDuration, type How, type Written } from '@fettle/shared/reports/format';
import { touching } from '@fettle/shared/reports/phrases';
import { Markup, markup } from './markup.ts';
import { led, type Paper } from './paper.ts';
import { classOf, shape } from './shapes.ts';

/** A value with its units in a paler voice. */
export function figure({ before, parts }: Written): Markup {
  const all = parts.map(
    ({ figure: text, unit }) => markup`${text}${unit === '' ? '' : markup`<span class="u">${unit}</span>`}`,
  );
  return markup`${before === '' ? '' : markup`<span class="u before">${before}</span>`}${all.map((one, index) => (index === 0 ? one : markup` ${one}`))}`;
}

const percent = (share: number) => `${Number((Math.min(1, Math.max(0, share)) * 100).toFixed(2))}%`;

/** The vial with its ticks, and where it stood before. */
export function level({ value, ticks, earlier }: LevelValue, state: State | undefined, label: string): Markup {
  const hurt = state === undefined ? 'level' : `level ${classOf(state)}`;
  const was =
    earlier === undefined
      ? ''
      : markup`<line class="was" x1="${percent(earlier)}" x2="${percent(earlier)}" y1="-1.5" y2="11.5"/>`;
  const marks = ticks.map(
    (tick) => markup`<line class="tk" x1="${percent(tick)}" x2="${percent(tick)}" y1="-1.5" y2="11.5"/>`,
  );
  return markup`<svg class="${hurt}" role="img" aria-label="${label}"><rect class="trk" x="0.5" y="1" width="100%" height="8" rx="4"/><rect class="fil" x="0.5" y="1" width="${percent(value)}" height="8" rx="4"/>${was}${marks}</svg>`;
}

const round = (n: number) => Number(n.toFixed(2));

/** A line without axes. */
export function spark(values: readonly (number | null)[], state: State | undefined, label: string): Markup {
  const runs = sparkRuns(values).map((run) => run.map(([u, y]) => `${round(u * 100)} ${round(y * 20)}`));
  const path = runs.map((run) => `M${run.length === 1 ? `${run[0]}h.5` : run.join('L')}`).join('');
  const area = runs
    .filter((run) => run.length > 1)
    .map((run) => `M${run.join('L')}L${run.at(-1)?.split(' ')[0]} 20L${run[0]?.split(' ')[0]} 20Z`)
    .join('');
  const hurt = state === undefined ? 'spark' : `spark hurt ${classOf(state)}`;
  return markup`<svg class="${hurt}" viewBox="0 0 100 20" preserveAspectRatio="none" role="img" aria-label="${label}"><path class="a" d="${area}"/><path d="${path}"/></svg>`;
}

/** `shaped`: the shape of its state stands in another column of the row. */
export function cellMarkup(
  paper: Paper,
  cell: Cell | undefined,
  how: How,
  where: { label: string; noted: boolean; shaped: boolean },
): Markup {
  if (cell === undefined) return markup``;
  const { value, state, text } = cell;
  const written = cellWritten(cell, how, paper.frame);
  const { label, noted, shaped } = where;
  if (how.format === 'state' && typeof value === 'string') return stateMarkup(paper, cell, text ?? value, noted);
  if (value !== null && typeof value === 'object') {
    if ('ticks' in value) return led(paper, cell, level(value, state, `${label}: ${joined(written)}`), noted);
    return led(paper, cell, spark(value, state, `${label}: now ${joined(written)}`), noted);
  }
  const title =
    how.format === 'duration' && typeof value === 'number' && text === undefined ? exactDuration(value) : '';
  const inside = title === '' ? figure(written) : markup`<span title="${title}">${figure(written)}</span>`;
  const shown = led(paper, cell, inside, noted);
  if (state === undefined || state === 'quiet') return shown;
  const before = shaped ? markup`<span class="hide">${state}: </span>` : shape(state, `${state}: `);
  return markup`<span class="hurtv ${classOf(state)}">${before}${shown}</span>`;
}

const joined = ({ before, parts }: Written) =>
  `${before}${parts.map(({ figure: text, unit }) => `${text} ${unit}`).join(' ')}`.trim();

function stateMarkup(paper: Paper, cell: Cell, word: string, noted: boolean): Markup {
  const state = cell.state ?? 'quiet';
  return markup`<span class="st ${classOf(state)}">${shape(state)}<span class="w">${led(paper, cell, markup`${word}`, noted)}</span></span>`;
}

/** Pieces of a sentence: what matters bold, what hurts with its shape. `note`: below a figure nothing is louder than the figure. */
export function sentenceMarkup(paper: Paper, sentence: Sentence, note = false): Markup {
  return markup`${touching(sentence).map(({ text, tone, basis }) => {
    const inside = led(paper, basis === undefined ? {} : { basis }, markup`${text}`);
    if (tone === undefined) return inside;
    if (note && (tone === 'critical' || tone === 'warning')) return markup`<span class="${tone}">${inside}</span>`;
    if (tone === 'strong') return markup`<b>${inside}</b>`;
    if (tone === 'quiet') return markup`<span class="lesser">${inside}</span>`;
    if (tone === 'right') return markup`<span class="good">${inside}</span>`;
    return markup`<b class="${tone}">${shape(tone, `${tone}: `)}${inside}</b>`;
  })}`;
}
