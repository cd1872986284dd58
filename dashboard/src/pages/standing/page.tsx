import type { StandingItem } from '@fettle/shared/api/orders';
import { counted, number } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { date as dateWords, day, exact, moment } from '../../format/time.ts';
import { step } from '../../parts/keys.ts';
import { Page } from '../../parts/page.tsx';
import type { Piece } from '../../parts/piece.ts';
import { Section } from '../../parts/section.tsx';
import { StateMark } from '../../parts/state-mark.tsx';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { go, standingPath } from '../../routes.ts';
import { now } from '../../state/clock.ts';
import { standingOrders } from '../../state/orders.ts';
import { hasRole } from '../../state/people.ts';
import { OrderTabs } from '../orders/tabs.tsx';

export const standingLooks = {
  'waiting-approval': { shape: 'warning', word: 'waits' },
  'in-force': { shape: 'order', word: 'in force' },
  expired: { shape: 'off', word: 'over' },
  ended: { shape: 'off', word: 'ended' },
} as const;

/** How many are in force, and which are over soon. Pure. */
export function standingSentence(all: readonly StandingItem[], time: number): Piece[] {
  const inForce = all.filter(({ state }) => state === 'in-force');
  const soon = inForce.filter(({ expires }) => expires - time < 7 * day).toSorted((a, b) => a.expires - b.expires);
  const cleared = inForce.reduce((sum, one) => sum + one.cleared, 0);
  const [first] = soon;
  const told: Piece[] =
    inForce.length === 0
      ? [{ text: 'No standing order is in force: devices put nothing right by themselves.' }]
      : [
          { text: `${counted(inForce.length, 'standing order is', 'standing orders are')} in force`, strong: true },
          { text: cleared > 0 ? `; they put ${counted(cleared, 'thing')} right by themselves. ` : '. ' },
        ];
  if (!first) return told;
  return [
    { text: plain(first.name, 80), shape: 'warning', href: standingPath(first.id) },
    { text: ` is over ${dateWords(first.expires, time)}: sign it anew before. ` },
    ...told.map((one) => ({ text: one.text, lesser: true })),
  ];
}

const names = () => [...document.querySelectorAll<HTMLElement>('td.name a')];

/** Orders that devices fire by themselves. */
export function StandingPage() {
  const all = standingOrders.value.value;
  const read = () => standingOrders.renew();
  return (
    <Page
      name="standing"
      crumb={
        <>
          <a href="/orders">Orders</a>
          <span class="sep">/</span>
          <b>Standing orders</b>
        </>
      }
      pieces={all ? standingSentence(all, now.value) : [{ text: 'Reading the standing orders.', lesser: true }]}
      acts={
        hasRole('technician') ? (
          <a class="b main" href="/standing/new">
            New standing order
          </a>
        ) : null
      }
      read={read}
      heeds={['standing.', 'run.']}
      keys={{ n: () => go('/standing/new'), j: () => step(names(), 1), k: () => step(names(), -1) }}
      told={[
        [['j', 'k'], 'next, previous'],
        [['n'], 'new standing order'],
      ]}
    >
      <OrderTabs here="/standing" />
      {all && all.length > 0 ? (
        <Section title="Standing orders" note="devices fire them by themselves; the collector cannot">
          <Table all={all} />
        </Section>
      ) : null}
      {all?.length === 0 ? (
        <div class="frame">
          <h3>There is no standing order yet.</h3>
          <p>
            A standing order lets a device put something right by itself: when a rule finds it, or by the clock. It is
            signed once, and holds for at most 90 days.
          </p>
          <div class="acts">
            <a class="b main" href="/standing/new">
              Compose one
            </a>
          </div>
        </div>
      ) : null}
      {!all && standingOrders.problem.value ? (
        <Failed what="The standing orders" problem={standingOrders.problem.value} again={read} />
      ) : null}
      {!all && !standingOrders.problem.value ? (
        <Waiting what="the standing orders" rows={4} cancel={standingOrders.cancel} />
      ) : null}
    </Page>
  );
}

function Table({ all }: { all: readonly StandingItem[] }) {
  return (
    <table class="t pile">
      <thead>
        <tr>
          <th scope="col">State</th>
          <th scope="col">Standing order</th>
          <th scope="col">What it says</th>
          <th scope="col" class="n opt">
            Held by
          </th>
          <th scope="col" class="n">
            Runs
          </th>
          <th scope="col" class="n opt">
            Put right
          </th>
          <th scope="col" class="n opt">
            Last
          </th>
          <th scope="col" class="n opt">
            Until
          </th>
        </tr>
      </thead>
      <tbody>
        {all.map((one) => (
          <Row key={one.id} item={one} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ item }: { item: StandingItem }) {
  const { id, name, words, state, kind, devices, held, runs, failed, cleared, lastRunAt, expires } = item;
  const { shape, word } = standingLooks[state];
  return (
    <tr class={state === 'expired' || state === 'ended' ? 'off' : undefined}>
      <td class="s">
        <StateMark shape={shape} word={word} />
      </td>
      <td class="name">
        <a href={standingPath(id)}>{plain(name, 80)}</a>
      </td>
      <td class="why" title={plain(words, 400)}>
        {plain(words, 300)}
      </td>
      <td class="n opt nowrap">
        {number(held)} <span class="quiet">of {number(devices)}</span>
      </td>
      <td class="n main-v nowrap">
        {runs === 0 ? <span class="quiet">none</span> : number(runs)}
        {failed > 0 ? <b class="hurtv critical">, {number(failed)} failed</b> : null}
      </td>
      <td class="n opt nowrap">{kind === 'clock' ? <span class="quiet">by the clock</span> : number(cleared)}</td>
      <td class="n opt nowrap" title={lastRunAt === null ? undefined : exact(lastRunAt)}>
        {lastRunAt === null ? <span class="quiet">not yet</span> : moment(lastRunAt, now.value)}
      </td>
      <td class="n opt nowrap" title={exact(expires)}>
        {dateWords(expires, now.value)}
      </td>
    </tr>
  );
}
