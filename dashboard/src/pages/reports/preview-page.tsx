import type { ReportAsk, ReportKindId } from '@fettle/shared/api/reports';
import type { ReportDocument } from '@fettle/shared/reports/document';
import { comparedWords, madeWords } from '@fettle/shared/reports/frame-words';
import { useMemo } from 'preact/hooks';
import { askReport, readPreview } from '../../api/reports.ts';
import { piecesOf } from '../../document/pieces.ts';
import { DocumentView } from '../../document/view.tsx';
import { plain } from '../../format/text.ts';
import { ownZone } from '../../format/zones.ts';
import { Page } from '../../parts/page.tsx';
import { SaidProblem } from '../../parts/said-problem.tsx';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { address, go } from '../../routes.ts';
import { hasRole } from '../../state/people.ts';
import { kindTitle, reports } from '../../state/reports.ts';
import { resource } from '../../state/resource.ts';
import { useSaving } from '../../state/saving.ts';
import { periodChoices } from './words.ts';

const timeOf = (text: string | null): number | undefined =>
  text !== null && /^\d{1,15}$/.test(text) ? Number(text) : undefined;

/** What an address asks for; what it cannot mean is as usual. */
export function askIn(search: string): ReportAsk {
  const query = new URLSearchParams(search);
  const some = (name: string) => query.get(name) ?? undefined;
  const [at, from, to] = ['at', 'from', 'to'].map((name) => timeOf(query.get(name)));
  const exactly = from !== undefined && to !== undefined;
  const period =
    periodChoices.find(({ value }) => value === query.get('period'))?.value ?? (exactly ? undefined : 'month');
  const [site, selector, service] = [some('site'), some('selector'), some('service')];
  return {
    // The collector says so if there is none of that name.
    kind: (some('kind') ?? 'executive') as ReportKindId,
    zone: some('zone') ?? ownZone(),
    ...(period === undefined ? {} : { period }),
    ...(at === undefined ? {} : { at }),
    ...(exactly ? { from, to } : {}),
    ...(site === undefined ? {} : { site }),
    ...(selector === undefined ? {} : { selector }),
    ...(service === undefined ? {} : { service }),
  };
}

/** A report as it would be now; not kept. */
export function PreviewPage() {
  const { search } = address.value;
  const ask = askIn(search);
  const shown = useMemo(() => resource<ReportDocument>((signal) => readPreview(ask, signal)), [search]);
  const document = shown.value.value;
  const saving = useSaving();
  const keep = () =>
    void saving.run(async () => {
      const begun = await askReport(ask);
      reports.renew();
      go(`/reports/${begun.id}`);
    });
  return (
    <Page
      name={`preview ${search}`}
      crumb={
        <>
          <a href="/reports">Reports</a>
          <span class="sep">/</span>
          <b>{document ? plain(document.title, 80) : kindTitle(ask.kind)}</b>
          <span class="sep">·</span>
          {document ? plain(document.subtitle, 160) : 'preview'}
        </>
      }
      pieces={document ? piecesOf(document) : [{ text: 'Reckoning a preview.', lesser: true }]}
      acts={
        <>
          <SaidProblem problem={saving.problem} />
          {hasRole('manager') ? (
            <a
              class="b"
              href={`/report-plans/new?${new URLSearchParams({ kind: ask.kind, period: ask.period ?? 'month' })}`}
            >
              Plan it…
            </a>
          ) : null}
          <button class="b main" type="button" disabled={saving.busy} onClick={keep}>
            {saving.busy ? 'Asking' : 'Make and keep it'}
          </button>
        </>
      }
      read={() => {
        if (document === undefined) shown.renew();
      }}
      keys={{ Escape: () => go('/reports') }}
      told={[[['Esc'], 'reports']]}
    >
      {document ? (
        <>
          <DocumentView document={document} />
          <p class="quiet dense">
            {madeWords(document)}. {comparedWords(document)} A preview: it is not kept.
          </p>
        </>
      ) : shown.problem.value ? (
        <Failed what="This preview" problem={shown.problem.value} again={shown.renew}>
          <a class="b" href="/reports">
            To the reports
          </a>
        </Failed>
      ) : (
        <Waiting what="the preview" rows={10} cancel={shown.cancel} />
      )}
    </Page>
  );
}
