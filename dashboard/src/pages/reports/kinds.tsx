import type { ReportKindId } from '@fettle/shared/api/reports';
import { Section } from '../../parts/section.tsx';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { clockNow } from '../../state/clock.ts';
import { reportKinds } from '../../state/reports.ts';
import { askOf } from './ask-form.tsx';
import { previewPath } from './words.ts';

/** Every report that there is, with the question it answers. */
export function Kinds({ choose }: { choose: (kind: ReportKindId) => void }) {
  const all = reportKinds.value.value;
  if (!all && reportKinds.problem.value)
    return <Failed what="The list of reports" problem={reportKinds.problem.value} again={reportKinds.renew} />;
  if (!all) return <Waiting what="which reports there are" rows={6} cancel={reportKinds.cancel} />;
  const at = Math.floor(clockNow() / 60_000) * 60_000;
  return (
    <Section title="What a report can answer" note="over any period, of all sites or of one">
      <ul class="report-kinds">
        {all.map(({ id, title, describe, example }) => (
          <li key={id}>
            <h3>
              <a href={previewPath(askOf({ kind: id, period: 'month', which: 'last', site: '' }, at))}>{title}</a>
            </h3>
            <p>{describe}</p>
            <p class="quiet example">“{example}”</p>
            <p class="acts">
              <button class="b" type="button" onClick={() => choose(id)} aria-label={`Make… ${title}`}>
                Make…
              </button>
              <a class="b bare" href={`/report-plans/new?kind=${id}`} aria-label={`Plan… ${title}`}>
                Plan…
              </a>
            </p>
          </li>
        ))}
      </ul>
    </Section>
  );
}
