import type { OrderItem, OrderState } from '@fettle/shared/api/orders';
import { useState } from 'preact/hooks';
import { counted, number } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { exact, moment } from '../../format/time.ts';
import { step } from '../../parts/keys.ts';
import { Level } from '../../parts/level.tsx';
import { Page } from '../../parts/page.tsx';
import type { Piece } from '../../parts/piece.ts';
import { Section } from '../../parts/section.tsx';
import { Segment } from '../../parts/segment.tsx';
import { StateMark } from '../../parts/state-mark.tsx';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { go, orderPath } from '../../routes.ts';
import { approvals } from '../../state/approvals.ts';
import { now } from '../../state/clock.ts';
import { drafts, orders } from '../../state/orders.ts';
import { hasRole } from '../../state/people.ts';
import { orderLook, tallyOf, tallyWords } from './states.ts';
import { OrderTabs } from './tabs.tsx';

/** What is under way, and what waits for somebody. Pure. */
export function ordersSentence(all: readonly OrderItem[], waiting: number): Piece[] {
  const halted = all.filter(({ state }) => state === 'halted');
  const running = all.filter(({ state }) => state === 'running');
  const [first] = halted;
  const waits: Piece[] =
    waiting === 0
      ? []
      : [
          { text: counted(waiting, 'order waits', 'orders wait'), strong: true, href: '/approvals' },
          { text: ' for a second signature. ' },
        ];
  const under: Piece = {
    text:
      running.length === 0
        ? 'Nothing is under way.'
        : `${counted(running.length, 'order is', 'orders are')} under way.`,
    lesser: true,
  };
  if (!first) return [...waits, waits.length === 0 ? { ...under, lesser: running.length === 0 } : under];
  const others = halted.length > 1 ? ` and ${halted.length - 1} more` : '';
  return [
    { text: `${plain(first.title, 80)}${others}`, shape: 'critical', href: orderPath(first.id) },
    { text: ` halted by itself: ${plain(first.why ?? 'too many runs failed', 200)} ` },
    ...waits,
    under,
  ];
}

const filters = [
  { value: '', name: 'All' },
  { value: 'running', name: 'Under way' },
  { value: 'halted', name: 'Halted' },
  { value: 'planned', name: 'Planned' },
  { value: 'ended', name: 'Ended' },
] as const satisfies readonly { value: OrderState | ''; name: string }[];
type Filter = (typeof filters)[number]['value'];

const isFound = (one: OrderItem, filter: Filter, text: string) =>
  (filter === '' || one.state === filter) &&
  `${one.title} ${one.words} ${one.reason} ${one.signers.join(' ')}`.toLowerCase().includes(text.trim().toLowerCase());

const names = () => [...document.querySelectorAll<HTMLElement>('td.name a')];

export function readAllOrders(): void {
  orders.renew();
  drafts.renew();
  approvals.renew();
}

/** Every order, the newest first. */
export function OrdersPage() {
  const all = orders.value.value;
  const [filter, setFilter] = useState<Filter>('');
  const [text, setText] = useState('');
  const found = (all ?? []).filter((one) => isFound(one, filter, text));
  const seek = () => document.getElementById('find')?.focus();
  return (
    <Page
      name="orders"
      crumb={<b>Orders</b>}
      pieces={
        all ? ordersSentence(all, approvals.value.value?.length ?? 0) : [{ text: 'Reading the orders.', lesser: true }]
      }
      wrong={(all ?? []).some(({ state }) => state === 'halted')}
      acts={
        hasRole('technician') ? (
          <a class="b main" href="/push">
            New order
          </a>
        ) : null
      }
      read={readAllOrders}
      heeds={['order.', 'run.ended']}
      keys={{ n: () => go('/push'), r: () => go('/push'), j: () => step(names(), 1), k: () => step(names(), -1) }}
      told={[
        [['j', 'k'], 'next, previous'],
        [['n'], 'new order'],
      ]}
      seek={seek}
      find="Find an order"
    >
      <OrderTabs here="/orders" />
      {all && all.length > 0 ? (
        <Section
          title={filter === '' && text === '' ? 'Orders' : 'Found'}
          note={`${number(found.length)}, newest first`}
        >
          <div class="tools">
            <label class="hide" for="find">
              Find by title, reason or signer
            </label>
            <input
              class="f grow"
              id="find"
              type="search"
              placeholder="Title, reason or signer"
              value={text}
              onInput={(event) => setText(event.currentTarget.value)}
            />
            <Segment label="State" choices={filters} chosen={filter} choose={setFilter} />
          </div>
          {found.length > 0 ? (
            <OrderTable orders={found} />
          ) : (
            <div class="frame gapped">
              <h3>No order is like that.</h3>
              <p>The newest 500 are looked through.</p>
            </div>
          )}
        </Section>
      ) : null}
      {all?.length === 0 ? <NoOrder /> : null}
      {!all && orders.problem.value ? (
        <Failed what="The list of orders" problem={orders.problem.value} again={readAllOrders} />
      ) : null}
      {!all && !orders.problem.value ? <Waiting what="the orders" rows={6} cancel={orders.cancel} /> : null}
    </Page>
  );
}

function NoOrder() {
  return (
    <div class="frame">
      <h3>Nothing was ever run from here.</h3>
      <p>
        An order runs a script on devices that you name. It is composed here, and signed where your key is: nothing runs
        that nobody signed.
      </p>
      <div class="acts">
        <a class="b main" href="/scripts">
          To the scripts
        </a>
      </div>
    </div>
  );
}

export function OrderTable({ orders: some }: { orders: readonly OrderItem[] }) {
  return (
    <table class="t pile gapped orders">
      <thead>
        <tr>
          <th scope="col">State</th>
          <th scope="col">Order</th>
          <th scope="col">What it says</th>
          <th scope="col" class="opt">
            Signed by
          </th>
          <th scope="col">Done</th>
          <th scope="col" class="n opt">
            Signed
          </th>
        </tr>
      </thead>
      <tbody>
        {some.map((one) => (
          <Row key={one.id} order={one} />
        ))}
      </tbody>
    </table>
  );
}

function Row({
  order: { id, title, words, state, why, mode, counts, targets, signers, signedAt },
}: {
  order: OrderItem;
}) {
  const { shape, word } = orderLook({ state, counts });
  const { well, bad } = tallyOf(counts);
  return (
    <tr>
      <td class="s">
        <StateMark shape={shape} word={word} />
      </td>
      <td class="name">
        <a href={orderPath(id)}>{plain(title, 80)}</a>
        {mode === 'run' ? null : <span class="chip">{mode === 'check' ? 'dry run' : 'undo'}</span>}
      </td>
      <td class="why" title={plain(words, 400)}>
        {plain(why ?? words, 300)}
      </td>
      <td class="opt nowrap">{plain(signers.join(', '), 60)}</td>
      <td class="left main-v">
        <span class="clock-left">
          <Level
            share={targets === 0 ? 0 : well / targets}
            shape={bad > 0 ? 'critical' : undefined}
            label={tallyWords(counts, targets)}
          />
          <span>
            {number(well)} <span class="quiet">of {number(targets)}</span>
            {bad > 0 ? <b class="hurtv critical"> {number(bad)} failed</b> : null}
          </span>
        </span>
      </td>
      <td class="n opt nowrap" title={exact(signedAt)}>
        {moment(signedAt, now.value)}
      </td>
    </tr>
  );
}
