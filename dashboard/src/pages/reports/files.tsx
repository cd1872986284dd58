import type { ComponentProps } from 'preact';
import type { Report } from '@fettle/shared/api/reports';
import { fileAddress, type FileKind } from '../../api/reports.ts';
import { number } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { exact, moment } from '../../format/time.ts';
import { Section } from '../../parts/section.tsx';
import { StateMark } from '../../parts/state-mark.tsx';
import { now } from '../../state/clock.ts';
import { fileNames } from './words.ts';

type Send = Report['sent'][number]['state'];
const sendMarks: Readonly<Record<Send, ComponentProps<typeof StateMark>>> = {
  waiting: { shape: 'order', word: 'waits' },
  sending: { shape: 'order', word: 'is being sent' },
  sent: { shape: 'right', word: 'taken' },
  failed: { shape: 'warning', word: 'not taken' },
  unknown: { shape: 'unknown', word: 'nobody knows' },
};
const all: readonly FileKind[] = ['pdf', 'html', 'csv', 'json'];

/** It as files, whole and table by table, and to whom it was sent. */
export function Files({ report: { id, tables, sent } }: { report: Report }) {
  return (
    <div class="doc">
      <Section title="As files" class="w2">
        <p class="acts">
          {all.map((as) => (
            <a key={as} class="b" href={fileAddress(id, as)} download="">
              {fileNames[as]}
            </a>
          ))}
        </p>
        {tables.length === 0 ? null : (
          <table class="t tables-list">
            <thead>
              <tr>
                <th scope="col">Table</th>
                <th scope="col" class="n">
                  Rows
                </th>
                <th scope="col">As</th>
              </tr>
            </thead>
            <tbody>
              {tables.map(({ id: table, title, rows }) => (
                <tr key={table}>
                  <th scope="row">{plain(title, 120)}</th>
                  <td class="n">{number(rows)}</td>
                  <td>
                    <a href={fileAddress(id, 'csv', table)} download="" aria-label={`${plain(title, 80)} as CSV`}>
                      CSV
                    </a>{' '}
                    ·{' '}
                    <a href={fileAddress(id, 'json', table)} download="" aria-label={`${plain(title, 80)} as JSON`}>
                      JSON
                    </a>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Section>
      <Section title="Sent" class="w1">
        {sent.length === 0 ? <p class="quiet dense">To nobody yet.</p> : null}
        <ul class="rows">
          {sent.map(({ to, time, state, answer }) => (
            <li key={`${to} ${time}`}>
              <div class="top">
                <span class="path">{plain(to, 120)}</span>
                <StateMark {...sendMarks[state]} />
              </div>
              <span class="quiet" title={exact(time)}>
                {moment(time, now.value)} · {plain(answer, 200)}
              </span>
            </li>
          ))}
        </ul>
      </Section>
    </div>
  );
}
