/** How long a frame takes from the device that has just taken it to a browser's stream, over the real API. */
import { request } from 'node:https';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { deviceIdOf } from '../../simulate/identity.ts';
import type { Collector } from './collector.ts';
import { fleetSeed } from './device.ts';

/** As many as one stream may name. */
const watchedByOne = 8;
const streams = 8;

export interface LiveDelays extends AsyncDisposable {
  readonly ms: readonly number[];
}

/** Of devices spread over the fleet. A frame's time is the moment when its device sent it, by the same clock. */
export async function liveDelays(collector: Collector, devices: number): Promise<LiveDelays> {
  const ms: number[] = [];
  const open: IncomingMessage[] = [];
  for (let stream = 0; stream < streams; stream++) {
    const chosen = Array.from({ length: watchedByOne }, (_, n) =>
      deviceIdOf(fleetSeed, Math.floor(((stream * watchedByOne + n) * devices) / (streams * watchedByOne))),
    );
    const path = `/api/v1/live?${chosen.map((id) => `device=${id}`).join('&')}`;
    const headers = { authorization: `Bearer ${collector.token}` };
    const { port, ca } = collector.place;
    const asked = request({ host: 'localhost', port, path, ca: ca ?? '', headers, agent: false });
    asked.end();
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    let text = '';
    answer.setEncoding('latin1').on('data', (chunk: string) => {
      const now = performance.timeOrigin + performance.now();
      text += chunk;
      const parts = text.split('\n\n');
      text = parts.pop() ?? '';
      for (const part of parts) {
        const time = /^event: frame\ndata: \{"device":"[^"]*","time":(\d+)/.exec(part)?.[1];
        // Devices tell whole milliseconds: on average half a one was cut off.
        if (time !== undefined) ms.push(now - Number(time) - 0.5);
      }
    });
    answer.on('error', () => undefined);
    open.push(answer);
  }
  return {
    ms,
    async [Symbol.asyncDispose]() {
      for (const answer of open) answer.destroy();
    },
  };
}
