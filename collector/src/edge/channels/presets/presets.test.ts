import { expect, test } from 'vitest';
import type { Message } from '../../../domain/notifications/index.ts';
import { ntfy } from './ntfy.ts';
import { pagerduty } from './pagerduty.ts';
import { plain } from './plain.ts';
import { slack } from './slack.ts';
import { teams } from './teams.ts';

const message: Message = {
  key: 'k1',
  kind: 'opened',
  subject: 'Critical: web-1: <b> & *all* [x](y)',
  text: 'line 1\nline 2',
  html: '<p>',
  severity: 'critical',
  incidents: ['i1'],
  device: 'web-1',
  site: 'berlin',
  link: 'https://f/incidents/i1',
  actLink: 'https://f/act/n1.secret',
  time: 1_790_812_800_000,
  sentAt: 1_790_812_800_000,
  part: () => message,
};
const over: Message = { ...message, kind: 'resolved' };
const read = (one: { readonly body: string }) => JSON.parse(one.body) as Record<string, unknown>;

test.each([plain, slack, teams, ntfy, pagerduty])('nobody but the person gets the link by which to act', (preset) => {
  expect(preset('https://x/y', message, 's').body).not.toContain('n1.secret');
});

test('plain', () => {
  expect(read(plain('https://x', message, null))).toEqual({
    version: 1,
    key: 'k1',
    kind: 'opened',
    severity: 'critical',
    subject: message.subject,
    text: message.text,
    incidents: ['i1'],
    device: 'web-1',
    site: 'berlin',
    link: message.link,
    time: message.time,
  });
});

test('Slack: its own marks are escaped', () => {
  expect(read(slack('https://x', message, null))['text']).toContain('&lt;b&gt; &amp; *all*');
  expect(read(slack('https://x', over, null))['text']).toMatch(/^:white_check_mark:/);
});

test('Teams: a card, in which Markdown is only text', () => {
  expect(read(teams('https://x', message, null))).toMatchObject({
    attachments: [
      {
        content: {
          body: [{ color: 'Attention', text: String.raw`Critical: web-1: \<b\> & \*all\* \[x\]\(y\)` }, {}],
          actions: [{ url: message.link }],
        },
      },
    ],
  });
});

test('ntfy: the topic is the end of the address, the secret a token', () => {
  const made = ntfy('https://ntfy.example/a/topic/', message, 'token');
  expect(made).toMatchObject({ url: 'https://ntfy.example/a/', headers: { authorization: 'Bearer token' } });
  expect(read(made)).toMatchObject({ topic: 'topic', title: message.subject, priority: 5, click: message.link });
});

test('PagerDuty: what it was triggered with it is resolved with', () => {
  const first = read(pagerduty('https://x', message, 'routing'));
  expect(first).toMatchObject({
    routing_key: 'routing',
    event_action: 'trigger',
    dedup_key: 'i1',
    payload: { severity: 'critical', source: 'web-1' },
  });
  expect(read(pagerduty('https://x', over, 'routing'))).toMatchObject({ event_action: 'resolve', dedup_key: 'i1' });
});
