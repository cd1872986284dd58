import type { Plan } from '@fettle/shared/api/changes';
import { useMemo, useState } from 'preact/hooks';
import { actOnPlan, type PlanDeed, readPlan as readOne } from '../../api/changes.ts';
import { counted } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { exact, moment } from '../../format/time.ts';
import { ownZone } from '../../format/zones.ts';
import { Acts } from '../../parts/acts.tsx';
import { Page } from '../../parts/page.tsx';
import type { Piece } from '../../parts/piece.ts';
import { Section } from '../../parts/section.tsx';
import { StateMark } from '../../parts/state-mark.tsx';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { address, devicePath, go, incidentPath, orderPath, planPath, pushPath } from '../../routes.ts';
import { clockNow, now } from '../../state/clock.ts';
import { plans } from '../../state/plans.ts';
import { type Resource, resource } from '../../state/resource.ts';
import { useSaving } from '../../state/saving.ts';
import { newPlan, planDraft } from './draft.ts';
import { PlanForm } from './form.tsx';
import { deeds, isAhead, planLooks } from './states.ts';

/** One planned change, or one to be planned. */
export function PlanPage({ id }: { id: string }) {
  return id === 'new' ? <NewPlan /> : <OnePlan id={id} />;
}

function NewPlan() {
  const [start] = useState(() => newPlan(clockNow(), ownZone()));
  return (
    <Page
      name="plan new"
      crumb={
        <>
          <a href="/changes">Changes</a>
          <span class="sep">/</span>
          <b>New change</b>
        </>
      }
      pieces={[
        { text: 'A change to be planned. ' },
        { text: 'Somebody else agrees to it before it begins.', lesser: true },
      ]}
      read={() => plans.renew()}
      keys={{ Escape: () => go('/changes') }}
      told={[[['Esc'], 'changes']]}
    >
      <PlanForm plan={undefined} start={start} saved={(plan) => go(planPath(plan.id), true)} />
    </Page>
  );
}

function headOf(plan: Plan | undefined, time: number): Piece[] {
  if (!plan) return [{ text: 'Reading this change.', lesser: true }];
  const { state, reason, from, to, incidents, outcome, madeBy } = plan;
  const why: Piece = { text: plain(reason, 300), lesser: true };
  const hurt: Piece[] =
    incidents.length === 0
      ? []
      : [{ text: `${counted(incidents.length, 'incident')} opened meanwhile`, shape: 'warning' }, { text: '. ' }];
  if (state === 'proposed')
    return [{ text: `${plain(madeBy.name, 60)} asks to begin it ${moment(from, time)}. ` }, why];
  if (state === 'approved') return [{ text: `It begins ${moment(from, time)}. ` }, why];
  if (state === 'under-way')
    return [{ text: 'Under way', shape: 'window' }, { text: ` until ${moment(to, time)}. ` }, ...hurt, why];
  const said = planLooks[state];
  return [
    { text: said.word.slice(0, 1).toUpperCase() + said.word.slice(1), shape: said.shape },
    { text: `. ${plain(outcome, 300)} ` },
    ...hurt,
    why,
  ];
}

function OnePlan({ id }: { id: string }) {
  const found = useMemo(() => resource<Plan>((signal) => readOne(id, signal)), [id]);
  const plan = found.value.value;
  const problem = found.problem.value;
  const editing = new URLSearchParams(address.value.search).has('edit');
  const read = () => found.renew();
  return (
    <Page
      name={`plan ${id}`}
      crumb={
        <>
          <a href="/changes">Changes</a>
          <span class="sep">/</span>
          <b>{plan ? plain(plan.title, 100) : id}</b>
          {plan ? (
            <>
              <span class="sep">·</span>
              <StateMark shape={planLooks[plan.state].shape} word={planLooks[plan.state].word} />
              <span class="sep">·</span>
              {plan.risk} risk
            </>
          ) : null}
        </>
      }
      pieces={headOf(plan, now.value)}
      wrong={plan?.state === 'failed'}
      acts={plan && !editing ? <Deeds plan={plan} found={found} /> : null}
      read={read}
      heeds={['change.', 'incident.opened', 'order.']}
      keys={{ Escape: () => go(editing ? planPath(id) : '/changes') }}
      told={[[['Esc'], 'changes']]}
    >
      {plan && editing ? (
        <PlanForm
          key={plan.version}
          plan={plan}
          start={planDraft(plan, ownZone())}
          saved={() => {
            read();
            go(planPath(id), true);
          }}
        />
      ) : null}
      {plan && !editing ? <Body plan={plan} /> : null}
      {!plan && problem ? (
        <Failed what="This change" problem={problem} again={read}>
          <a class="b main" href="/changes">
            To the changes
          </a>
        </Failed>
      ) : null}
      {!plan && !problem ? <Waiting what="this change" rows={6} cancel={found.cancel} /> : null}
    </Page>
  );
}

