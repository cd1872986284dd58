import type { DeviceId } from '@fettle/shared/ids';
import type { FromCollector } from '@fettle/shared/protocol/messages';
import { expect, test } from 'vitest';
import { createGrantNews } from './grant-news.ts';
import type { Event } from './domain/events/index.ts';
import type { Stores } from './store/stores.ts';

const device = `d${'a'.repeat(26)}` as DeviceId;
const event = (sequence: number, kind: string): Event => ({
  sequence,
  time: 0,
  kind,
  device,
  site: 'home',
  detail: {},
});

test('a grant is brought once to who is connected; those from before the start are not news', async () => {
  const told: Event[] = [event(1, 'device.granted')];
  const sent: FromCollector[] = [];
  const tell = createGrantNews({
    stores: {
      events: {
        bounds: async () => ({ oldest: 1, newest: told.length }),
        after: async (_scope: unknown, sequence: number) => told.filter((one) => one.sequence > sequence),
      },
      devices: { grant: async () => ({ version: 1, envelope: '{"payloadType":"grant"}' }) },
    } as unknown as Pick<Stores, 'devices' | 'events'>,
    send: (_device, message) => sent.push(message) > 0,
  });
  await tell();
  expect(sent).toEqual([]);
  told.push(event(2, 'device.granted'), event(3, 'facts.changed'));
  await tell();
  await tell();
  expect(sent).toEqual([{ type: 'statement', envelope: { payloadType: 'grant' } }]);
});
