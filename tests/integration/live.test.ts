import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { createApiToken, revokeApiToken, systemActor } from '@fettle/collector/domain/access/index';
import { describe, expect, test } from 'vitest';
import { type TestApp, testApp } from '../support/app.ts';
import { until } from '../support/fettle.ts';

const admin = systemActor('test');

async function tokenOf(app: TestApp) {
  const input = { name: 'test', role: 'viewer', sites: 'all', expiresAt: null } as const;
  return createApiToken({ store: app.stores.access, now: app.clock.now() }, admin, input);
}

/** Opens the stream and gathers what it says. */
async function open(url: string, headers: Record<string, string>) {
  const asked = request(url, { headers });
  asked.end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  const stream = { answer, text: '', ended: false, close: () => asked.destroy() };
  answer.on('data', (chunk: Buffer) => (stream.text += chunk.toString()));
  answer.on('close', () => (stream.ended = true));
  return stream;
}

describe('the live stream over HTTP', () => {
  test('greets, tells events with their sequence, resumes by Last-Event-ID', async () => {
    await using app = await testApp();
    const address = await app.http.listen({ host: '127.0.0.1', port: 0 });
    const { secret } = await tokenOf(app);
    const authorization = `Bearer ${secret}`;
    const first = await open(`${address}/api/v1/live?fleet=1`, { authorization });
    expect(first.answer.headers['content-type']).toContain('text/event-stream');
    expect(first.answer.headers['content-security-policy']).toContain("default-src 'none'");
    await until('the greeting', () => first.text.includes('event: hello'));
    await tokenOf(app);
    const id = await until('an event', () => /event: event\nid: (\d+)\n/.exec(first.text)?.[1]);
    first.close();
    await tokenOf(app);
    const second = await open(`${address}/api/v1/live`, { authorization, 'last-event-id': id });
    const next = await until('what was missed', () => /event: event\nid: (\d+)\n/.exec(second.text)?.[1]);
    expect(Number(next)).toBe(Number(id) + 1);
    second.close();
    const lost = await open(`${address}/api/v1/live`, { authorization, 'last-event-id': '999999' });
    await until('the reset', () => lost.text.includes('event: reset'));
    lost.close();
  });

  test('is closed to those who are nobody, and ends when the token does', async () => {
    await using app = await testApp({ jobs: 'driven' });
    const address = await app.http.listen({ host: '127.0.0.1', port: 0 });
    const nobody = await open(`${address}/api/v1/live`, {});
    expect(nobody.answer.statusCode).toBe(401);
    const { secret, token } = await tokenOf(app);
    const stream = await open(`${address}/api/v1/live`, { authorization: `Bearer ${secret}` });
    await until('the greeting', () => stream.text.includes('event: hello'));
    await revokeApiToken({ store: app.stores.access, now: app.clock.now() }, admin, { id: token.id });
    // The first call only says from when the jobs count.
    await app.jobs.runDue();
    app.clock.pass(31_000);
    await app.jobs.runDue();
    await until('the end of the stream', () => stream.ended);
  });
});
