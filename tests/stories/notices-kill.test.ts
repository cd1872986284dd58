import { everywhere } from '@fettle/collector/domain/access/index';
import { openRecords } from '@fettle/collector/store/open';
import type { Delivery } from '@fettle/shared/api/notices';
import type { RuleId } from '@fettle/shared/ids';
import { expect, test } from 'vitest';
import { join } from 'node:path';
import { Fettle, until } from '../support/fettle.ts';
import { receiver } from '../support/receiver.ts';

const always = {
  id: 'always' as RuleId,
  name: 'Memory is used',
  selector: '',
  when: { kind: 'value', metric: 'system.memory.utilization', is: 'above', levels: { warning: { limit: 0.0001 } } },
  forMs: 0,
  clearForMs: 0,
  enabled: true,
  runbook: '',
  overrides: [],
  origin: 'person',
  createdAt: 1,
  changedAt: 1,
  version: 1,
} as const;

/** Beside the collector, in the records that it uses. */
async function beside<Result>(
  fettle: Fettle,
  work: (records: Awaited<ReturnType<typeof openRecords>>) => Promise<Result>,
) {
  const records = await openRecords({ sqlite: join(fettle.data, 'records.db') });
  try {
    return await work(records);
  } finally {
    await records.close();
  }
}

// Issue 5: killed between opening and notifying: one delivery, at most one re-send after a crash.
test('a collector that is killed with -9 tells once, and what it was just sending once more', async () => {
  await using web = await receiver();
  await using fettle = await Fettle.create();
  await fettle.cli('channel', 'put', 'chat', '--webhook', `${web.url}/chat`, '--json');
  await fettle.startCollector();
  await fettle.enrol();
  await fettle.startAgent('1s');
  await beside(fettle, ({ rules }) =>
    rules.write([{ what: 'put', rule: always, before: 0 }], {
      events: [{ time: Date.now(), kind: 'rule.created', device: null, site: null, detail: { rule: 'always' } }],
      audit: [],
    }),
  );
  const opened = await until('the incident', () =>
    beside(fettle, async ({ incidents }) =>
      (await incidents.list(everywhere, { limit: 50 })).find((one) => one.rule === always.id),
    ),
  );
  // Killed after the incident was committed, before anybody was told.
  await fettle.collector?.stop('SIGKILL');
  expect(web.at('/chat')).toEqual([]);

  web.answer('/chat', 'hang');
  await fettle.startCollector();
  await until('the notice to be on its way', () => web.at('/chat').length === 1);
  // Killed after it was sent, before its answer.
  await fettle.collector?.stop('SIGKILL');

  web.answer('/chat', 200);
  await fettle.startCollector();
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
}, 180_000);
