import type { Plan } from '@fettle/shared/api/changes';
import { counted } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { exact, moment } from '../../format/time.ts';
import { step } from '../../parts/keys.ts';
import { Page } from '../../parts/page.tsx';
import type { Piece } from '../../parts/piece.ts';
import { Section } from '../../parts/section.tsx';
import { StateMark } from '../../parts/state-mark.tsx';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { go, planPath } from '../../routes.ts';
import { now } from '../../state/clock.ts';
import { hasRole } from '../../state/people.ts';
import { changes, plans } from '../../state/plans.ts';
import { coming } from '../windows/coming.ts';
import { isAhead, planLooks } from './states.ts';
import { ChangeList } from './timeline.tsx';

/** What is under way and what waits to be agreed. Pure. */
export function plansSentence(all: readonly Plan[], time: number): Piece[] {
  const under = all.filter(({ state }) => state === 'under-way');
  const proposed = all.filter(({ state }) => state === 'proposed');
  const [first] = under;
  const next = all.filter((one) => one.state === 'approved' && one.from > time).toSorted((a, b) => a.from - b.from)[0];
  return [
    ...(first
      ? [
          { text: plain(first.title, 80), shape: 'window' as const, href: planPath(first.id) },
          { text: ` is under way, until ${moment(first.to, time)}. ` },
        ]
      : []),
    ...(proposed.length > 0
      ? [{ text: counted(proposed.length, 'change waits', 'changes wait'), strong: true }, { text: ' to be agreed. ' }]
      : []),
    next
      ? { text: `${plain(next.title, 80)} comes next, ${coming(next.from, time)}.`, lesser: true }
      : {
          text: first || proposed.length > 0 ? 'Nothing else is planned.' : 'No change is planned.',
          lesser: Boolean(first),
        },
  ];
}

const names = () => [...document.querySelectorAll<HTMLElement>('td.name a')];

/** Planned changes, and what did change on devices. */
export function ChangesPage() {
  const all = plans.value.value;
  const recent = changes.value.value;
  const read = () => {
    plans.renew();
    changes.renew();
  };
  return (
    <Page
      name="changes"
      crumb={<b>Changes</b>}
      pieces={all ? plansSentence(all, now.value) : [{ text: 'Reading the changes.', lesser: true }]}
      acts={
        hasRole('technician') ? (
          <a class="b main" href="/changes/new">
            Plan a change
          </a>
        ) : null
      }
      read={read}
      heeds={['change.', 'run.ended', 'facts.changed']}
      keys={{ n: () => go('/changes/new'), j: () => step(names(), 1), k: () => step(names(), -1) }}
      told={[
        [['j', 'k'], 'next, previous'],
        [['n'], 'plan a change'],
      ]}
    >
      <div class="split">
        <div>
          {all && all.length > 0 ? <Plans all={all} /> : null}
          {all?.length === 0 ? (
            <div class="frame">
              <h3>No change is planned.</h3>
              <p>A planned change says what, why, how risky, and the way back. Somebody else agrees to it.</p>
            </div>
          ) : null}
          {!all && plans.problem.value ? <Failed what="The plans" problem={plans.problem.value} again={read} /> : null}
          {!all && !plans.problem.value ? <Waiting what="the plans" rows={5} cancel={plans.cancel} /> : null}
        </div>
        <aside aria-label="What changed">
          <Section title="What changed" aside={<span class="aside">7 days, all devices</span>}>
            {recent ? (
              recent.length === 0 ? (
                <p class="quiet dense">Nothing changed.</p>
              ) : (
                <ChangeList items={recent.slice(0, 60)} named />
              )
            ) : changes.problem.value ? (
              <Failed what="What changed" problem={changes.problem.value} again={read} />
            ) : null}
          </Section>
        </aside>
      </div>
    </Page>
  );
}

function Plans({ all }: { all: readonly Plan[] }) {
  const ahead = all.filter(isAhead).toSorted((a, b) => a.from - b.from);
  const over = all.filter((one) => !isAhead(one)).toSorted((a, b) => b.from - a.from);
  return (
    <Section title="Planned changes" note={`${counted(ahead.length, 'change')} to come or under way`}>
      <table class="t pile">
        <thead>
          <tr>
            <th scope="col">State</th>
            <th scope="col">Change</th>
            <th scope="col">Why</th>
            <th scope="col" class="opt">
              Risk
            </th>
            <th scope="col" class="n">
              Begins
            </th>
            <th scope="col" class="opt">
              Agreed by
            </th>
          </tr>
        </thead>
        <tbody>
          {[...ahead, ...over].map((plan) => (
            <Row key={plan.id} plan={plan} />
          ))}
        </tbody>
      </table>
    </Section>
  );
}

function Row({ plan }: { plan: Plan }) {
  const { id, title, reason, risk, state, from, approvedBy, outcome, incidents } = plan;
  const { shape, word } = planLooks[state];
  return (
    <tr class={isAhead(plan) ? undefined : 'off'}>
      <td class="s">
        <StateMark shape={shape} word={word} />
      </td>
      <td class="name">
        <a href={planPath(id)}>{plain(title, 80)}</a>
      </td>
      <td class="why">
        {plain(outcome === '' ? reason : outcome, 300)}
        {incidents.length > 0 ? (
          <b class="hurtv warning"> {counted(incidents.length, 'incident')} opened in it</b>
        ) : null}
      </td>
      <td class="opt">{risk}</td>
      <td class="n main-v nowrap" title={exact(from)}>
        {from > now.value ? coming(from, now.value) : moment(from, now.value)}
      </td>
      <td class="opt nowrap">{approvedBy ? plain(approvedBy.name, 60) : <span class="quiet">nobody yet</span>}</td>
    </tr>
  );
}
