import type { Delivery } from '@fettle/shared/api/notices';
import { useEffect } from 'preact/hooks';
import { signal } from '@preact/signals';
import { readDeliveries } from '../../api/notices.ts';
import { Count, counted } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { exact, moment, span } from '../../format/time.ts';
import { Page } from '../../parts/page.tsx';
import type { Piece } from '../../parts/piece.ts';
import { Section } from '../../parts/section.tsx';
import { Segment } from '../../parts/segment.tsx';
import { StateMark } from '../../parts/state-mark.tsx';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { now } from '../../state/clock.ts';
import { incidentPath } from '../../routes.ts';
import { channelName, channels } from '../../state/notices.ts';
import { resource } from '../../state/resource.ts';
import type { Shape } from '../../state/standing.ts';
import { Tabs } from './tabs.tsx';

const chosen = signal('');
const deliveries = resource<readonly Delivery[]>((aborted) =>
  readDeliveries(chosen.peek() === '' ? {} : { state: chosen.peek() }, aborted),
);

const shapes: Readonly<Record<Delivery['state'], Shape>> = {
  waiting: 'warning',
  delivered: 'order',
  failed: 'warning',
  'given-up': 'critical',
  dropped: 'off',
};
const words: Readonly<Record<Delivery['state'], string>> = {
  waiting: 'waiting',
  delivered: 'delivered',
  failed: 'failed',
  'given-up': 'given up',
  dropped: 'not sent',
};
const choices = [{ value: '', name: 'All' }, ...Object.entries(words).map(([value, name]) => ({ value, name }))];

/** Whether what should go out does. Pure. */
export function deliveriesSentence(all: readonly Delivery[]): Piece[] {
  const lost = all.filter(({ state }) => state === 'given-up').length;
  const waiting = all.filter(({ state }) => state === 'waiting' || state === 'failed').length;
  if (lost + waiting === 0) return [{ text: 'Every notice arrived.' }];
  const parts: Piece[] = [];
  if (lost > 0)
    parts.push({
      text: `${Count(lost)} ${lost === 1 ? 'notice' : 'notices'} could not be delivered`,
      shape: 'critical',
    });
  if (waiting > 0)
    parts.push(
      { text: lost > 0 ? ', and ' : '' },
      { text: counted(waiting, 'notice'), shape: 'warning' },
      { text: ` ${waiting === 1 ? 'is' : 'are'} tried again` },
    );
  return [...parts, { text: '.' }];
}

const again = () => deliveries.renew();

/** Kinds of notices whose names are not words. */
const kindWords: Readonly<Record<string, string>> = { severity: 'changed', failure: 'a channel failed' };

/** What was sent to whom, and what came of it. */
export function DeliveriesPage() {
  const all = deliveries.value.value;
  // Nothing tells of single deliveries; what is awaited shows itself soon.
  useEffect(() => {
    const timer = setInterval(again, 15_000);
    return () => clearInterval(timer);
  }, []);
  const choose = (state: string) => {
    chosen.value = state;
    again();
  };
  return (
    <Page
      name="deliveries"
      crumb={
        <>
          <a href="/on-call">On call</a>
          <span class="sep">/</span>
          <b>Deliveries</b>
        </>
      }
      pieces={all ? deliveriesSentence(all) : [{ text: 'Reading the deliveries.', lesser: true }]}
      wrong={all?.some(({ state }) => state === 'given-up') ?? false}
      read={() => {
        again();
        channels.renew();
      }}
      heeds={['incident.', 'delivery.', 'notice.']}
    >
      <Tabs />
      {all ? (
        <Section title="Deliveries" note="newest first, at most 200" aside={<Heartbeat all={all} />}>
          <div class="tools">
            <Segment label="State" choices={choices} chosen={chosen.value} choose={choose} />
          </div>
          {all.length === 0 ? <p class="quiet dense gapped">Nothing of this kind was sent.</p> : <List all={all} />}
        </Section>
      ) : null}
      {!all && deliveries.problem.value ? (
        <Failed what="The list of deliveries" problem={deliveries.problem.value} again={again} />
      ) : null}
      {!all && !deliveries.problem.value ? <Waiting what="the deliveries" rows={8} cancel={deliveries.cancel} /> : null}
    </Page>
  );
}

/** That somebody watches the collector. */
function Heartbeat({ all }: { all: readonly Delivery[] }) {
  const last = all.find(({ kind }) => kind === 'heartbeat');
  if (!last) return <span class="aside">no heartbeat among these</span>;
  return (
    <span class="aside">
      heartbeat {words[last.state]} {span(Math.max(0, now.value - (last.deliveredAt ?? last.createdAt)))} ago
    </span>
  );
}

function List({ all }: { all: readonly Delivery[] }) {
  return (
    <table class="t pile gapped">
      <thead>
        <tr>
          <th scope="col">State</th>
          <th scope="col">Told</th>
          <th scope="col">Of what, and the answer</th>
          <th scope="col" class="opt">
            By
          </th>
          <th scope="col" class="n">
            When
          </th>
        </tr>
      </thead>
      <tbody>
        {all.map((one) => (
          <Row key={one.id} delivery={one} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ delivery }: { delivery: Delivery }) {
  const { state, to, kind, words: said, incident, channel, answer, attempts, createdAt, nextAt } = delivery;
  const time = now.value;
  const tries = attempts > 1 ? `, tried ${attempts} times` : '';
  const next = nextAt === null ? '' : `; next try in ${span(Math.max(0, nextAt - time))}`;
  return (
    <tr>
      <td class="s">
        <StateMark shape={shapes[state]} word={words[state]} />
      </td>
      <td class="name">{plain(to, 60)}</td>
      <td class="why wrapped">
        <span class="quiet">{kindWords[kind] ?? kind}</span>{' '}
        {incident === null ? plain(said, 200) : <a href={incidentPath(incident)}>{plain(said, 200)}</a>}
        <small class={state === 'delivered' ? 'quiet' : undefined}>
          {answer === '' ? 'no answer yet' : plain(answer, 200)}
          {tries}
          {next}
        </small>
      </td>
      <td class="opt nowrap">{plain(channelName(channel), 64)}</td>
      <td class="n main-v" title={exact(createdAt)}>
        {moment(createdAt, time)}
      </td>
    </tr>
  );
}