function Deeds({ plan, found }: { plan: Plan; found: Resource<Plan> }) {
  const saving = useSaving();
  const act = (deed: PlanDeed, words: string) =>
    void saving.run(async () => {
      await actOnPlan(plan.id, deed, words, plan.version);
      found.renew();
      plans.renew();
    });
  const may = deeds.filter((one) => plan.may.includes(one.act));
  return (
    <>
      <Acts may={may} saving={saving} readAgain={() => found.renew()} act={act} />
      {isAhead(plan) && plan.state !== 'under-way' ? (
        <a class="b" href={`${planPath(plan.id)}?edit`}>
          Change it
        </a>
      ) : null}
    </>
  );
}

function Body({ plan }: { plan: Plan }) {
  const {
    reason,
    wayBack,
    selector,
    devices,
    from,
    to,
    window,
    madeBy,
    madeAt,
    approvedBy,
    approvedAt,
    orders,
    incidents,
    outcome,
    id,
  } = plan;
  return (
    <div class="split">
      <div>
        <Section title="Why">
          <p class="why-line">{plain(reason, 4_000)}</p>
        </Section>
        <Section title="If it goes wrong">
          <p class="why-line">
            {wayBack === '' ? <span class="quiet">Nothing was said.</span> : plain(wayBack, 4_000)}
          </p>
        </Section>
        <Section
          title="Orders that carry it out"
          note={orders.length === 0 ? '' : counted(orders.length, 'order')}
          aside={
            isAhead(plan) ? (
              <a
                class="aside b bare"
                href={pushPath({
                  change: id,
                  reason,
                  ...(selector === null ? { devices: devices.join(',') } : { selector }),
                })}
              >
                Compose one…
              </a>
            ) : null
          }
        >
          {orders.length === 0 ? <p class="quiet dense">None yet.</p> : null}
          <ul class="rows">
            {orders.map((one) => (
              <li key={one.id}>
                <div class="top">
                  <a href={orderPath(one.id)}>{plain(one.title, 120)}</a>
                  <span class="quiet">{one.state}</span>
                </div>
              </li>
            ))}
          </ul>
        </Section>
        <Section title="Incidents meanwhile" note="on its devices, until 30 minutes after its end">
          {incidents.length === 0 ? <p class="quiet dense">None.</p> : null}
          <ul class="rows">
            {incidents.map((one) => (
              <li key={one.id}>
                <div class="top">
                  <a href={incidentPath(one.id)}>{plain(one.words, 200)}</a>
                  <span class="quiet">{moment(one.openedAt, now.value)}</span>
                </div>
              </li>
            ))}
          </ul>
        </Section>
      </div>
      <aside aria-label="About it">
        <Section title="About it">
          <dl class="facts">
            <dt>Begins</dt>
            <dd title={exact(from)}>{moment(from, now.value)}</dd>
            <dt>Ends</dt>
            <dd title={exact(to)}>{moment(to, now.value)}</dd>
            <dt>Devices</dt>
            <dd>
              {selector === null ? (
                devices.map((one) => (
                  <a key={one} class="src line-of" href={devicePath(one)}>
                    {one.slice(0, 10)}
                  </a>
                ))
              ) : selector === '' ? (
                'all'
              ) : (
                <span class="mono">{plain(selector, 300)}</span>
              )}
            </dd>
            <dt>Notices</dt>
            <dd>{window ? 'wait during that time' : 'go out as always'}</dd>
            <dt>Planned</dt>
            <dd title={exact(madeAt)}>
              {plain(madeBy.name, 64)}, {moment(madeAt, now.value)}
            </dd>
            <dt>Agreed</dt>
            <dd>
              {approvedBy ? (
                `${plain(approvedBy.name, 64)}${approvedAt === null ? '' : `, ${moment(approvedAt, now.value)}`}`
              ) : (
                <span class="quiet">nobody yet</span>
              )}
            </dd>
            {outcome === '' ? null : <dt>Outcome</dt>}
            {outcome === '' ? null : <dd>{plain(outcome, 2_000)}</dd>}
          </dl>
        </Section>
      </aside>
    </div>
  );
}
