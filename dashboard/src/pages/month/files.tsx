import type { ReportAsk } from '@fettle/shared/api/reports';
import { useState } from 'preact/hooks';
import { ApiProblem } from '../../api/problem.ts';
import { beginReport, readReportState, reportFile } from '../../api/month.ts';
import { tell } from '../../parts/toast.tsx';
import { useSaving } from '../../state/saving.ts';

const askEveryMs = 400;
const pause = () => new Promise<void>((resolve) => setTimeout(resolve, askEveryMs));

/** Makes the report, to be kept, and gives its id when it is made. @throws ApiProblem */
async function made(ask: ReportAsk, told: (progress: number) => void): Promise<string> {
  const { id } = await beginReport(ask);
  for (;;) {
    const report = await readReportState(id);
    told(report.progress);
    if (report.state === 'made') return id;
    if (report.state === 'failed')
      throw new ApiProblem('report_failed', 0, report.error ?? 'The report could not be made.');
    await pause();
  }
}

/** The same as files: it is made once to be kept, so that its numbers can be followed for ever. */
export function Files({ ask, ready }: { ask: ReportAsk; ready: boolean }) {
  const saving = useSaving();
  const [doing, setDoing] = useState<{ as: 'pdf' | 'csv'; progress: number }>();
  const fetchAs = async (as: 'pdf' | 'csv') => {
    setDoing({ as, progress: 0 });
    const worked = await saving.run(async () => {
      const id = await made(ask, (progress) => setDoing({ as, progress }));
      const link = document.createElement('a');
      link.href = reportFile(id, as);
      link.download = '';
      link.click();
    });
    setDoing(undefined);
    if (worked) tell(`The ${as.toUpperCase()} is there; the report is kept.`);
  };
  return (
    <>
      {(['pdf', 'csv'] as const).map((as) => (
        <button key={as} class="b" type="button" disabled={!ready || saving.busy} onClick={() => void fetchAs(as)}>
          {doing?.as === as ? `${Math.round(doing.progress * 100)} %` : as.toUpperCase()}
        </button>
      ))}
      {saving.problem ? (
        <span class="wrong" role="alert">
          {saving.problem.message}
        </span>
      ) : null}
    </>
  );
}
