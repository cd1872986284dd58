import type { ReportKindId, ReportPlan, ReportPlanBody } from '@fettle/shared/api/reports';
import { useMemo, useState } from 'preact/hooks';
import { deletePlan, putPlan } from '../../api/reports.ts';
import { counted } from '../../format/count.ts';
import { cronWords } from '../../format/cron-words.ts';
import { plain } from '../../format/text.ts';
import { exact, span } from '../../format/time.ts';
import { localOf } from '../../format/zoned.ts';
import { ownZone } from '../../format/zones.ts';
import { Deed } from '../../parts/deed.tsx';
import { EditPage } from '../../parts/edit-page.tsx';
import { Check, Checks, SelectField, TextField } from '../../parts/fields.tsx';
import { Named } from '../../parts/named.tsx';
import type { Piece } from '../../parts/piece.ts';
import { SelectorField } from '../../parts/selector-field.tsx';
import { Step } from '../../parts/step.tsx';
import { address } from '../../routes.ts';
import { clockNow, now } from '../../state/clock.ts';
import { readTargets } from '../../state/notices.ts';
import { brands, kindTitle, reportKinds, reportPlans } from '../../state/reports.ts';
import { calendars, services } from '../../state/services.ts';
import { isSame } from '../../state/unsaved.ts';
import { nextDates } from './next-dates.ts';
import { bodyOf, newPlan, type PlanDraft, planDraft, readPlan } from './plan-draft.ts';
import { Recipients } from './recipients-field.tsx';
import { ScheduleStep } from './schedule-step.tsx';
import { attachChoices, mailChannels } from './send-sheet.tsx';
import { fileNames, periodChoices, periodNames } from './words.ts';

function readOffered(): void {
  readTargets();
  for (const part of [reportKinds, brands, calendars, services]) part.renew();
}

function headOf({ enabled, nextAt }: ReportPlan, time: number): Piece[] {
  if (!enabled) return [{ text: 'This plan is switched off.', shape: 'off' }];
  return nextAt === null
    ? [{ text: 'It is made when somebody asks for it.' }]
    : [{ text: `It is made next in ${span(nextAt - time)}.` }];
}

/** One planned report, or one to be planned. */
export function ReportPlanPage({ id }: { id: string }) {
  return (
    <EditPage
      id={id}
      list={reportPlans}
      home="/reports"
      homeName="Reports"
      what="planned report"
      also={readOffered}
      head={headOf}
      form={(plan: ReportPlan | undefined, fill) => <Form plan={plan} fill={fill} />}
    />
  );
}

function begun(): PlanDraft {
  const query = new URLSearchParams(address.value.search);
  const period = query.get('period') ?? 'month';
  return newPlan(query.get('kind') ?? 'executive', period in periodNames ? period : 'month', ownZone());
}

const late = ['name', 'id', 'addresses', 'channel'];

function Form({ plan, fill }: { plan: ReportPlan | undefined; fill: () => void }) {
  const [start] = useState(() => (plan ? planDraft(plan) : begun()));
  const [draft, setDraft] = useState(start);
  const [tried, setTried] = useState(false);
  const ways = mailChannels();
  const [only] = ways;
  // Where there is one channel for mail, nobody has to choose it.
  const settled = draft.channel === '' && only ? { ...draft, channel: only.id } : draft;
  const { errors: all, body } = readPlan(settled);
  const errors = tried ? all : new Map([...all].filter(([path]) => !late.includes(path)));
  const change = (some: Partial<PlanDraft>) => setDraft((before) => ({ ...before, ...some }));
  const parts = { draft: settled, errors, change };
  return (
    <div class="wiz">
      <form onSubmit={(event) => event.preventDefault()} aria-label="The planned report">
        <Step no={1} title="Name">
          <Named draft={draft} errors={errors} change={change} made={plan !== undefined} />
          <Check
            label="It is made and sent by its schedule"
            on={draft.enabled}
            set={(enabled) => change({ enabled })}
          />
        </Step>
        <WhatStep {...parts} />
        <ScheduleStep {...parts} />
        <Step no={4} title="To whom" note="nobody: it is kept here only">
          <Recipients
            chosen={draft.people}
            addresses={draft.addresses}
            set={(some) =>
              change({
                ...(some.chosen ? { people: some.chosen } : {}),
                ...(some.addresses === undefined ? {} : { addresses: some.addresses }),
              })
            }
            error={errors.get('addresses')}
          />
          <div class="fields">
            <Checks label="With" choices={attachChoices} chosen={draft.attach} set={(attach) => change({ attach })} />
            <SelectField
              label="By"
              value={settled.channel}
              set={(channel) => change({ channel })}
              error={errors.get('channel')}
              choices={[
                { value: '', name: 'no channel' },
                ...ways.map(({ id, name }) => ({ value: id, name: plain(name, 60) })),
              ]}
              note={ways.length === 0 ? 'There is no channel for mail yet: see On call, channels.' : undefined}
            />
          </div>
        </Step>
        <LookStep {...parts} />
      </form>
      <Deed
        kept={plan && { id: plan.id, name: plan.name, version: plan.version, body: bodyOf(plan) }}
        id={draft.id}
        body={body}
        dirty={!isSame(draft, start)}
        tried={() => setTried(true)}
        fill={fill}
        list={reportPlans}
        home="/reports"
        below="/report-plans"
        put={(at, some, version) => putPlan(at, { ...some, version })}
        remove={deletePlan}
        make="Plan it"
        losing="It is not made any more. The reports that it made stay."
      >
        {body ? (
          <Prose body={body} />
        ) : (
          <p class="prose">Once every field can be read, what will happen stands here.</p>
        )}
      </Deed>
    </div>
  );
}

