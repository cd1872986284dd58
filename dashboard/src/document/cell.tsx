import { sparkRuns } from '@fettle/shared/reports/charts';
import type { Cell, LevelValue, Sentence, State } from '@fettle/shared/reports/document';
import { cellWritten, exactDuration, type How, textOf, type Written } from '@fettle/shared/reports/format';
import { touching } from '@fettle/shared/reports/phrases';
import { Fragment } from 'preact';
import { plain } from '../format/text.ts';
import { Icon, type SymbolName } from '../parts/symbols.tsx';
import { Unbroken } from '../parts/unbroken.tsx';
import { Led } from './led.tsx';
import type { Paper } from './paper.ts';

const longest = 10_000;
export const clean = (text: string) => plain(text, longest);

/** The shape and the class of a state; what is in order is quiet. */
export const shapeOf = (state: State): SymbolName => (state === 'quiet' ? 'order' : state);

/** A value with its units in a paler voice. */
export function Shown({ value: { before, parts } }: { value: Written }) {
  return (
    <>
      {before === '' ? null : <span class="u before">{before}</span>}
      {parts.map(({ figure, unit }, index) => (
        <Fragment key={index}>
          {index === 0 ? '' : ' '}
          {clean(figure)}
          {unit === '' ? null : <span class="u">{unit}</span>}
        </Fragment>
      ))}
    </>
  );
}

const percent = (share: number) => `${Number((Math.min(1, Math.max(0, share)) * 100).toFixed(2))}%`;

/** The vial with its ticks, and where it stood before. */
export function Vial({ level, state, label }: { level: LevelValue; state?: State | undefined; label: string }) {
  const { value, ticks, earlier } = level;
  return (
    <svg class={state === undefined ? 'level' : `level ${shapeOf(state)}`} role="img" aria-label={label}>
      <rect class="trk" x="0.5" y="1" width="100%" height="8" rx="4" />
      <rect class="fil" x="0.5" y="1" width={percent(value)} height="8" rx="4" />
      {earlier === undefined ? null : (
        <line class="was" x1={percent(earlier)} x2={percent(earlier)} y1="-1.5" y2="11.5" />
      )}
      {ticks.map((tick) => (
        <line key={tick} class="tk" x1={percent(tick)} x2={percent(tick)} y1="-1.5" y2="11.5" />
      ))}
    </svg>
  );
}

const round = (n: number) => Number(n.toFixed(2));

interface SparkProps {
  readonly values: readonly (number | null)[];
  readonly state?: State | undefined;
  readonly label: string;
}

/** A line without axes. */
export function SparkLine({ values, state, label }: SparkProps) {
  const runs = sparkRuns(values).map((run) => run.map(([u, y]) => `${round(u * 100)} ${round(y * 20)}`));
  const line = runs.map((run) => (run.length === 1 ? `M${run[0] ?? ''}h.5` : `M${run.join('L')}`)).join('');
  const x = (point: string | undefined) => point?.split(' ')[0] ?? '0';
  const area = runs.map((run) => `M${run.join('L')}L${x(run.at(-1))} 20L${x(run[0])} 20Z`).join('');
  return (
    <svg
      class={state === undefined || state === 'quiet' ? 'spark' : `spark hurt ${state}`}
      viewBox="0 0 100 20"
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <path class="a" d={area} />
      <path d={line} />
    </svg>
  );
}

interface CellProps {
  readonly paper: Paper;
  readonly cell: Cell | undefined;
  readonly how: How;
  readonly label: string;
  /** The shape of its state stands in another column of the row. */
  readonly shaped?: boolean;
}

/** One value: a figure, a word, a vial or a line, leading to where it comes from. */
export function CellView({ paper, cell, how, label, shaped = false }: CellProps) {
  if (cell === undefined) return null;
  const { value, state, text, basis, link } = cell;
  const shown = cellWritten(cell, how, paper.frame);
  const led = (inside: preact.ComponentChildren) => (
    <Led paper={paper} basis={basis} link={link}>
      {inside}
    </Led>
  );
  if (how.format === 'state' && typeof value === 'string') {
    return (
      <span class={`st ${shapeOf(state ?? 'quiet')}`}>
        <Icon name={shapeOf(state ?? 'quiet')} />
        <span class="w">{led(clean(text ?? value))}</span>
      </span>
    );
  }
  if (value !== null && typeof value === 'object') {
    const words = `${clean(label)}: ${textOf(shown)}`;
    return led(
      'ticks' in value ? (
        <Vial level={value} state={state} label={words} />
      ) : (
        <SparkLine values={value} state={state} label={words} />
      ),
    );
  }
  if (value === null && text !== undefined && basis === undefined) return <span class="quiet">{led(clean(text))}</span>;
  const exact =
    how.format === 'duration' && typeof value === 'number' && text === undefined ? exactDuration(value) : undefined;
  const figure = led(
    exact === undefined ? (
      <Shown value={shown} />
    ) : (
      <span title={exact}>
        <Shown value={shown} />
      </span>
    ),
  );
  if (state === undefined || state === 'quiet') return figure;
  return (
    <span class={`hurtv ${state}`}>
      {shaped ? <span class="hide">{state}: </span> : <Icon name={state} label={`${state}: `} />}
      {figure}
    </span>
  );
}

/** Pieces of a sentence. `note`: below a figure, where nothing is louder than the figure. */
export function Said({ paper, sentence, note = false }: { paper: Paper; sentence: Sentence; note?: boolean }) {
  return (
    <>
      {touching(sentence).map(({ text, tone, basis }, index) => {
        const inside = (
          <Led paper={paper} basis={basis}>
            <Unbroken text={clean(text)} />
          </Led>
        );
        if (tone === undefined) return <Fragment key={index}>{inside}</Fragment>;
        if (tone === 'strong') return <b key={index}>{inside}</b>;
        if (tone === 'quiet')
          return (
            <span key={index} class="lesser">
              {inside}
            </span>
          );
        if (tone === 'right')
          return (
            <span key={index} class="good">
              {inside}
            </span>
          );
        if (note)
          return (
            <span key={index} class={tone}>
              {inside}
            </span>
          );
        return (
          <b key={index} class={tone}>
            <Icon name={tone} label={`${tone}: `} />
            {inside}
          </b>
        );
      })}
    </>
  );
}
