import type { Manpower } from '@fettle/shared/api/manpower';
import { counted, number } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { span } from '../../format/time.ts';
import { Level } from '../../parts/level.tsx';
import { timesShare } from './words.ts';

type Load = Manpower['teams'][number];
interface Row extends Omit<Load, 'team'> {
  readonly id: string;
  readonly name: string;
}

export const rowOfPerson = (row: Manpower['people'][number]): Row => ({ ...row, ...row.person });
export const rowOfTeam = (row: Load): Row => ({ ...row, ...row.team });

interface Props {
  readonly what: string;
  readonly rows: readonly Row[];
  /** What each would have worked on, were it shared evenly; null: not known, or not theirs to know. */
  readonly share: number | null;
}

/** Who has how much, a row each; the vial is what they worked on, its tick the fair share. */
export function LoadTable({ what, rows, share }: Props) {
  const most = Math.max(1, share ?? 0, ...rows.map(({ worked }) => worked));
  return (
    <table class="t pile load">
      <thead>
        <tr>
          <th scope="col">{what}</th>
          <th scope="col" class="n">
            Worked on
          </th>
          <th scope="col" class="lv opt">
            {share === null ? <span class="hide">against each other</span> : 'against the fair share'}
          </th>
          <th scope="col" class="phone">
            In short
          </th>
          <th scope="col" class="n">
            Open
          </th>
          <th scope="col" class="n opt">
            Past a target
          </th>
          <th scope="col" class="n opt">
            Resolved
          </th>
          <th scope="col" class="n opt" title="Median, from the opening or the beginning of their turn">
            Acts in
          </th>
          <th scope="col" class="n wide-only" title="95 of 100 times sooner">
            p95
          </th>
          <th scope="col" class="n wide-only">
            Requests
          </th>
          <th scope="col" class="n opt">
            On call
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <LoadRow key={row.id} row={row} share={share} most={most} />
        ))}
      </tbody>
    </table>
  );
}

function LoadRow({ row, share, most }: { row: Row; share: number | null; most: number }) {
  const { name, worked, open, overdue, resolved, actMedianMs, actP95Ms, requests, onCallHours, aboveShareWeeks } = row;
  const hurts = aboveShareWeeks >= 2 ? 'warning' : undefined;
  const times = timesShare(worked, share);
  const said = times === null ? '' : `, ${times} the fair share`;
  return (
    <tr>
      <td class="name">
        {plain(name, 80)}
        {hurts ? (
          <small class="hurt-words warning"> above the fair share for {counted(aboveShareWeeks, 'week')}</small>
        ) : null}
      </td>
      <td class={hurts ? 'n main-v hurt warning' : 'n main-v'}>{number(worked)}</td>
      <td class="lv opt">
        <Level
          share={worked / most}
          shape={hurts}
          limits={share === null ? [] : [share / most]}
          label={`${plain(name, 80)} worked on ${counted(worked, 'incident')}${said}`}
        />
      </td>
      <td class="why phone">
        {number(open)} open
        {overdue > 0 ? `, ${number(overdue)} past a target` : ''}
        {actMedianMs === null ? '' : `, acts in ${span(actMedianMs)}`}
      </td>
      <td class="n">{number(open)}</td>
      <td class={overdue > 0 ? 'n opt hurt warning' : 'n opt'}>{number(overdue)}</td>
      <td class="n opt">{number(resolved)}</td>
      <td class="n opt">{took(actMedianMs)}</td>
      <td class="n wide-only">{took(actP95Ms)}</td>
      <td class="n wide-only">{number(requests)}</td>
      <td class="n opt">{onCallHours === 0 ? <span class="quiet">not</span> : span(onCallHours * 3_600_000)}</td>
    </tr>
  );
}

const took = (ms: number | null) => (ms === null ? <span class="quiet">not yet</span> : span(ms));
