import type { Manpower } from '@fettle/shared/api/manpower';
import { useMemo } from 'preact/hooks';
import { readManpower } from '../../api/manpower.ts';
import { plain } from '../../format/text.ts';
import { moment } from '../../format/time.ts';
import { Page } from '../../parts/page.tsx';
import { Section } from '../../parts/section.tsx';
import { Segment } from '../../parts/segment.tsx';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { address, go } from '../../routes.ts';
import { clockNow, now } from '../../state/clock.ts';
import { hasRole } from '../../state/people.ts';
import { resource } from '../../state/resource.ts';
import { coming } from '../windows/coming.ts';
import { LoadTable, rowOfPerson, rowOfTeam } from './table.tsx';
import { PeopleTabs } from './tabs.tsx';
import { ComingWeeks, ResolvedWeeks } from './weeks.tsx';
import { daysOf, loadSentence, type SpanDays, spanFor, spans } from './words.ts';

/** Who has how much, who acts how soon, and what is to come; who is no manager sees themselves. */
export function LoadPage() {
  const days = daysOf(address.value.search);
  const load = useMemo(() => resource<Manpower>((signal) => readManpower(spanFor(days, clockNow()), signal)), [days]);
  const found = load.value.value;
  const alone = !hasRole('manager');
  const show = (wanted: SpanDays) => go(`/load?days=${wanted}`, true);
  const near = (by: 1 | -1) => {
    const next = spans[spans.indexOf(days) + by];
    if (next !== undefined) show(next);
  };
  return (
    <Page
      name={`load ${days}`}
      crumb={<b>{alone ? 'Your load' : 'People’s load'}</b>}
      pieces={found ? loadSentence(found, alone) : [{ text: 'Reckoning who has how much.', lesser: true }]}
      acts={
        alone ? undefined : (
          <a class="b" href="/reports?kind=workload">
            As a report
          </a>
        )
      }
      read={() => load.renew()}
      keys={{ '[': () => near(-1), ']': () => near(1) }}
      told={[[['[', ']'], 'shorter, longer']]}
    >
      <PeopleTabs>
        <Segment
          label="Span"
          choices={spans.map((value) => ({ value, name: value === 365 ? '1 year' : `${value} days` }))}
          chosen={days}
          choose={show}
        />
      </PeopleTabs>
      {found ? <Loads found={found} alone={alone} /> : null}
      {!found && load.problem.value ? (
        <Failed what="Who has how much" problem={load.problem.value} again={() => void load.load()} />
      ) : null}
      {!found && !load.problem.value ? <Waiting what="who has how much" rows={8} cancel={load.cancel} /> : null}
    </Page>
  );
}

function Loads({ found, alone }: { found: Manpower; alone: boolean }) {
  const { people, teams, fairShare, byScript, forecast } = found;
  const share = fairShare === null ? undefined : `fair share ${fairShare.toFixed(1)} incidents`;
  return (
    <>
      <Section title={alone ? 'You' : 'People'} note={share}>
        {people.length === 0 ? (
          <p class="quiet">Nobody here may act on incidents yet.</p>
        ) : (
          <LoadTable what="Who" rows={people.map(rowOfPerson)} share={fairShare} />
        )}
      </Section>
      {teams.length > 0 ? (
        <Section title="Teams" note="an incident that several of a team worked on counts once">
          <LoadTable what="Team" rows={teams.map(rowOfTeam)} share={null} />
        </Section>
      ) : null}
      <div class="two">
        <Section title="How incidents ended" note="by week, those that were resolved">
          <ResolvedWeeks weeks={byScript} />
        </Section>
        <Section title="Weeks to come" note="if it goes on as in the last half year">
          {forecast.length > 0 ? (
            <ComingWeeks weeks={forecast} />
          ) : (
            <p class="quiet">Fewer than six whole weeks of incidents say nothing of the next.</p>
          )}
        </Section>
      </div>
      <OnCallNow found={found} />
    </>
  );
}

function OnCallNow({ found: { onCall } }: { found: Manpower }) {
  if (onCall.length === 0) return null;
  return (
    <Section
      title="On call now"
      aside={
        <a class="aside" href="/on-call">
          Rosters
        </a>
      }
    >
      <ul class="rows">
        {onCall.map(({ roster, name, person, until }) => (
          <li key={roster}>
            <div class="top">
              <b>{person ? plain(person.name, 60) : 'Nobody yet'}</b>
              <span class="quiet" title={until === null ? undefined : moment(until, now.value)}>
                {plain(name, 60)}
                {until === null ? '' : `, until ${coming(until, now.value)}`}
              </span>
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}
