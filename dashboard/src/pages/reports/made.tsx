import type { Report } from '@fettle/shared/api/reports';
import { useState } from 'preact/hooks';
import { fileAddress } from '../../api/reports.ts';
import { plain } from '../../format/text.ts';
import { exact, moment, span } from '../../format/time.ts';
import { Level } from '../../parts/level.tsx';
import { Section } from '../../parts/section.tsx';
import { StateMark } from '../../parts/state-mark.tsx';
import { Icon } from '../../parts/symbols.tsx';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { now } from '../../state/clock.ts';
import { kindTitle, reports } from '../../state/reports.ts';

const few = 12;
const percent = (share: number) => Math.round(Math.min(1, Math.max(0, share)) * 100);

/** What became of it, in a word with its shape. */
export function ReportState({ report: { state, sent } }: { report: Report }) {
  if (state === 'making')
    return (
      <span class="st right">
        <Icon name="running" />
        <span class="w">being made</span>
      </span>
    );
  if (state === 'failed') return <StateMark shape="critical" word="failed" />;
  return sent.some(({ ok }) => !ok) ? (
    <StateMark shape="warning" word="not sent" />
  ) : (
    <StateMark shape="order" word="made" />
  );
}

/** Those that were made and are being made, newest first. */
export function Made() {
  const [all, setAll] = useState(false);
  const known = reports.value.value;
  if (!known && reports.problem.value)
    return <Failed what="The list of reports" problem={reports.problem.value} again={reports.renew} />;
  if (!known) return <Waiting what="the reports" rows={6} cancel={reports.cancel} />;
  const shown = all ? known : known.slice(0, few);
  return (
    <Section title="Made" note={known.length === 0 ? 'none yet' : 'newest first, each as it was counted then'}>
      {known.length === 0 ? (
        <p class="quiet dense">None was made yet. Preview one below, or plan one and it comes by itself.</p>
      ) : (
        <table class="t pile reports-list">
          <thead>
            <tr>
              <th scope="col">State</th>
              <th scope="col">Report</th>
              <th scope="col">What it says</th>
              <th scope="col" class="n">
                Made
              </th>
              <th scope="col" class="opt">
                As
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((report) => (
              <Row key={report.id} report={report} />
            ))}
          </tbody>
        </table>
      )}
      {shown.length < known.length ? (
        <p class="quiet dense gapped">
          {shown.length} of {known.length} ·{' '}
          <button class="src" type="button" onClick={() => setAll(true)}>
            show all
          </button>
        </p>
      ) : null}
    </Section>
  );
}

function Row({ report }: { report: Report }) {
  const { id, kind, title, subtitle, sentence, state, progress, doing, error, startedAt, madeAt } = report;
  const time = madeAt ?? startedAt;
  return (
    <tr>
      <td class="s">
        <ReportState report={report} />
      </td>
      <td class="name">
        <a href={`/reports/${encodeURIComponent(id)}`}>{plain(title === '' ? kindTitle(kind) : title, 80)}</a>
        <span class="under">{plain(subtitle, 120)}</span>
      </td>
      <td class="why">
        {state === 'making' ? (
          <span class="making">
            <Level share={progress} shape="right" label={`${percent(progress)} % made`} />
            <span class="quiet">
              {percent(progress)} % · {plain(doing, 80)}
            </span>
          </span>
        ) : (
          plain(state === 'failed' ? (error ?? 'It could not be made.') : sentence, 300)
        )}
      </td>
      <td class="n main-v" title={exact(time)}>
        {state === 'making' ? `for ${span(now.value - startedAt)}` : moment(time, now.value)}
      </td>
      <td class="opt nowrap">
        {state === 'made' ? (
          <>
            <a href={fileAddress(id, 'pdf')} download="" aria-label={`${plain(title, 80)} as PDF`}>
              PDF
            </a>{' '}
            ·{' '}
            <a href={fileAddress(id, 'csv')} download="" aria-label={`${plain(title, 80)} as CSV`}>
              CSV
            </a>
          </>
        ) : null}
      </td>
    </tr>
  );
}
