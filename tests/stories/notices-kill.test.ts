import type { Delivery } from '@fettle/shared/api/notices';
import { expect, test } from 'vitest';
import { always, incidentOf, putRule } from '../support/beside.ts';
import { Fettle, until } from '../support/fettle.ts';
import { receiver } from '../support/receiver.ts';

/** Not the first: it has to be killed before it tells. */
const quick = ['tests/support/quick-collector.ts'];

// Issue 5: killed between opening and notifying: one delivery, at most one re-send after a crash.
test('a collector that is killed with -9 tells once, and what it was just sending once more', async () => {
  await using web = await receiver();
  await using fettle = await Fettle.create();
  await fettle.cli('channel', 'put', 'chat', '--webhook', `${web.url}/chat`, '--json');
  await fettle.startCollector();
  await fettle.enrol();
  await fettle.startAgent('1s');
  await putRule(fettle, always);
  const opened = await incidentOf(fettle, always.id);
  // Killed after the incident was committed, before anybody was told.
  await fettle.collector?.stop('SIGKILL');
  expect(web.at('/chat')).toEqual([]);

  web.answer('/chat', 'hang');
  await fettle.startCollector(quick);
  await until('the notice to be on its way', () => web.at('/chat').length === 1);
  // Killed after it was sent, before its answer.
  await fettle.collector?.stop('SIGKILL');

  web.answer('/chat', 200);
  await fettle.startCollector(quick);
  const delivered = async () => {
    const path = `/api/v1/deliveries?incident=${opened.id}&channel=chat`;
    const { items } = await fettle.api<{ items: Delivery[] }>(path);
    return items.filter(({ state }) => state === 'delivered');
  };
  const [one] = await until('the delivery', async () => {
    const found = await delivered();
    return found.length > 0 && found;
  });
  expect(one).toMatchObject({ kind: 'opened', attempts: 2 });
  const keys = web.at('/chat').map(({ headers }) => headers['fettle-delivery']);
  expect(keys).toHaveLength(2);
  expect(new Set(keys).size, 'the receiver can tell that it is the same').toBe(1);
  expect(
    await fettle.api<{ items: Delivery[] }>(`/api/v1/deliveries?incident=${opened.id}&channel=chat`),
  ).toMatchObject({
    items: [{ kind: 'opened' }],
  });
}, 90_000);
