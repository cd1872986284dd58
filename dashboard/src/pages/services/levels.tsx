import type { Level } from '@fettle/shared/api/levels';
import { useState } from 'preact/hooks';
import { percentOf, targetPercent } from '../../format/percent.ts';
import { plain } from '../../format/text.ts';
import { exact, moment, span } from '../../format/time.ts';
import { Section } from '../../parts/section.tsx';
import { Spark } from '../../parts/spark.tsx';
import { StateMark } from '../../parts/state-mark.tsx';
import { Failed } from '../../parts/waiting.tsx';
import { incidentPath, objectivePath } from '../../routes.ts';
import { now } from '../../state/clock.ts';
import { hasRole } from '../../state/people.ts';
import { moneyText } from '../../state/services.ts';
import { BudgetVial, Percent, spentWords } from './budget.tsx';
import type { ServiceParts } from './service-parts.ts';
import { levelLooks, worstFirst } from './states.ts';

/** How it stands against what was promised: each objective, its error budget, how fast it burns, and by what. */
export function Levels({ id, levels }: { id: string; levels: ServiceParts['levels'] }) {
  const all = levels.value.value;
  const problem = levels.problem.value;
  const byObjective = Map.groupBy(all ?? [], ({ objective }) => objective);
  const current = [...byObjective.values()].flatMap((some) => some.toSorted((a, b) => b.to - a.to).slice(0, 1));
  const add = `/objectives/new?service=${encodeURIComponent(id)}`;
  return (
    <Section
      title="Against its objectives"
      note="windows left out where the objective says so, exact to the second"
      aside={
        hasRole('manager') ? (
          <span class="aside">
            <a href={add}>New objective…</a>
          </span>
        ) : null
      }
    >
      {!all && problem ? <Failed what="Its objectives" problem={problem} again={() => levels.renew()} /> : null}
      {all?.length === 0 ? (
        <div class="frame">
          <h3>Nothing is promised yet.</h3>
          <p>An objective says how much of the time it must be there; what may be missed is its error budget.</p>
          {hasRole('manager') ? (
            <div class="acts">
              <a class="b" href={add}>
                Promise something
              </a>
            </div>
          ) : null}
        </div>
      ) : null}
      <ul class="levels-list">
        {worstFirst(current).map((level) => (
          <One key={level.objective} level={level} before={byObjective.get(level.objective) ?? []} />
        ))}
      </ul>
    </Section>
  );
}

function One({ level, before }: { level: Level; before: readonly Level[] }) {
  const { name, objective, targetPpm, valuePpm, state, from, to, goneAt, cost } = level;
  const hurts = state === 'missed' || state === 'close';
  return (
    <li>
      <div class="top">
        <StateMark {...levelLooks[state]} />
        <a href={objectivePath(objective)}>
          <b>{plain(name, 80)}</b>
        </a>
        <span class={hurts ? `figure hurtv ${levelLooks[state].shape}` : 'figure'}>
          <Percent ppm={valuePpm} />
        </span>
        <span class="quiet">of {targetPercent(targetPpm)} %</span>
        <Before levels={before} />
      </div>
      <div class="budget">
        <BudgetVial level={level} />
        <span class="dense">{spentWords(level)} spent</span>
      </div>
      <p class="quiet dense">
        {moment(from, now.value)} to {moment(to, now.value)}. <Burning level={level} />{' '}
        {goneAt === null ? '' : `At the pace of the last three days it is gone ${moment(goneAt, goneAt)}. `}
        {cost === null || cost === 0 ? '' : `It cost ${moneyText(cost)}.`}
      </p>
      {level.spent.length > 0 ? <Spent level={level} /> : null}
    </li>
  );
}

/** The periods before, oldest at the left. */
function Before({ levels }: { levels: readonly Level[] }) {
  const known = levels.filter(({ valuePpm }) => valuePpm !== null).toSorted((a, b) => a.to - b.to);
  if (known.length < 3) return null;
  const low = Math.min(...known.map(({ valuePpm, targetPpm }) => Math.min(valuePpm ?? 0, targetPpm))) - 1;
  const points = known.map((one, index) => [index, one.valuePpm ?? 0] as const);
  const told = known.map(({ valuePpm }) => `${percentOf(valuePpm ?? 0)} %`).join(', ');
  return (
    <span class="sp" title={`${known.length} periods: ${told}`}>
      <Spark points={points} from={0} to={known.length - 1} step={1} low={low} high={1_000_000} />
      <span class="hide">
        {known.length} periods: {told}
      </span>
    </span>
  );
}

function Burning({ level: { burn } }: { level: Level }) {
  const said = [
    ['1 h', burn.hour],
    ['6 h', burn.sixHours],
    ['24 h', burn.day],
    ['3 d', burn.threeDays],
  ].flatMap(([name, rate]) =>
    typeof rate === 'number' ? [`${rate < 10 ? rate.toFixed(1) : Math.round(rate)} × over ${name}`] : [],
  );
  if (said.length === 0) return <>It does not burn.</>;
  return <>Its budget burns {said.join(', ')}.</>;
}

const few = 4;

/** What the budget went to, each with its incidents. */
function Spent({ level: { spent } }: { level: Level }) {
  const [whole, setWhole] = useState(false);
  const ordered = spent.toSorted((a, b) => b.ms - a.ms);
  return (
    <>
      <ol class="spent">
        {ordered.slice(0, whole ? 200 : few).map(({ from, ms, words, incidents }) => (
          <li key={`${from} ${words}`}>
            <time title={exact(from)}>{moment(from, now.value)}</time>
            <span>
              {plain(words, 160)}{' '}
              {incidents.slice(0, 3).map((id) => (
                <a key={id} class="src" href={incidentPath(id)}>
                  incident
                </a>
              ))}
            </span>
            <b>{ms === 0 ? '' : span(ms)}</b>
          </li>
        ))}
      </ol>
      {spent.length > few ? (
        <button class="b bare" type="button" onClick={() => setWhole(!whole)}>
          {whole ? 'Fewer' : `${spent.length - few} more`}
        </button>
      ) : null}
    </>
  );
}
