import { isHopeless, waitAfter } from './backoff.ts';
import { keyOf, type SendContext } from './context.ts';
import { newDelivery } from './deliveries-of.ts';
import { desktop } from './pipeline/route.ts';
import { ownTarget } from './pipeline/recipients.ts';
import type { Answer, Channel, Delivery } from './types.ts';
import { attempt } from './attempt.ts';

const atOnce = 50;
/** After so many failures people hear of it, and the next way of a person is tried. */
const patience = 3;
const hour = 3_600_000;

/** Sends what is due, all at once; each attempt and its answer is kept. Gives how many were tried. */
export async function sendDue(context: SendContext): Promise<number> {
  const { notices, now, pace = 1 } = context;
  const taken = await notices.take(now, atOnce, (attempts) => now + waitAfter(attempts) * pace);
  await Promise.all(taken.map((delivery) => sendOne(context, delivery)));
  return taken.length;
}

async function sendOne(context: SendContext, delivery: Delivery): Promise<void> {
  const { notices, incidents, now } = context;
  if (await isOver(context, delivery)) {
    const outcome = {
      state: 'dropped',
      deliveredAt: null,
      nextAt: null,
      answer: 'It is over; too late to tell.',
    } as const;
    await notices.answered(delivery.id, delivery.attempts, now, outcome, [], nothing);
    return;
  }
  const answer = await attempt(context, delivery);
  if (!answer.ok) return failed(context, delivery, answer);
  const outcome = { state: 'delivered', deliveredAt: now, nextAt: null, answer: answer.answer } as const;
  const kept = await notices.answered(delivery.id, delivery.attempts, now, outcome, [], nothing);
  if (kept !== 'kept' || delivery.incidents.length === 0) return;
  await incidents.wasTold(delivery.incidents, `Told ${delivery.target} by ${delivery.channel}.`, now);
}

const nothing = { events: [], audit: [] };

/** A notice that failed at first need not be told once everything in it is over. */
async function isOver({ incidents }: SendContext, delivery: Delivery): Promise<boolean> {
  if (delivery.attempts < 2 || delivery.kind === 'resolved' || delivery.incidents.length === 0) return false;
  for (const id of delivery.incidents) {
    const incident = await incidents.incident(id);
    if (incident !== null && incident.state !== 'resolved' && incident.state !== 'closed') return false;
  }
  return true;
}

async function failed(
  context: SendContext,
  delivery: Delivery,
  { answer, again }: Extract<Answer, { ok: false }>,
): Promise<void> {
  const { notices, now } = context;
  const { id, attempts, createdAt, channel, others, site, nextAt } = delivery;
  const isTrouble = !again || attempts === patience;
  const [next, ...rest] = isTrouble ? others : [];
  const isEnd = !again || next !== undefined || isHopeless(createdAt, now);
  const instead =
    next === undefined
      ? []
      : [newDelivery({ ...delivery, ...next, key: keyOf(`${delivery.key} instead`), others: rest, now })];
  const words = next === undefined ? answer : `${answer} Told by ${next.channel} instead.`;
  const outcome = isEnd
    ? ({ state: 'given-up', deliveredAt: null, nextAt: null, answer: words } as const)
    : ({ state: 'failed', deliveredAt: null, nextAt, answer: words } as const);
  if (!isTrouble && !isEnd) {
    await notices.answered(id, attempts, now, outcome, [], nothing);
    return;
  }
  // Whoever may not read deliveries hears of events too: they do not say whom, and what was answered.
  const detail = { delivery: id, channel, state: outcome.state };
  const event = { time: now, kind: 'notice.failed', device: null, site, detail };
  const warnings = await warningsOf(context, delivery, answer);
  await notices.answered(id, attempts, now, outcome, [...instead, ...warnings], { events: [event], audit: [] });
}

/** Tells by the other channels that one fails; once an hour for each. */
async function warningsOf({ channels, now }: SendContext, delivery: Delivery, answer: string): Promise<Delivery[]> {
  if (delivery.kind === 'failure' || delivery.kind === 'test') return [];
  const places = [
    { channel: desktop, target: 'who is signed in' },
    ...(await channels.channels()).flatMap((one) => placeOf(one) ?? []),
  ].filter(({ channel }) => channel !== delivery.channel);
  return places.map((place) =>
    newDelivery({
      ...place,
      key: keyOf(`failure ${delivery.channel} ${place.channel} ${Math.floor(now / hour)}`),
      incidents: [],
      site: delivery.site,
      kind: 'failure',
      person: null,
      others: [],
      notice: {
        ...delivery.notice,
        kind: 'failure',
        items: [],
        words: `Notices by ${delivery.channel} fail: ${answer} Not told: ${delivery.subject}`,
        cause: null,
        processes: [],
        knownError: null,
        runbook: '',
        step: null,
        time: now,
      },
      now,
    }),
  );
}

function placeOf(channel: Channel) {
  const target = channel.enabled ? ownTarget(channel) : null;
  return target === null ? null : { channel: channel.id, target };
}