interface PartProps {
  readonly draft: PlanDraft;
  readonly errors: ReadonlyMap<string, string>;
  readonly change: (some: Partial<PlanDraft>) => void;
}

function WhatStep({ draft, errors, change }: PartProps) {
  const kinds = reportKinds.value.value ?? [];
  return (
    <Step no={2} title="What" note={kinds.find(({ id }) => id === draft.kind)?.describe ?? ''}>
      <div class="fields">
        <SelectField
          label="Report"
          value={draft.kind}
          set={(kind) => change({ kind: kind as ReportKindId })}
          choices={kinds.map(({ id, title }) => ({ value: id, name: title }))}
        />
        <SelectField
          label="Over the last whole"
          value={draft.period}
          set={(period) => change({ period: period as PlanDraft['period'] })}
          choices={periodChoices}
        />
        <TextField label="Site" value={draft.site} set={(site) => change({ site })} hint="all that you see" />
        <SelectField
          label="Service"
          value={draft.service}
          set={(service) => change({ service })}
          choices={[
            { value: '', name: 'all of them' },
            ...(services.value.value ?? []).map(({ id, name }) => ({ value: id, name: plain(name, 60) })),
          ]}
        />
      </div>
      <SelectorField value={draft.selector} set={(selector) => change({ selector })} error={errors.get('selector')} />
    </Step>
  );
}

function LookStep({ draft, change }: PartProps) {
  return (
    <Step no={5} title="How it looks">
      <div class="fields">
        <SelectField
          label="Brand"
          value={draft.brand}
          set={(brand) => change({ brand })}
          choices={[
            { value: '', name: 'that of its site' },
            ...(brands.value.value ?? []).map(({ id, name }) => ({ value: id, name: plain(name, 60) })),
          ]}
        />
        <TextField
          label="Made for"
          value={draft.madeFor}
          set={(madeFor) => change({ madeFor })}
          hint="Karin Holm"
          note="Stands in its head."
        />
      </div>
    </Step>
  );
}

const dateWords = (time: number, zone: string) => {
  const date = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  }).format(time);
  return `${date}, ${localOf(time, zone).slice(11)}`;
};

/** What will happen, in words, with the next dates by the rules the collector keeps. */
function Prose({ body }: { body: ReportPlanBody }) {
  const { schedule, to, attach } = body;
  const calendar = calendars.value.value?.find(({ id }) => id === schedule?.calendar);
  const minute = Math.floor(now.value / 60_000);
  const dates = useMemo(
    () => (schedule === null ? [] : nextDates(schedule, calendar, clockNow())),
    [JSON.stringify(schedule), calendar, minute],
  );
  const files = attach.length === 0 ? 'without files' : `with ${attach.map((one) => fileNames[one]).join(' and ')}`;
  return (
    <>
      <p class="prose">
        <b>{kindTitle(body.kind)}</b> over the last whole <b>{periodNames[body.period]}</b>
        {body.site === null ? '' : ` of ${plain(body.site, 60)}`}, made{' '}
        <b>{schedule === null ? 'when somebody asks for it' : cronWords(schedule.cron)}</b>
        {to.length === 0 ? ', kept here.' : `, mailed ${files} to ${counted(to.length, 'recipient')}.`}
      </p>
      {schedule === null ? null : (
        <div>
          <h3 class="dense">Next</h3>
          {dates.length === 0 ? <p class="quiet dense">Never: no day fits.</p> : null}
          <ol class="next-dates">
            {dates.map(({ at, moved }) => (
              <li key={at} title={exact(at)}>
                {dateWords(at, schedule.zone)}
                {moved ? <span class="quiet"> · moved to a business day</span> : null}
              </li>
            ))}
          </ol>
        </div>
      )}
    </>
  );
}
