// What leaves by mail and webhook: words of hostile agents (A4), addresses of somebody who means harm (A6), answers of the network (A3).
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { attempt } from '@fettle/collector/domain/notifications/attempt';
import { newDelivery } from '@fettle/collector/domain/notifications/deliveries-of';
import { messageOf } from '@fettle/collector/domain/notifications/message';
import { seal } from '@fettle/collector/domain/notifications/sealing';
import type { Channel, Message } from '@fettle/collector/domain/notifications/index';
import { sendEmail } from '@fettle/collector/edge/channels/email';
import { ask, isForbidden } from '@fettle/collector/edge/channels/request';
import { sendWebhook } from '@fettle/collector/edge/channels/webhook';
import type { IncidentId } from '@fettle/shared/ids';
import { describe, expect, test } from 'vitest';
import { mailbox } from '../support/mailbox.ts';
import { receiver } from '../support/receiver.ts';
import { hostileTexts } from '../support/hostile-texts.ts';

const key = new Uint8Array(32).fill(4);

function messageWith(text: string): Message {
  const item = {
    incident: 'i1' as IncidentId,
    deviceName: text,
    site: text,
    words: text,
    severity: 'critical',
    openedAt: 0,
    resolvedAt: null,
    value: 1,
    limit: 0.9,
    unit: '1',
  } as const;
  const notice = {
    kind: 'opened',
    severity: 'critical',
    ruleName: text,
    items: [item],
    words: text,
    cause: text,
    processes: [{ name: text, share: '90 %' }],
    knownError: { title: text, workaround: text },
    runbook: text,
    step: null,
    time: 1_790_000_000_000,
    zone: 'UTC',
  } as const;
  const place = {
    incidents: [item.incident],
    site: text,
    kind: 'opened',
    channel: 'mail',
    target: 'a@b.example',
  } as const;
  const delivery = newDelivery({ ...place, person: null, others: [], key: 'abc', notice, now: 0 });
  return messageOf(delivery, { base: 'https://fettle.example', key, now: 0 });
}

const channel = (to: Channel['to'], secret: string | null = null): Channel => ({
  id: 'x',
  name: 'x',
  enabled: true,
  to,
  secret,
  last: null,
  version: 1,
});

describe('mail', () => {
  test('of hostile names is one mail to one person, with no header, tag or line of theirs', async () => {
    await using box = await mailbox();
    const to = {
      kind: 'email',
      host: '127.0.0.1',
      port: box.port,
      security: 'none',
      from: 'f@fettle.example',
    } as const;
    for (const [name, text] of Object.entries(hostileTexts)) {
      const message = messageWith(text);
      expect(message.subject, name).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
      expect(message.subject.length).toBeLessThanOrEqual(160);
      expect(message.text.length + message.html.length, name).toBeLessThan(100_000);
      expect(message.text, name).not.toMatch(/[^\P{C}\n]/u);
      // Whatever begins a tag is one that we write.
      expect(
        message.html.replaceAll(/<\/?(?:!doctype|html|head|meta|body|div|p|table|tr|td|ul|li|h2|a)\b[^<>]*>/g, ''),
        name,
      ).not.toMatch(/[<>]/);
      expect(message.html, name).not.toMatch(/<[^>]*\son\w+=/i);
      expect(await sendEmail(channel(to), 'a@b.example', message)).toMatchObject({ ok: true });
      const mail = box.mails.at(-1);
      expect(mail?.to).toEqual(['a@b.example']);
      const head = mail?.raw.slice(0, mail.raw.indexOf('\r\n\r\n')) ?? '';
      const names = head
        .replaceAll(/\r\n[ \t]+/g, ' ')
        .split('\r\n')
        .map((line) => line.split(':')[0]?.toLowerCase());
      expect(names).not.toContain('bcc');
      expect(names).not.toContain('x-evil');
      expect(names.filter((one) => one === 'subject')).toHaveLength(1);
      expect(mail?.header('message-id')).toMatch(/^<[0-9a-z]+@fettle\.example>$/);
    }
  });

  test('does not reach other people by an address that carries more than one', async () => {
    await using box = await mailbox();
    const to = {
      kind: 'email',
      host: '127.0.0.1',
      port: box.port,
      security: 'none',
      from: 'f@fettle.example',
    } as const;
    await sendEmail(channel(to), 'a@b.example\r\nBcc: evil@x.example', messageWith('x'));
    expect(box.mails.flatMap((mail) => mail.to).filter((one) => one.startsWith('evil'))).toEqual([]);
    expect(box.mails.every(({ raw }) => !/^bcc:/im.test(raw))).toBe(true);
  });

  test('is not sent to where machines answer about themselves', async () => {
    const to = { kind: 'email', host: '169.254.169.254', port: 80, security: 'none', from: 'f@x.example' } as const;
    expect(await sendEmail(channel(to), 'a@b.example', messageWith('x'))).toMatchObject({ ok: false, again: false });
  });
});

