import type { ImprovementItem } from '../../api/improvements.ts';
import { counted } from '../../format/count.ts';
import { Icon } from '../../parts/symbols.tsx';
import { plain } from '../../format/text.ts';
import { exact, moment } from '../../format/time.ts';
import { step } from '../../parts/keys.ts';
import { Page } from '../../parts/page.tsx';
import type { Piece } from '../../parts/piece.ts';
import { StateMark } from '../../parts/state-mark.tsx';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { go, improvementPath } from '../../routes.ts';
import { now } from '../../state/clock.ts';
import { improvements } from '../../state/improvements.ts';
import { hasRole } from '../../state/people.ts';
import { improvementLooks } from './looks.ts';

/** What got better, and what is late. Pure. */
export function improvementsSentence(all: readonly ImprovementItem[]): Piece[] {
  const kept = all.filter(({ state }) => state === 'kept').length;
  const judged = kept + all.filter(({ state }) => state === 'no-better').length;
  const open = all.filter(({ state }) => state === 'open' || state === 'under-way').length;
  const overdue = all.filter((one) => one.overdue).length;
  return [
    { text: counted(open, 'improvement'), strong: true },
    { text: ` ${open === 1 ? 'is' : 'are'} to come. ` },
    ...(overdue > 0
      ? [{ text: `${counted(overdue, 'is', 'are')} overdue`, shape: 'warning' as const }, { text: '. ' }]
      : []),
    {
      text:
        judged === 0
          ? 'None was judged yet.'
          : `Of ${counted(judged, 'that was judged', 'that were judged')}, ${kept} got better and stayed so.`,
      lesser: true,
    },
  ];
}

const names = () => [...document.querySelectorAll<HTMLElement>('td.name a')];

/** The register of improvements: what was found, what is done about it, and whether it got better. */
export function ImprovementsPage() {
  const all = improvements.value.value;
  const problem = improvements.problem.value;
  const read = () => improvements.renew();
  return (
    <Page
      name="improvements"
      crumb={<b>Improvements</b>}
      pieces={all ? improvementsSentence(all) : [{ text: 'Reading the register.', lesser: true }]}
      wrong={all?.some(({ overdue }) => overdue) ?? false}
      acts={
        <>
          {hasRole('technician') ? (
            <a class="b main" href="/improvements/new">
              Write a finding down
            </a>
          ) : null}
          {hasRole('manager') ? (
            <a class="b" href="/projects">
              Projects
            </a>
          ) : null}
        </>
      }
      read={read}
      heeds={['improvement.']}
      keys={{ n: () => go('/improvements/new'), j: () => step(names(), 1), k: () => step(names(), -1) }}
      told={[
        [['j', 'k'], 'next, previous'],
        [['n'], 'write a finding down'],
      ]}
    >
      {all && all.length > 0 ? <Register all={all} /> : null}
      {all?.length === 0 ? (
        <div class="frame">
          <h3>Nothing was written down yet.</h3>
          <p>
            A finding names what is measured. Its baseline is taken at once; 30 days after it was done it is measured
            again, and judged.
          </p>
        </div>
      ) : null}
      {!all && problem ? <Failed what="The register" problem={problem} again={read} /> : null}
      {!all && !problem ? <Waiting what="the register" rows={6} cancel={improvements.cancel} /> : null}
    </Page>
  );
}

function Register({ all }: { all: readonly ImprovementItem[] }) {
  return (
    <table class="t pile">
      <thead>
        <tr>
          <th scope="col" class="n">
            No.
          </th>
          <th scope="col">State</th>
          <th scope="col">Finding</th>
          <th scope="col">What is done</th>
          <th scope="col">Before → now</th>
          <th scope="col" class="opt">
            Owner
          </th>
          <th scope="col" class="n">
            Due
          </th>
        </tr>
      </thead>
      <tbody>
        {all.map((one) => (
          <Row key={one.id} one={one} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ one }: { one: ImprovementItem }) {
  const { id, state, finding, action, words, ownerPerson, due, overdue } = one;
  const { shape, word } = improvementLooks[state];
  return (
    <tr class={state === 'dropped' ? 'off' : undefined}>
      <td class="n">{id}</td>
      <td class="s">
        <StateMark shape={shape} word={word} />
      </td>
      <td class="name">
        <a href={improvementPath(id)}>{plain(finding, 120)}</a>
      </td>
      <td class="why">{action === '' ? <span class="quiet">not said</span> : plain(action, 240)}</td>
      <td class="main-v">{plain(words, 120)}</td>
      <td class="opt nowrap">{ownerPerson ? plain(ownerPerson.name, 60) : <span class="quiet">nobody</span>}</td>
      <td class="n nowrap" title={due === null ? undefined : exact(due)}>
        {due === null ? (
          <span class="quiet">no day</span>
        ) : overdue ? (
          <span class="st warning">
            <Icon name="warning" />
            <span class="w">overdue, {moment(due, now.value)}</span>
          </span>
        ) : (
          moment(due, now.value)
        )}
      </td>
    </tr>
  );
}
