import type { Phrase, ReportDocument } from '@fettle/shared/reports/document';
import { comparedWords, countedWords } from '@fettle/shared/reports/frame-words';
import { useMemo } from 'preact/hooks';
import { previewReport } from '../../api/month.ts';
import { BasisSheet } from '../../document/basis-sheet.tsx';
import { DocumentView } from '../../document/view.tsx';
import { plain } from '../../format/text.ts';
import { exact, moment } from '../../format/time.ts';
import { ownZone } from '../../format/zones.ts';
import { Page } from '../../parts/page.tsx';
import type { Piece } from '../../parts/piece.ts';
import { Segment } from '../../parts/segment.tsx';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { address, go } from '../../routes.ts';
import { clockNow, now } from '../../state/clock.ts';
import { fleet } from '../../state/fleet.ts';
import { hasRole } from '../../state/people.ts';
import { resource } from '../../state/resource.ts';
import { readAllServices, services } from '../../state/services.ts';
import { Tabs } from '../services/tabs.tsx';
import { Files } from './files.tsx';
import {
  askOf,
  monthLink,
  type MonthPeriod,
  monthPeriods,
  type MonthView,
  monthViewOf,
  periodName,
  stepped,
} from './period.ts';

const shapes = { critical: 'critical', warning: 'warning', right: 'right' } as const;

/** The sentence of the document as that of the page; what was reckoned leads to its basis. */
function piecesOf(sentence: readonly Phrase[], linkOf: (key: string) => string): Piece[] {
  return sentence.map(({ text, tone, basis }): Piece => {
    const shown = plain(text, 400);
    const href = basis === undefined ? {} : { href: linkOf(basis) };
    if (tone === 'quiet') return { text: shown, lesser: true };
    if (tone === 'strong') return { text: shown, strong: true, ...href };
    return tone === undefined ? { text: shown } : { text: shown, shape: shapes[tone], ...href };
  });
}

const periodNames: Readonly<Record<MonthPeriod, string>> = {
  week: 'Week',
  month: 'Month',
  quarter: 'Quarter',
  year: 'Year',
};

/** The manager's page: what was promised and kept, what it cost, what got better. */
export function MonthPage() {
  const view = useMemo(() => monthViewOf(address.value.search), [address.value.search]);
  const zone = ownZone();
  const { period, at, site } = view;
  const preview = useMemo(
    () => resource<ReportDocument>((signal) => previewReport(askOf(view, zone), signal)),
    [period, at, site, zone],
  );
  const report = preview.value.value;
  const show = (some: Partial<MonthView>) => go(monthLink({ ...view, basis: '', ...some }));
  const linkOf = (key: string) => monthLink({ ...view, basis: key });
  const read = () => {
    void preview.load();
    readAllServices();
    fleet.renew();
  };
  const move = (by: 1 | -1) => {
    if (!report) return;
    const to = stepped(period, report.from, zone, by);
    if (to <= clockNow()) show({ at: to });
  };
  return (
    <Page
      name={`month ${period} ${at ?? ''} ${site}`}
      crumb={<Crumb period={period} report={report} />}
      pieces={report ? piecesOf(report.sentence, linkOf) : [{ text: 'Reckoning the figures.', lesser: true }]}
      wrong={report?.sentence.some(({ tone }) => tone === 'critical') ?? false}
      acts={<Acts view={view} report={report} zone={zone} move={move} />}
      read={read}
      keys={{
        '[': () => move(-1),
        ']': () => move(1),
        Escape: () => (view.basis === '' ? go('/services') : show({})),
      }}
      told={[[['[', ']'], 'earlier, later']]}
    >
      <Tabs>
        <Sites view={view} show={show} />
        <Segment
          label="Period"
          choices={monthPeriods.map((value) => ({ value, name: periodNames[value] }))}
          chosen={period}
          choose={(chosen) => show({ period: chosen, at: report?.from })}
        />
      </Tabs>
      {services.value.value?.length === 0 ? <Begin /> : null}
      {report && view.basis !== '' ? (
        <BasisSheet
          key={view.basis}
          document={report}
          shown={view.basis}
          open={(key) => go(linkOf(key), true)}
          close={() => {
            if (monthViewOf(location.search).basis === view.basis) show({});
          }}
        />
      ) : null}
      {report ? <DocumentView document={report} /> : null}
      {report ? <Counted report={report} /> : null}
      {!report && preview.problem.value ? (
        <Failed what="This page" problem={preview.problem.value} again={read} />
      ) : null}
      {!report && !preview.problem.value ? <Waiting what="the figures" rows={12} cancel={preview.cancel} /> : null}
    </Page>
  );
}

