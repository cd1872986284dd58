/** Grants are signed beside this process, by `fettle device grant`: heard by a cursor, and brought to who is connected. */
import type { DeviceId } from '@fettle/shared/ids';
import type { FromCollector } from '@fettle/shared/protocol/messages';
import type { Envelope } from '@fettle/shared/trust/envelope';
import { everywhere } from './domain/access/index.ts';
import type { Stores } from './store/stores.ts';

const eventsAtOnce = 500;

export interface GrantNewsNeeds {
  readonly stores: Pick<Stores, 'devices' | 'events'>;
  /** To a connected device. False: it is not, and has what it lacks with its next connection. */
  readonly send: (device: DeviceId, message: FromCollector) => boolean;
}

/** Gives what tells: devices whose grant is new since it was asked last. The device says anew what it holds, and gets what fits. */
export function createGrantNews({ stores: { devices, events }, send }: GrantNewsNeeds): () => Promise<void> {
  let heard: number | null = null;
  return async () => {
    heard ??= (await events.bounds()).newest;
    for (;;) {
      const news = await events.after(everywhere, heard, eventsAtOnce);
      for (const { device, kind } of news) {
        if (device === null || kind !== 'device.granted') continue;
        const grant = await devices.grant(device);
        if (grant) send(device, { type: 'statement', envelope: JSON.parse(grant.envelope) as Envelope });
      }
      heard = news.at(-1)?.sequence ?? heard;
      if (news.length < eventsAtOnce) return;
    }
  };
}
