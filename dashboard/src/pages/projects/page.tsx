import type { Project, ProjectPut } from '@fettle/shared/api/improvements';
import { makeProject } from '../../api/improvements.ts';
import { Fragment } from 'preact';
import { counted } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { exact, moment } from '../../format/time.ts';
import { step } from '../../parts/keys.ts';
import { Page } from '../../parts/page.tsx';
import { SaidProblem } from '../../parts/said-problem.tsx';
import { Section } from '../../parts/section.tsx';
import { tell } from '../../parts/toast.tsx';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { go, projectPath } from '../../routes.ts';
import { now } from '../../state/clock.ts';
import { projects, proposals } from '../../state/improvements.ts';
import { useSaving } from '../../state/saving.ts';

const kinds = [
  {
    kind: 'mandatory',
    title: 'Mandatory',
    note: 'a law, a contract or an end of support asks for it; by when it is due',
  },
  { kind: 'roi', title: 'Pays for itself', note: 'by how soon it is paid back' },
  { kind: 'breakthrough', title: 'Breakthrough', note: 'by what shows it' },
] as const;

const names = () => [...document.querySelectorAll<HTMLElement>('td.name a')];

/** Projects by rank, with what the trends suggest beside them. */
export function ProjectsPage() {
  const all = projects.value.value;
  const problem = projects.problem.value;
  const read = () => {
    projects.renew();
    proposals.renew();
  };
  const open = all?.filter(({ state }) => state !== 'done' && state !== 'dropped') ?? [];
  return (
    <Page
      name="projects"
      crumb={
        <>
          <a href="/improvements">Improvements</a>
          <span class="sep">/</span>
          <b>Projects</b>
        </>
      }
      pieces={
        all
          ? [
              { text: counted(open.length, 'project'), strong: true },
              { text: ' to be done. ' },
              { text: 'Each kind has a score of its own, with its formula.', lesser: true },
            ]
          : [{ text: 'Reading the projects.', lesser: true }]
      }
      acts={
        <a class="b main" href="/projects/new">
          Add a project
        </a>
      }
      read={read}
      heeds={['project.']}
      keys={{
        n: () => go('/projects/new'),
        j: () => step(names(), 1),
        k: () => step(names(), -1),
        Escape: () => go('/improvements'),
      }}
      told={[
        [['j', 'k'], 'next, previous'],
        [['n'], 'add a project'],
      ]}
    >
      <div class="split">
        <div>
          {all?.length === 0 ? (
            <div class="frame">
              <h3>There is no project yet.</h3>
              <p>What comes back, fills up or stands idle is proposed at the right, with what shows it.</p>
            </div>
          ) : null}
          {all
            ? kinds.map(({ kind, title, note }) => (
                <Group key={kind} title={title} note={note} all={all.filter((one) => one.kind === kind)} />
              ))
            : null}
          {!all && problem ? <Failed what="The projects" problem={problem} again={read} /> : null}
          {!all && !problem ? <Waiting what="the projects" rows={6} cancel={projects.cancel} /> : null}
        </div>
        <aside aria-label="What the trends suggest">
          <Proposals />
        </aside>
      </div>
    </Page>
  );
}

function Group({ title, note, all }: { title: string; note: string; all: readonly Project[] }) {
  if (all.length === 0) return null;
  return (
    <Section title={title} note={note}>
      <table class="t pile">
        <thead>
          <tr>
            <th scope="col" class="n">
              Score
            </th>
            <th scope="col">Project</th>
            <th scope="col">Why</th>
            <th scope="col">State</th>
            <th scope="col" class="opt">
              Owner
            </th>
            <th scope="col" class="n">
              Due
            </th>
          </tr>
        </thead>
        <tbody>
          {all.map(({ id, title: name, why, score, formula, state, ownerPerson, due, payBackMonths }) => (
            <tr key={id} class={state === 'done' || state === 'dropped' ? 'off' : undefined}>
              <td class="n main-v" title={formula}>
                {score}
              </td>
              <td class="name">
                <a href={projectPath(id)}>{plain(name, 100)}</a>
              </td>
              <td class="why">
                {plain(why, 240)}
                {payBackMonths === null ? null : <span class="quiet"> Paid back in {payBackMonths} months.</span>}
              </td>
              <td class="nowrap">{state.replace('-', ' ')}</td>
              <td class="opt nowrap">
                {ownerPerson ? plain(ownerPerson.name, 60) : <span class="quiet">nobody</span>}
              </td>
              <td class="n nowrap" title={due === null ? undefined : exact(due)}>
                {due === null ? <span class="quiet">no day</span> : moment(due, now.value)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

function Proposals() {
  const saving = useSaving();
  const all = proposals.value.value;
  const add = (one: ProjectPut) =>
    void saving.run(async () => {
      const { id } = await makeProject(one);
      projects.renew();
      proposals.renew();
      tell(`Added as project ${id}.`);
    });
  return (
    <Section title="What the trends suggest" note={all ? counted(all.length, 'proposal') : ''}>
      <SaidProblem problem={saving.problem} readAgain={() => proposals.renew()} />
      {all?.length === 0 ? <p class="quiet dense">Nothing comes back often, fills up soon or stands idle.</p> : null}
      {!all && proposals.problem.value ? (
        <Failed what="What they suggest" problem={proposals.problem.value} again={() => proposals.renew()} />
      ) : null}
      <ul class="rows">
        {(all ?? []).map((one) => (
          <li key={one.title}>
            <div class="top">
              <b>{plain(one.title, 160)}</b>
              <button class="b bare" type="button" disabled={saving.busy} onClick={() => add(one)}>
                Add it
              </button>
            </div>
            <p class="quiet dense">
              {plain(one.why, 240)}{' '}
              {one.evidence.map(({ words, link }, index) => (
                <Fragment key={link}>
                  {index === 0 ? '' : ' · '}
                  <a class="src" href={link}>
                    {plain(words, 80)}
                  </a>
                </Fragment>
              ))}
            </p>
          </li>
        ))}
      </ul>
    </Section>
  );
}