function Crumb({ period, report }: { period: MonthPeriod; report: ReportDocument | undefined }) {
  return (
    <>
      <b>{periodNames[period]}</b>
      {report ? (
        <>
          <span class="sep">·</span>
          {plain(report.subtitle, 160)}
          {report.madeFor === null ? null : (
            <>
              <span class="sep">·</span>made for {plain(report.madeFor, 60)}
            </>
          )}
        </>
      ) : null}
    </>
  );
}

interface ActsProps {
  readonly view: MonthView;
  readonly report: ReportDocument | undefined;
  readonly zone: string;
  readonly move: (by: 1 | -1) => void;
}

/** The periods beside this one, its files, and the plan that sends it. */
function Acts({ view, report, zone, move }: ActsProps) {
  const { period, site } = view;
  const before = report && periodName(period, stepped(period, report.from, zone, -1), zone);
  const after = report && stepped(period, report.from, zone, 1);
  const ask = report
    ? { kind: 'executive' as const, from: report.from, to: report.to, zone, ...(site === '' ? {} : { site }) }
    : undefined;
  const plan = new URLSearchParams({ kind: 'executive', period, ...(site === '' ? {} : { site }) }).toString();
  return (
    <>
      {before === undefined ? null : (
        <button class="b" type="button" onClick={() => move(-1)}>
          {before}
        </button>
      )}
      {after !== undefined && after <= now.peek() ? (
        <button class="b" type="button" onClick={() => move(1)}>
          {periodName(period, after, zone)}
        </button>
      ) : null}
      {ask ? <Files ask={ask} ready /> : null}
      {hasRole('manager') ? (
        <a class="b main" href={`/report-plans/new?${plan}`}>
          Send each {period}…
        </a>
      ) : null}
    </>
  );
}

/** One customer or all of them. */
function Sites({ view, show }: { view: MonthView; show: (some: Partial<MonthView>) => void }) {
  const sites = [...new Set([...(fleet.value.value?.devices.values() ?? [])].map(({ site }) => site))].filter(Boolean);
  if (sites.length < 2) return null;
  return (
    <label class="by month-site">
      <span class="hide">Site</span>
      <select class="f" value={view.site} onChange={(event) => show({ site: event.currentTarget.value })}>
        <option value="">all sites</option>
        {sites.toSorted().map((site) => (
          <option key={site} value={site}>
            {plain(site, 60)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** The one next step, where nothing is described yet. */
function Begin() {
  return (
    <div class="frame">
      <h3>No service is described yet.</h3>
      <p>
        Without services there is nothing to promise, and no outage costs anything. The other figures are there all the
        same.
      </p>
      {hasRole('operator') ? (
        <div class="acts">
          <a class="b" href="/services/new">
            Describe the first service
          </a>
        </div>
      ) : null}
    </div>
  );
}

/** What all of it was reckoned from, and when. */
function Counted({ report }: { report: ReportDocument }) {
  const all = countedWords(report.counted);
  const compared = comparedWords(report);
  return (
    <p class="quiet dense counted" title={exact(report.madeAt)}>
      Made {moment(report.madeAt, now.value)}
      {all === '' ? '' : ` from ${all}`}.{compared === '' ? '' : ` ${compared}.`}
    </p>
  );
}
