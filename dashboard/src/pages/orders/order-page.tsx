import type { OrderDetail, RunCounts } from '@fettle/shared/api/orders';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { actOnOrder } from '../../api/orders.ts';
import { number } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { moment } from '../../format/time.ts';
import { useLive } from '../../live/live.ts';
import { Ask } from '../../parts/ask.tsx';
import { Page } from '../../parts/page.tsx';
import type { Piece } from '../../parts/piece.ts';
import { SaidProblem } from '../../parts/said-problem.tsx';
import { StateMark } from '../../parts/state-mark.tsx';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { go } from '../../routes.ts';
import { now } from '../../state/clock.ts';
import { isLost } from '../../state/lost.ts';
import { type OrderPageState, orderPageState } from './order-state.ts';
import { useSaving } from '../../state/saving.ts';
import { SignLine } from '../push/sign-line.tsx';
import { StopSwitch } from '../trust/stop-switch.tsx';
import { countCells } from './cells.ts';
import { Facts } from './facts.tsx';
import { Matrix } from './matrix.tsx';
import { orderLook, tallyOf } from './states.ts';
import { Troubles } from './troubles.tsx';

/** How far it is, in words. Pure. */
export function orderSentence(order: OrderDetail, counts: RunCounts, time: number): Piece[] {
  const { state, why, targets, ring, rings, notBefore, expires } = order;
  const { well, bad, open } = tallyOf(counts);
  const failed: Piece[] =
    bad === 0 ? [{ text: 'none failed' }] : [{ text: `${number(bad)} failed`, shape: 'critical' }];
  const done: Piece[] = [
    { text: `${number(well)} of ${number(targets)} done`, strong: true },
    { text: ', ' },
    ...failed,
  ];
  const reason: Piece[] = why === null ? [] : [{ text: ` ${plain(why, 300)}` }];
  if (state === 'waiting-approval')
    return [{ text: 'Waits for a second signature', shape: 'warning' }, { text: '. ' }, ...lesser(why)];
  if (state === 'planned') return [{ text: `Begins ${moment(notBefore, time)}. ` }, ...lesser('Nothing has run yet.')];
  if (state === 'halted')
    return [
      { text: 'Halted by itself', shape: 'critical' },
      { text: ':' },
      ...reason,
      { text: ' ' },
      ...done,
      { text: '.' },
    ];
  const of = rings > 1 ? `, ring ${ring + 1} of ${rings}` : '';
  const rest = state === 'ended' || open === 0 ? '' : `${number(open)} still to come, until ${moment(expires, time)}.`;
  const over = { stopped: 'Stopped. ', expired: 'Its time is over. ', ended: '', running: '' }[state];
  return [{ text: over }, ...done, { text: `${state === 'running' ? of : ''}. ` }, ...lesser(rest)];
}

const lesser = (text: string | null): Piece[] =>
  text === null || text === '' ? [] : [{ text: plain(text, 300), lesser: true }];

function useOrder(id: string): OrderPageState {
  const state = useMemo(() => orderPageState(id), [id]);
  useEffect(() => state.stop, [state]);
  const topics = useMemo(() => ({ fleet: false, devices: [], events: true, order: id }), [id]);
  useLive(topics, { message: state.take, missed: state.read, begun: () => state.matrix.renew() }, `order ${id}`);
  return state;
}

/** One order: how far it is, on every device. */
export function OrderPage({ id }: { id: string }) {
  const state = useOrder(id);
  const order = state.detail.value.value;
  const cells = state.matrix.value.value?.cells;
  const counts = useMemo(() => (cells ? countCells(cells) : (order?.counts ?? {})), [cells, order?.counts]);
  const calm = Math.floor(now.value / 30_000) * 30_000;
  const problem = state.detail.problem.value;
  return (
    <Page
      name={`order ${id}`}
      crumb={<Crumb order={order} id={id} />}
      pieces={order ? orderSentence(order, counts, calm) : [{ text: 'Reading this order.', lesser: true }]}
      wrong={order?.state === 'halted' || tallyOf(counts).bad > 0}
      acts={order ? <Acts order={order} state={state} /> : null}
      read={state.read}
      keys={{ Escape: () => go('/orders') }}
      told={[
        [['←', '→', '↑', '↓'], 'from device to device'],
        [['Enter'], 'its run'],
        [['Esc'], 'orders'],
      ]}
    >
      {order ? (
        <>
          {order.state === 'waiting-approval' && order.command !== null ? (
            <div class="frame">
              <h3>{plain(order.words, 300)}</h3>
              <SignLine signing={{ what: 'approve', id: order.id }} command={order.command} deed="Approve…" />
            </div>
          ) : null}
          <Matrix order={order} cells={cells} problem={state.matrix.problem.value} again={state.read} />
          <div class="split">
            <div>
              <Troubles state={state} order={order} counts={counts} />
            </div>
            <aside aria-label="What was signed">
              <Facts order={order} />
            </aside>
          </div>
        </>
      ) : problem ? (
        <Failed what="This order" problem={problem} again={state.read}>
          <a class="b main" href="/orders">
            To the orders
          </a>
        </Failed>
      ) : (
        <Waiting what="this order" rows={8} cancel={state.detail.cancel} />
      )}
    </Page>
  );
}

function Crumb({ order, id }: { order: OrderDetail | undefined; id: string }) {
  return (
    <>
      <a href="/orders">Orders</a>
      <span class="sep">/</span>
      <b>{order ? plain(order.title, 80) : id}</b>
      {order ? (
        <>
          <span class="sep">·</span>
          <StateMark {...orderLook(order)} />
          {order.mode === 'run' ? null : <span class="chip">{order.mode === 'check' ? 'dry run' : 'undo'}</span>}
          <span class="sep">·</span>
          signed by {plain(order.signers.join(' and '), 120)}, {moment(order.signedAt, now.value)}
        </>
      ) : null}
    </>
  );
}

function Acts({ order, state }: { order: OrderDetail; state: OrderPageState }) {
  const saving = useSaving();
  const [asks, setAsks] = useState<'stop' | 'continue'>();
  const act = (deed: 'stop' | 'continue') => {
    setAsks(undefined);
    void saving.run(async () => {
      await actOnOrder(order.id, deed, order.version);
      state.read();
    });
  };
  const { may } = order;
  const held = saving.busy || isLost.value;
  return (
    <>
      <SaidProblem problem={saving.problem} readAgain={state.read} />
      {may.includes('continue') ? (
        <button class="b main" type="button" disabled={held} onClick={() => setAsks('continue')}>
          Continue…
        </button>
      ) : null}
      {may.includes('stop') ? (
        <button class="b danger" type="button" disabled={held} onClick={() => setAsks('stop')}>
          Send no more…
        </button>
      ) : null}
      <StopSwitch />
      {asks === 'stop' ? (
        <Ask
          title="Send this order to nobody else?"
          deed="Send no more"
          danger
          yes={() => act('stop')}
          no={() => setAsks(undefined)}
        >
          <p>
            Devices that have it already finish it: only a signed stop ends what runs. Those that have not got it yet
            never will.
          </p>
        </Ask>
      ) : null}
      {asks === 'continue' ? (
        <Ask
          title="Go on with the next devices?"
          deed="Continue"
          yes={() => act('continue')}
          no={() => setAsks(undefined)}
        >
          <p>{plain(order.why ?? 'It halted by itself.', 300)} It goes on where it halted, by the same signatures.</p>
        </Ask>
      ) : null}
    </>
  );
}
