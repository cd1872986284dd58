import type { Brand, ReportPlan } from '@fettle/shared/api/reports';
import { makePlanNow } from '../../api/reports.ts';
import { counted } from '../../format/count.ts';
import { cronWords } from '../../format/cron-words.ts';
import { plain } from '../../format/text.ts';
import { exact, moment, span } from '../../format/time.ts';
import { SaidProblem } from '../../parts/said-problem.tsx';
import { Section } from '../../parts/section.tsx';
import { StateMark } from '../../parts/state-mark.tsx';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { go } from '../../routes.ts';
import { now } from '../../state/clock.ts';
import { hasRole } from '../../state/people.ts';
import { brands, kindTitle, reportPlans, reports } from '../../state/reports.ts';
import { useSaving } from '../../state/saving.ts';
import { fileNames } from './words.ts';

/** Reports that come by themselves. */
export function Plans() {
  const all = reportPlans.value.value;
  const may = hasRole('manager');
  if (!all && reportPlans.problem.value)
    return <Failed what="The list of plans" problem={reportPlans.problem.value} again={reportPlans.renew} />;
  if (!all) return <Waiting what="what is planned" rows={4} cancel={reportPlans.cancel} />;
  return (
    <Section
      title="Planned"
      note={all.length === 0 ? undefined : 'made at their time, also when the collector was down then'}
      aside={
        may ? (
          <a class="aside" href="/report-plans/new">
            Plan a report…
          </a>
        ) : undefined
      }
    >
      {all.length === 0 ? (
        <p class="quiet dense">
          None is planned. A plan makes a report by a schedule and mails it{may ? '' : '; a manager can make one'}.
        </p>
      ) : (
        <ul class="rows plans-list">
          {all.map((plan) => (
            <PlanRow key={plan.id} plan={plan} may={may} />
          ))}
        </ul>
      )}
    </Section>
  );
}

function PlanRow({ plan, may }: { plan: ReportPlan; may: boolean }) {
  const { id, name, kind, enabled, schedule, to, attach, nextAt, last, site } = plan;
  const saving = useSaving();
  const make = () =>
    void saving.run(async () => {
      const begun = await makePlanNow(id);
      reports.renew();
      go(`/reports/${begun.id}`);
    });
  const sent =
    to.length === 0
      ? 'kept here, sent to nobody'
      : `${attach.map((one) => fileNames[one]).join(' and ')} to ${counted(to.length, 'recipient')}`;
  return (
    <li>
      <div class="top">
        <b>
          <a href={`/report-plans/${encodeURIComponent(id)}`}>{plain(name, 80)}</a>
        </b>
        {enabled && nextAt !== null ? (
          <span title={exact(nextAt)}>in {span(nextAt - now.value)}</span>
        ) : (
          <StateMark shape="off" word={enabled ? 'by hand' : 'off'} />
        )}
      </div>
      <span class="quiet">
        {kindTitle(kind)}
        {site === null ? '' : `, ${plain(site, 60)}`} · {schedule === null ? 'made by hand' : cronWords(schedule.cron)}{' '}
        · {sent}
      </span>
      <div class="top">
        <span class="quiet">
          {last === null ? (
            'not made yet'
          ) : (
            <>
              last <a href={`/reports/${encodeURIComponent(last.report)}`}>{moment(last.time, now.value)}</a>
              {last.state === 'failed' ? ', failed' : ''}
            </>
          )}
        </span>
        {may ? (
          <button
            class="b bare"
            type="button"
            disabled={saving.busy}
            onClick={make}
            aria-label={`Make now: ${plain(name, 60)}`}
          >
            {saving.busy ? 'Asking' : 'Make now'}
          </button>
        ) : null}
      </div>
      <SaidProblem problem={saving.problem} />
    </li>
  );
}

/** How customers' reports look. */
export function Brands() {
  const all = brands.value.value;
  const may = hasRole('manager');
  if (!all && brands.problem.value)
    return <Failed what="The list of brands" problem={brands.problem.value} again={brands.renew} />;
  if (!all) return <Waiting what="the brands" rows={2} cancel={brands.cancel} />;
  return (
    <Section
      title="Brands"
      note="how customers’ reports look"
      aside={
        may ? (
          <a class="aside" href="/brands/new">
            New brand…
          </a>
        ) : undefined
      }
    >
      {all.length === 0 ? <p class="quiet dense">None: every report has Fettle’s own head.</p> : null}
      <ul class="rows">
        {all.map((brand) => (
          <BrandRow key={brand.id} brand={brand} />
        ))}
      </ul>
    </Section>
  );
}

function BrandRow({ brand: { id, name, sites, accent } }: { brand: Brand }) {
  return (
    <li>
      <div class="top">
        <b>
          <a href={`/brands/${encodeURIComponent(id)}`}>{plain(name, 80)}</a>
        </b>
        <span class="quiet">{accent ?? 'no colour of its own'}</span>
      </div>
      <span class="quiet">
        {sites.length === 0 ? 'of no site yet' : sites.map((site) => plain(site, 40)).join(', ')}
      </span>
    </li>
  );
}
