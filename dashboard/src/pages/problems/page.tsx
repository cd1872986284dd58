import type { Problem } from '@fettle/shared/api/problems';
import { useState } from 'preact/hooks';
import { counted, number } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { exact, moment } from '../../format/time.ts';
import { step } from '../../parts/keys.ts';
import { Page } from '../../parts/page.tsx';
import { SaidProblem } from '../../parts/said-problem.tsx';
import { Section } from '../../parts/section.tsx';
import { StateMark } from '../../parts/state-mark.tsx';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { problemPath } from '../../routes.ts';
import { now } from '../../state/clock.ts';
import { problems } from '../../state/problems.ts';
import { useSaving } from '../../state/saving.ts';
import { putInto } from './change.ts';
import { groups, problemsSentence, shapes, ways, words } from './standing.ts';

const names = () => [...document.querySelectorAll<HTMLElement>('.proposals a.title, td.name a')];
const again = () => problems.renew();

/** What repeats: proposals first, then what is worked on and what is known. */
export function ProblemsPage() {
  const all = problems.value.value;
  const proposed = all?.filter(({ state }) => state === 'proposed') ?? [];
  return (
    <Page
      name="problems"
      crumb={<b>Problems</b>}
      pieces={all ? problemsSentence(all) : [{ text: 'Reading the problems.', lesser: true }]}
      read={again}
      heeds={['problem.', 'incident.changed', 'incident.opened']}
      keys={{ j: () => step(names(), 1), k: () => step(names(), -1) }}
      told={[[['j', 'k'], 'next, previous']]}
    >
      {proposed.length > 0 ? (
        <Section title="Proposed" note={groups[0]?.note}>
          <ul class="rows proposals">
            {proposed.map((problem) => (
              <Proposal key={problem.id} problem={problem} />
            ))}
          </ul>
        </Section>
      ) : null}
      {all ? <Known all={all} /> : null}
      {!all && problems.problem.value ? (
        <Failed what="The list of problems" problem={problems.problem.value} again={again} />
      ) : null}
      {!all && !problems.problem.value ? <Waiting what="the problems" rows={6} cancel={problems.cancel} /> : null}
    </Page>
  );
}

/** What the collector found, why, and what to make of it. */
function Proposal({ problem }: { problem: Problem }) {
  const saving = useSaving();
  const { id, title, why, state } = problem;
  return (
    <li>
      <div class="top">
        <span>
          <a class="title" href={problemPath(id)}>
            <b>{plain(title, 200)}</b>
          </a>
          <small>{plain(why, 400)}</small>
        </span>
        <span class="acts">
          {ways[state].map(({ to, deed }, index) => (
            <button
              key={to}
              class={index === 0 ? 'b' : 'b bare'}
              type="button"
              disabled={saving.busy}
              onClick={() => void saving.run(() => putInto(problem, to))}
            >
              {deed}
              <span class="hide">: {plain(title, 80)}</span>
            </button>
          ))}
        </span>
      </div>
      <SaidProblem problem={saving.problem} readAgain={again} />
    </li>
  );
}

function Known({ all }: { all: readonly Problem[] }) {
  const [folded, setFolded] = useState(true);
  const shown = groups.filter(({ state }) => state === 'open' || state === 'known-error');
  const over = groups.filter(({ state }) => state === 'closed' || state === 'dismissed');
  const rows = (some: typeof groups) => all.filter((one) => some.some(({ state }) => state === one.state));
  if (all.length === 0) return <NoProblem />;
  const done = rows(over).length;
  return (
    <Section title="Problems" note={`${counted(rows(shown).length, 'problem')} open or known`}>
      <Table all={all} shown={folded ? shown : [...shown, ...over]} />
      {done > 0 ? (
        <p>
          <button class="b bare" type="button" aria-expanded={!folded} onClick={() => setFolded(!folded)}>
            {folded ? `${number(done)} closed or dismissed` : 'Without those closed or dismissed'}
          </button>
        </p>
      ) : null}
    </Section>
  );
}

function NoProblem() {
  return (
    <div class="frame">
      <h3>Nothing repeats.</h3>
      <p>When incidents of one rule, one model or one service come again and again, a problem is proposed here.</p>
    </div>
  );
}

function Table({ all, shown }: { all: readonly Problem[]; shown: typeof groups }) {
  return (
    <table class="t pile">
      <thead>
        <tr>
          <th scope="col">State</th>
          <th scope="col">Problem</th>
          <th scope="col">Why</th>
          <th scope="col" class="opt">
            Owner
          </th>
          <th scope="col" class="n opt">
            Devices
          </th>
          <th scope="col" class="n">
            Incidents
          </th>
          <th scope="col" class="n opt">
            Last
          </th>
        </tr>
      </thead>
      <tbody>
        {shown.flatMap(({ state }) =>
          all.filter((one) => one.state === state).map((one) => <Row key={one.id} problem={one} />),
        )}
      </tbody>
    </table>
  );
}

function Row({
  problem: { id, state, title, why, workaround, owner, incidents, devices, lastAt },
}: {
  problem: Problem;
}) {
  const over = state === 'closed' || state === 'dismissed';
  return (
    <tr class={over ? 'off' : undefined}>
      <td class="s">
        <StateMark shape={shapes[state]} word={words[state]} />
      </td>
      <td class="name">
        <a href={problemPath(id)}>{plain(title, 80)}</a>
      </td>
      <td class="why">
        {state === 'known-error' && workaround !== '' ? plain(workaround, 200) : plain(why, 200) || 'made by hand'}
      </td>
      <td class="opt nowrap">{owner ? plain(owner.name, 60) : <span class="quiet">nobody</span>}</td>
      <td class="n opt">{number(devices)}</td>
      <td class="n main-v">{number(incidents)}</td>
      <td class="n opt" title={lastAt === null ? undefined : exact(lastAt)}>
        {lastAt === null ? <span class="quiet">not yet</span> : moment(lastAt, now.value)}
      </td>
    </tr>
  );
}