describe('a webhook', () => {
  test.each([
    'http://169.254.169.254/',
    'http://2852039166/',
    'http://0xa9fea9fe/',
    'http://0251.0376.0251.0376/',
    'http://169.254.43518/',
    'http://[::ffff:169.254.169.254]/',
    'http://[::ffff:a9fe:a9fe]/',
    'http://[::169.254.169.254]/',
    'http://[::ffff:0:a9fe:a9fe]/',
    'http://[64:ff9b::a9fe:a9fe]/',
    'http://[2002:a9fe:a9fe::1]/',
    'http://[fe80::1]/',
    'http://[fd00:ec2::254]/',
    'http://100.100.100.200/',
    'http://0.0.0.0/',
    'http://[::]/',
    'http://[ff02::1]/',
    'ftp://example.org/',
    'file:///etc/passwd',
    'javascript:alert(1)',
  ])('does not go to %s', async (url) => {
    const answer = await ask({ url, method: 'POST', headers: {}, body: '{}' }, 2_000);
    expect(answer).toMatchObject({ ok: false, again: false });
    expect(answer.answer).toMatch(/No notices go to|must begin with/);
  });

  test('goes to where people are', async () => {
    await using web = await receiver();
    expect(await ask({ url: `${web.url}/x`, method: 'POST', headers: {}, body: '{}' }, 2_000)).toMatchObject({
      ok: true,
    });
    for (const fine of ['127.0.0.1', '::1', '10.0.0.1', '2001:db8::1', '::ffff:10.0.0.1', '64:ff9b::808:808']) {
      expect(isForbidden(fine), fine).toBe(false);
    }
  });

  test('does not follow a redirect, and is done in time with an answer that never ends', async () => {
    await using web = await receiver();
    web.answer('/moved', 302);
    expect(await ask({ url: `${web.url}/moved`, method: 'POST', headers: {}, body: '{}' }, 2_000)).toMatchObject({
      ok: false,
      again: false,
    });
    expect(web.at('/elsewhere')).toEqual([]);
    const endless = createServer((request, response) => {
      request.resume();
      const drip = setInterval(() => response.write(request.url === '/slow' ? 'x' : 'x'.repeat(65_536)), 5);
      response.on('close', () => clearInterval(drip));
    });
    endless.listen(0, '127.0.0.1');
    await once(endless, 'listening');
    const place = `http://127.0.0.1:${(endless.address() as AddressInfo).port}`;
    const began = performance.now();
    for (const path of ['/fast', '/slow']) {
      const { answer } = await ask({ url: place + path, method: 'POST', headers: {}, body: '{}' }, 1_000);
      expect(answer.length).toBeLessThan(600);
    }
    expect(performance.now() - began).toBeLessThan(30_000);
    endless.closeAllConnections();
    endless.close();
  });

  test('whose other end says the secret back tells it to nobody', async () => {
    const mirror = createServer((request, response) => response.end(String(request.headers.authorization)));
    mirror.listen(0, '127.0.0.1');
    await once(mirror, 'listening');
    const url = `http://127.0.0.1:${(mirror.address() as AddressInfo).port}/topic`;
    const sealed = seal(key, 'channel:x', 'between-us');
    const row = channel({ kind: 'webhook', url, preset: 'ntfy' }, sealed);
    const channels = { channel: async () => row };
    const senders = { webhook: sendWebhook };
    const notice = { kind: 'test', items: [], words: 'x', severity: 'warning', processes: [], runbook: '' };
    const delivery = {
      id: 'n1',
      key: 'k',
      kind: 'test',
      channel: 'x',
      target: 'x',
      incidents: [],
      site: null,
      person: null,
    };
    const context = { channels, senders, key, base: null, now: 0 };
    const answer = await attempt(context as never, { ...delivery, notice } as never);
    expect(answer).toEqual({ ok: true, answer: '200 Bearer …' });
    mirror.close();
  });
});
