import type { Report } from '@fettle/shared/api/reports';
import type { ReportDocument } from '@fettle/shared/reports/document';
import { comparedWords, madeWords } from '@fettle/shared/reports/frame-words';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { dropReport, fileAddress, readDocument, readReport } from '../../api/reports.ts';
import { piecesOf } from '../../document/pieces.ts';
import { DocumentView } from '../../document/view.tsx';
import { plain } from '../../format/text.ts';
import { span } from '../../format/time.ts';
import { Ask } from '../../parts/ask.tsx';
import { Level } from '../../parts/level.tsx';
import { Page } from '../../parts/page.tsx';
import type { Piece } from '../../parts/piece.ts';
import { SaidProblem } from '../../parts/said-problem.tsx';
import { tell } from '../../parts/toast.tsx';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { go } from '../../routes.ts';
import { now } from '../../state/clock.ts';
import { hasRole } from '../../state/people.ts';
import { reports } from '../../state/reports.ts';
import { resource } from '../../state/resource.ts';
import { useSaving } from '../../state/saving.ts';
import { Files } from './files.tsx';
import { useProgress } from './page.tsx';
import { SendSheet } from './send-sheet.tsx';

const percent = (share: number) => Math.round(Math.min(1, Math.max(0, share)) * 100);

function headOf(report: Report | undefined, document: ReportDocument | undefined): Piece[] {
  if (!report) return [{ text: 'Reading this report.', lesser: true }];
  if (report.state === 'failed') return [{ text: 'This report could not be made.', shape: 'critical' }];
  if (report.state === 'making')
    return [{ text: 'This report is being made', strong: true }, { text: `, ${percent(report.progress)} %.` }];
  return document ? piecesOf(document, report.id) : [{ text: plain(report.sentence, 600) }];
}

/** One report: as it is being made, and as it was made. */
export function ReportPage({ id }: { id: string }) {
  const one = useMemo(() => resource<Report>((signal) => readReport(id, signal)), [id]);
  const text = useMemo(() => resource<ReportDocument>((signal) => readDocument(id, signal)), [id]);
  const report = one.value.value;
  const document = text.value.value;
  const made = report?.state === 'made';
  useProgress(report?.state === 'making', one.renew);
  // What stands in it is there once it is made, and not before.
  useEffect(() => {
    if (made) text.renew();
  }, [made, text]);
  const read = () => {
    one.renew();
    if (made && document === undefined) text.renew();
  };
  return (
    <Page
      name={`report ${id}`}
      crumb={
        <>
          <a href="/reports">Reports</a>
          <span class="sep">/</span>
          <b>{plain(report?.title ?? id, 80)}</b>
          {report ? (
            <>
              <span class="sep">·</span>
              {plain(report.subtitle, 160)}
            </>
          ) : null}
        </>
      }
      pieces={headOf(report, document)}
      acts={report ? <Acts report={report} /> : undefined}
      read={read}
      heeds={['report.']}
      keys={{ Escape: () => go('/reports') }}
      told={[[['Esc'], 'reports']]}
    >
      {report ? (
        <Body report={report} document={document} problem={text.problem.value} again={text.renew} />
      ) : one.problem.value ? (
        <Failed what="This report" problem={one.problem.value} again={one.renew}>
          <a class="b main" href="/reports">
            To the reports
          </a>
        </Failed>
      ) : (
        <Waiting what="this report" rows={8} cancel={one.cancel} />
      )}
    </Page>
  );
}

interface BodyProps {
  readonly report: Report;
  readonly document: ReportDocument | undefined;
  readonly problem: Parameters<typeof Failed>[0]['problem'] | undefined;
  readonly again: () => void;
}

function Body({ report, document, problem, again }: BodyProps) {
  const { id, state, error, progress, doing, startedAt } = report;
  if (state === 'failed')
    return (
      <div class="frame">
        <h3>Why</h3>
        <p>{plain(error ?? 'Nothing is known of why.', 600)}</p>
        <div class="acts">
          <a class="b main" href="/reports">
            To the reports
          </a>
        </div>
      </div>
    );
  if (state === 'making')
    return (
      <div class="frame" role="status">
        <h3>{plain(doing, 120)}</h3>
        <Level share={progress} shape="right" label={`${percent(progress)} % made`} />
        <p>
          For {span(now.value - startedAt)} now. You may leave this page: it is made all the same, and will be found
          under Reports.
        </p>
      </div>
    );
  if (document)
    return (
      <>
        <DocumentView document={document} report={id} />
        <Files report={report} />
        <p class="quiet dense">
          {madeWords(document)}. {comparedWords(document)}
        </p>
      </>
    );
  return problem ? (
    <Failed what="What stands in it" problem={problem} again={again} />
  ) : (
    <Waiting what="what stands in it" rows={8} />
  );
}

function Acts({ report }: { report: Report }) {
  const { id, state, version, plan } = report;
  const [sends, setSends] = useState(false);
  const [asks, setAsks] = useState(false);
  const saving = useSaving();
  const drop = () =>
    void saving.run(async () => {
      setAsks(false);
      await dropReport(id, version);
      reports.renew();
      tell(state === 'making' ? 'Called off.' : 'Removed.');
      go('/reports');
    });
  return (
    <>
      <SaidProblem problem={saving.problem} />
      {state === 'made' ? (
        <>
          <a class="b" href={fileAddress(id, 'csv')} download="">
            CSV
          </a>
          <a class="b" href={fileAddress(id, 'pdf')} download="">
            PDF
          </a>
        </>
      ) : null}
      <button class="b" type="button" disabled={saving.busy} onClick={() => setAsks(true)}>
        {state === 'making' ? 'Call off…' : 'Remove…'}
      </button>
      {state === 'made' && hasRole('manager') ? (
        <button class="b main" type="button" onClick={() => setSends(true)}>
          Send…
        </button>
      ) : null}
      {sends ? <SendSheet report={report} close={() => setSends(false)} /> : null}
      {asks ? (
        <Ask
          title={state === 'making' ? 'Call this report off?' : 'Remove this report?'}
          deed={state === 'making' ? 'Call off' : 'Remove'}
          danger
          yes={drop}
          no={() => setAsks(false)}
        >
          <p>
            {state === 'making'
              ? 'What was counted so far is dropped.'
              : 'Its numbers and what they were reckoned from are gone then.'}
            {plan === null ? '' : ' The plan that made it stays.'}
          </p>
        </Ask>
      ) : null}
    </>
  );
}
