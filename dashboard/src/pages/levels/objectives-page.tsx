import type { Level, Objective } from '@fettle/shared/api/levels';
import { Count, counted, number } from '../../format/count.ts';
import { targetPercent } from '../../format/percent.ts';
import { plain } from '../../format/text.ts';
import { step } from '../../parts/keys.ts';
import { Page } from '../../parts/page.tsx';
import type { Piece } from '../../parts/piece.ts';
import { Section } from '../../parts/section.tsx';
import { StateMark } from '../../parts/state-mark.tsx';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { go, objectivePath, servicePath } from '../../routes.ts';
import { hasRole } from '../../state/people.ts';
import { calendarName, calendars, levels, objectives, readAllServices, services } from '../../state/services.ts';
import { BudgetVial, Percent, spentWords } from '../services/budget.tsx';
import { levelLooks, levelRank } from '../services/states.ts';
import { Tabs } from '../services/tabs.tsx';
import { periodWords } from './words.ts';

const names = () => [...document.querySelectorAll<HTMLElement>('td.name a')];
const again = () => {
  objectives.renew();
  calendars.renew();
  readAllServices();
};

function sentenceOf(all: readonly Objective[], now: readonly Level[]): Piece[] {
  if (all.length === 0) {
    return [
      { text: 'Nothing is promised yet. ' },
      { text: 'An objective says how much of the time a service must be there.', lesser: true },
    ];
  }
  const of = (state: Level['state']) => now.filter((one) => one.state === state);
  const [missed, close] = [of('missed'), of('close')];
  const named = (some: readonly Level[]) =>
    some
      .slice(0, 2)
      .map(({ serviceName, name }) =>
        name.includes(serviceName) ? plain(name, 60) : `${plain(serviceName, 60)}: ${plain(name, 60)}`,
      )
      .join(', ') + (some.length > 2 ? ` and ${number(some.length - 2)} more` : '');
  return [
    ...(missed.length > 0
      ? [
          { text: counted(missed.length, 'objective is missed', 'objectives are missed'), shape: 'critical' as const },
          { text: ` (${named(missed)}). ` },
        ]
      : []),
    ...(close.length > 0
      ? [{ text: `${Count(close.length)} ${close.length === 1 ? 'is' : 'are'} close (${named(close)}). ` }]
      : []),
    {
      text: `${of('kept').length} of ${all.length} are kept so far.`,
      lesser: missed.length + close.length > 0,
      strong: missed.length + close.length === 0,
    },
  ];
}

/** What is promised of services, and how it stands. */
export function ObjectivesPage() {
  const all = objectives.value.value;
  const now = levels.value.value ?? [];
  const mayChange = hasRole('manager');
  return (
    <Page
      name="objectives"
      crumb={<b>Objectives</b>}
      pieces={all ? sentenceOf(all, now) : [{ text: 'Reading the objectives.', lesser: true }]}
      acts={
        mayChange ? (
          <a class="b main" href="/objectives/new">
            New objective
          </a>
        ) : null
      }
      read={again}
      heeds={['objective.', 'level.', 'service.']}
      keys={{ n: () => go('/objectives/new'), j: () => step(names(), 1), k: () => step(names(), -1) }}
      told={[
        [['j', 'k'], 'next, previous'],
        [['n'], 'new objective'],
      ]}
    >
      <Tabs />
      {all?.length === 0 ? <Nothing mayChange={mayChange} /> : null}
      {all && all.length > 0 ? <List all={all} now={now} /> : null}
      {!all && objectives.problem.value ? (
        <Failed what="The list of objectives" problem={objectives.problem.value} again={again} />
      ) : null}
      {!all && !objectives.problem.value ? <Waiting what="the objectives" rows={5} cancel={objectives.cancel} /> : null}
    </Page>
  );
}

/** The one next step: a service first, then a promise. */
function Nothing({ mayChange }: { mayChange: boolean }) {
  const bare = services.value.value?.length === 0;
  return (
    <div class="frame">
      <h3>Nothing is promised yet.</h3>
      <p>
        {bare
          ? 'Objectives are of services, and none is described yet: begin there.'
          : 'Say how much of the time a service must be there. What may be missed is its error budget, and Fettle tells how fast it burns.'}
      </p>
      {mayChange ? (
        <div class="acts">
          <a class="b" href={bare ? '/services/new' : '/objectives/new'}>
            {bare ? 'Describe a service' : 'Promise something'}
          </a>
        </div>
      ) : null}
    </div>
  );
}

function List({ all, now }: { all: readonly Objective[]; now: readonly Level[] }) {
  const levelOf = new Map(now.map((one) => [one.objective, one]));
  const rank = ({ id }: Objective) => levelRank.indexOf(levelOf.get(id)?.state ?? 'not-measured');
  return (
    <Section
      title="Objectives"
      note={counted(all.length, 'objective')}
      aside={<span class="aside">missed and close first</span>}
    >
      <table class="t pile">
        <thead>
          <tr>
            <th scope="col">State</th>
            <th scope="col">Objective</th>
            <th scope="col">Service</th>
            <th scope="col" class="opt">
              Hours
            </th>
            <th scope="col" class="opt">
              Period
            </th>
            <th scope="col" class="n opt">
              Promised
            </th>
            <th scope="col" class="n">
              So far
            </th>
            <th scope="col" class="opt lv">
              Error budget spent
            </th>
            <th scope="col" class="n opt">
              Of it
            </th>
          </tr>
        </thead>
        <tbody>
          {all
            .toSorted((a, b) => rank(a) - rank(b))
            .map((one) => (
              <Row key={one.id} objective={one} level={levelOf.get(one.id)} />
            ))}
        </tbody>
      </table>
    </Section>
  );
}

function Row({ objective, level }: { objective: Objective; level: Level | undefined }) {
  const { id, name, service, calendar, period, targetPpm } = objective;
  const look = levelLooks[level?.state ?? 'not-measured'];
  const hurts = level?.state === 'missed' || level?.state === 'close';
  return (
    <tr>
      <td class="s">
        <StateMark {...look} />
      </td>
      <td class="name">
        <a href={objectivePath(id)}>{plain(name, 80)}</a>
      </td>
      <td class="why">{plain(level?.serviceName ?? service, 80)}</td>
      <td class="opt quiet nowrap">{plain(calendarName(calendar), 40)}</td>
      <td class="opt quiet nowrap">{periodWords[period]}</td>
      <td class="n opt">
        {targetPercent(targetPpm)}
        <span class="u">%</span>
      </td>
      <td class={hurts ? `n main-v hurtv ${look.shape}` : 'n main-v'}>
        <a class="src" href={servicePath(service)}>
          <Percent ppm={level?.valuePpm ?? null} />
        </a>
      </td>
      <td class="opt lv">{level ? <BudgetVial level={level} /> : null}</td>
      <td class="n opt nowrap">{level ? spentWords(level) : ''}</td>
    </tr>
  );
}
