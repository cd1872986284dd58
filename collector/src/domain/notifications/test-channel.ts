import { FettleError } from '@fettle/shared/errors';
import { type Actor, audited } from '../access/index.ts';
import { attempt, channelOf } from './attempt.ts';
import { isMail } from './check-channel.ts';
import { keyOf, newId, type SendContext } from './context.ts';
import { newDelivery } from './deliveries-of.ts';
import { ownTarget } from './pipeline/recipients.ts';
import { allowEverywhere } from './put-channel.ts';
import type { Answer, Notice } from './types.ts';

/** Sends a notice by a channel now, once, and gives what the other end answered. It is kept among the deliveries. */
export async function testChannel(
  context: SendContext,
  actor: Actor,
  { id, to }: { readonly id: string; readonly to?: string },
): Promise<Answer> {
  const { notices, now } = context;
  allowEverywhere(actor);
  const channel = await channelOf(context, id);
  if (channel === null) throw new FettleError('not_found');
  const target = to ?? ownTarget(channel);
  if (target === null)
    throw new FettleError('input_invalid', 'It has no address of its own: give it one, then test it.');
  if (to !== undefined && channel.to.kind === 'email' && !isMail(to))
    throw new FettleError('input_invalid', 'One mail address, of the form name@example.org.');
  const delivery = newDelivery({
    key: keyOf(`test ${id} ${newId('n')}`),
    incidents: [],
    site: null,
    kind: 'test',
    channel: id,
    target,
    person: null,
    others: [],
    notice: { ...testNotice, words: `Fettle: a test of ${channel.name}.`, time: now },
    now,
  });
  const answer = await attempt(context, delivery);
  const kept = answer.ok
    ? ({ state: 'delivered', deliveredAt: now } as const)
    : ({ state: 'given-up', deliveredAt: null } as const);
  // Kept only now, so that nothing sends it a second time.
  await notices.add([{ ...delivery, nextAt: null, attempts: 1 }]);
  const note = {
    events: [],
    audit: [audited(actor, now, 'notifications.test-channel', `channel:${id}`, { ok: answer.ok })],
  };
  await notices.answered(delivery.id, 1, now, { ...kept, nextAt: null, answer: answer.answer }, [], note);
  return answer;
}

const testNotice: Notice = {
  kind: 'test',
  severity: 'warning',
  ruleName: '',
  items: [],
  words: '',
  cause: null,
  processes: [],
  knownError: null,
  runbook: '',
  step: null,
  time: 0,
  zone: 'UTC',
};
