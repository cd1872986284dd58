/** What a live stream tells of incidents, and when, as an open dashboard hears it. */
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import type { EventItem } from '@fettle/shared/api/events';
import type { Collector } from './collector.ts';

export interface IncidentStream extends AsyncDisposable {
  /** `performance.now()` when an incident of the rule on the device was told of first. */
  readonly heard: (rule: string, device: string) => number | undefined;
}

export async function incidentStream(collector: Collector): Promise<IncidentStream> {
  const { port, ca } = collector.place;
  const headers = { authorization: `Bearer ${collector.token}` };
  const asked = request({ host: 'localhost', port, path: '/api/v1/live', ca: ca ?? '', headers, agent: false });
  asked.end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  if (answer.statusCode !== 200) throw new Error(`the live stream was answered with ${answer.statusCode}`);
  const times = new Map<string, number>();
  let text = '';
  answer.setEncoding('utf8').on('data', (chunk: string) => {
    const now = performance.now();
    const parts = (text + chunk).split('\n\n');
    text = parts.pop() ?? '';
    for (const part of parts) {
      const data = /^event: event\n(?:id: \d+\n)?data: (.*)$/.exec(part)?.[1];
      if (data === undefined) continue;
      const { kind, device, detail } = JSON.parse(data) as EventItem;
      const key = `${String(detail['rule'])} ${device}`;
      if (kind === 'incident.opened' && !times.has(key)) times.set(key, now);
    }
  });
  answer.on('error', () => undefined);
  return {
    heard: (rule, device) => times.get(`${rule} ${device}`),
    async [Symbol.asyncDispose]() {
      answer.destroy();
    },
  };
}
