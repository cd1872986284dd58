import type { ForecastDetail } from '@fettle/shared/api/capacity';
import { useEffect, useMemo } from 'preact/hooks';
import { readForecast, reckonAnew } from '../../api/capacity.ts';
import { counted } from '../../format/count.ts';
import { moment } from '../../format/time.ts';
import { step } from '../../parts/keys.ts';
import { Page } from '../../parts/page.tsx';
import { SaidProblem } from '../../parts/said-problem.tsx';
import { Section } from '../../parts/section.tsx';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { forecasts, idle, limits } from '../../state/capacity.ts';
import { now } from '../../state/clock.ts';
import { fleet } from '../../state/fleet.ts';
import { hasRole } from '../../state/people.ts';
import { resource } from '../../state/resource.ts';
import { useSaving } from '../../state/saving.ts';
import { readMoney } from '../../state/services.ts';
import { ForecastChart } from './chart.tsx';
import { IdleSection } from './idle.tsx';
import { LimitsSection } from './limits.tsx';
import { ForecastTable } from './table.tsx';
import { WhatIfSection } from './what-if.tsx';
import { capacitySentence } from './words.ts';

const names = () => [...document.querySelectorAll<HTMLElement>('.capacity td.name a')];

function read(): void {
  forecasts.renew();
  limits.renew();
  idle.renew();
  readMoney();
  if (!fleet.value.peek()) fleet.renew();
}

/** What is full when, what is not used, and what if there were more. */
export function CapacityPage() {
  const found = forecasts.value.value;
  const time = Math.floor(now.value / 60_000) * 60_000;
  const problem = forecasts.problem.value;
  return (
    <Page
      name="capacity"
      crumb={<b>Capacity</b>}
      pieces={
        found
          ? capacitySentence(found.items, found.reckonedAt, time)
          : [{ text: 'Reading what fills up.', lesser: true }]
      }
      read={read}
      heeds={['capacity.']}
      keys={{ j: () => step(names(), 1), k: () => step(names(), -1) }}
      told={[[['j', 'k'], 'next, previous']]}
    >
      {!found && problem ? <Failed what="The list of forecasts" problem={problem} again={forecasts.renew} /> : null}
      {!found && !problem ? <Waiting what="what fills up" rows={8} cancel={forecasts.cancel} /> : null}
      {found?.items[0]?.fullAt ? <Soonest id={found.items[0].id} time={time} /> : null}
      {found && found.items.length > 0 ? (
        <Section
          title="What fills up"
          note={found.next === null ? counted(found.items.length, 'thing') : 'the soonest thousand'}
          aside={<Fresh reckonedAt={found.reckonedAt} reckoning={found.reckoning} />}
        >
          <ForecastTable all={found.items} now={time} />
        </Section>
      ) : null}
      {found && found.items.length === 0 ? (
        <div class="frame">
          <h3>Nothing is forecast yet.</h3>
          <p>Disks and memory of each device are, once there are two weeks of history.</p>
          <Fresh reckonedAt={found.reckonedAt} reckoning={found.reckoning} />
        </div>
      ) : null}
      <WhatIfSection />
      <LimitsSection />
      <IdleSection />
    </Page>
  );
}

/** The chart of what is full first. */
function Soonest({ id, time }: { id: string; time: number }) {
  const detail = useMemo(() => resource<ForecastDetail>((signal) => readForecast(id, signal)), [id]);
  useEffect(() => detail.renew(), [detail]);
  const found = detail.value.value;
  const problem = detail.problem.value;
  return (
    <Section title="Soonest">
      {found ? <ForecastChart detail={found} now={time} /> : null}
      {!found && problem ? <Failed what="This chart" problem={problem} again={detail.renew} /> : null}
      {!found && !problem ? <Waiting what="its history" rows={6} cancel={detail.cancel} /> : null}
    </Section>
  );
}

/** How old it is; managers may have it anew. */
function Fresh({ reckonedAt, reckoning }: { reckonedAt: number | null; reckoning: boolean }) {
  const saving = useSaving();
  useEffect(() => {
    if (!reckoning) return undefined;
    const soon = setInterval(() => forecasts.renew(), 2_000);
    return () => clearInterval(soon);
  }, [reckoning]);
  const again = () =>
    void saving.run(async () => {
      await reckonAnew();
      await forecasts.load();
    });
  return (
    <span class="aside quiet capacity-fresh">
      {reckoning
        ? 'being reckoned'
        : reckonedAt === null
          ? 'not reckoned yet'
          : `reckoned ${moment(reckonedAt, now.value)}`}
      {hasRole('manager') && !reckoning ? (
        <button class="b bare" type="button" disabled={saving.busy} onClick={again}>
          Reckon anew
        </button>
      ) : null}
      <SaidProblem problem={saving.problem} />
    </span>
  );
}
