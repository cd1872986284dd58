import type { ScriptBody } from '@fettle/shared/api/scripts';
import { useMemo, useState } from 'preact/hooks';
import { counted } from '../../format/count.ts';
import { outputText } from '../../format/terminal.ts';
import { Segment } from '../../parts/segment.tsx';
import { type DiffLine, diffOf, hunksOf, sideBySide } from './diff.ts';
import { paired } from './texts.ts';

const ways = [
  { value: 'unified', name: 'One below the other' },
  { value: 'split', name: 'Side by side' },
] as const;
type Way = (typeof ways)[number]['value'];

interface DiffViewProps {
  readonly before: ScriptBody | undefined;
  readonly after: ScriptBody;
  /** What the two are called. */
  readonly names: readonly [string, string];
}

const isNarrow = () => matchMedia('(max-width: 64rem)').matches;

/** What differs between two versions of a script. */
export function DiffView({ before, after, names }: DiffViewProps) {
  const [way, setWay] = useState<Way>(isNarrow() ? 'unified' : 'split');
  const parts = useMemo(
    () => paired(before, after).map(({ title, ...texts }) => ({ title, lines: diffOf(texts.before, texts.after) })),
    [before, after],
  );
  const differing = parts.filter(({ lines }) => lines.some(({ kind }) => kind !== 'same'));
  const count = (kind: DiffLine['kind']) =>
    differing.reduce((sum, { lines }) => sum + lines.filter((line) => line.kind === kind).length, 0);
  return (
    <div class="diff">
      <div class="acts">
        <span class="dense" role="status">
          {differing.length === 0
            ? `${names[0]} and ${names[1]} are the same.`
            : `From ${names[0]} to ${names[1]}: ${counted(count('new'), 'line')} new, ${counted(count('gone'), 'line')} gone.`}
        </span>
        <Segment label="Comparison" choices={ways} chosen={way} choose={setWay} />
      </div>
      {differing.map(({ title, lines }) => (
        <section key={title} aria-label={title}>
          <h3>{title}</h3>
          <Hunks lines={lines} way={way} title={title} />
        </section>
      ))}
    </div>
  );
}

function Hunks({ lines, way, title }: { lines: readonly DiffLine[]; way: Way; title: string }) {
  return (
    <div class={`code-box ${way}`} tabIndex={0} role="region" aria-label={`Differences: ${title}`}>
      <table>
        {way === 'split' ? (
          <colgroup>
            <col class="no-col" />
            <col />
            <col class="no-col" />
            <col />
          </colgroup>
        ) : null}
        <tbody>
          {hunksOf(lines).map((hunk, index) =>
            'folded' in hunk ? (
              <tr key={index} class="fold">
                <td colSpan={way === 'split' ? 4 : 3}>
                  {counted(hunk.folded, 'line is the same', 'lines are the same')}
                </td>
              </tr>
            ) : way === 'split' ? (
              sideBySide(hunk.lines).map(([a, b], row) => (
                <tr key={`${index} ${row}`}>
                  <Half line={a} number={a?.before ?? null} side="gone" />
                  <Half line={b} number={b?.after ?? null} side="new" />
                </tr>
              ))
            ) : (
              hunk.lines.map(({ kind, text, before, after }, row) => (
                <tr key={`${index} ${row}`} class={kind}>
                  <td class="no">{before ?? ''}</td>
                  <td class="no">{after ?? ''}</td>
                  <td class="tx">
                    <Sign kind={kind} />
                    {outputText(text)}
                  </td>
                </tr>
              ))
            ),
          )}
        </tbody>
      </table>
    </div>
  );
}

/** Said by a sign as well as by colour. */
function Sign({ kind }: { kind: DiffLine['kind'] }) {
  if (kind === 'same') return <span class="sign"> </span>;
  return (
    <span class="sign">
      <span aria-hidden="true">{kind === 'new' ? '+' : '−'}</span>
      <span class="hide">{kind}: </span>
    </span>
  );
}

function Half({ line, number, side }: { line: DiffLine | null; number: number | null; side: 'gone' | 'new' }) {
  if (!line) return <td class="none" colSpan={2} />;
  const kind = line.kind === 'same' ? 'same' : side;
  return (
    <>
      <td class={`no ${kind}`}>{number ?? ''}</td>
      <td class={`tx ${kind}`}>
        <Sign kind={kind} />
        {outputText(line.text)}
      </td>
    </>
  );
}
