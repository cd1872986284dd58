import type { IncidentId } from '@fettle/shared/ids';
import { describe, expect, test } from 'vitest';
import type { Notice, NoticeItem } from '../types.ts';
import { htmlOf } from './html.ts';
import { plainOf } from './plain.ts';
import { subjectOf } from './subject.ts';

const time = Date.parse('2026-10-02T10:00Z');
const item = (name: string, fields: Partial<NoticeItem> = {}): NoticeItem => ({
  incident: `i${name}` as IncidentId,
  deviceName: name,
  site: 'berlin',
  words: '/var is 96.2 % full',
  severity: 'critical',
  openedAt: time - 720_000,
  resolvedAt: null,
  value: 0.962,
  limit: 0.95,
  unit: '1',
  ...fields,
});
const notice = (fields: Partial<Notice> = {}): Notice => ({
  kind: 'opened',
  severity: 'critical',
  ruleName: 'File system nearly full',
  items: [item('web-1')],
  words: '',
  cause: 'log of nginx grew by 4 GiB since 09:40',
  processes: [{ name: 'nginx', share: '91 %' }],
  knownError: { title: 'Logs are not rotated', workaround: 'Run logrotate.' },
  runbook: 'See https://wiki/disk\nThen ask Ada.',
  step: null,
  time,
  zone: 'Europe/Berlin',
  ...fields,
});
const links = { incident: 'https://f/incidents/i1', act: 'https://f/act/n1.x' };

test('the whole of it, as text', () => {
  expect(plainOf(notice(), links)).toBe(`web-1: /var is 96.2 % full.

Since:         2 Oct 2026, 11:48 (Europe/Berlin), 12 min ago
Value:         96.2 %, limit 95.0 %
Site:          berlin
Rule:          File system nearly full
Likely cause:  log of nginx grew by 4 GiB since 09:40
Top processes: nginx 91 %
Known error:   Logs are not rotated
What helps:    Run logrotate.

What to do:
See https://wiki/disk
Then ask Ada.

Acknowledge or snooze (once, for you only): https://f/act/n1.x
See it: https://f/incidents/i1
`);
});

describe('subjects', () => {
  const many = (n: number, fields: Partial<Notice> = {}) =>
    subjectOf(notice({ items: Array.from({ length: n }, (_, i) => item(`web-${i + 1}`)), ...fields }));
  test.each([
    [many(1), 'Critical: web-1: /var is 96.2 % full'],
    [many(1, { kind: 'severity' }), 'Now critical: web-1: /var is 96.2 % full'],
    [
      many(1, { kind: 'escalated', step: { number: 2, round: 0 } }),
      'Nobody yet on it, critical: web-1: /var is 96.2 % full',
    ],
    [many(1, { kind: 'reminder' }), 'Still critical: web-1: /var is 96.2 % full'],
    [many(2), 'Critical: File system nearly full on web-1 and web-2'],
    [many(3), 'Critical: File system nearly full on 3 devices: web-1, web-2 and 1 other'],
    [many(100), 'Critical: File system nearly full on 100 devices: web-1, web-2 and 98 others'],
    [subjectOf(notice({ items: [item('a'), item('a')] })), 'Critical: a: File system nearly full, 2 times'],
    [
      subjectOf(notice({ kind: 'resolved', items: [item('a', { resolvedAt: time })] })),
      'Over after 12 min: a: /var is 96.2 % full',
    ],
  ])('%s', (subject, expected) => {
    expect(subject).toBe(expected);
  });

  test('are one line of some length, whatever a device is called', () => {
    const subject = subjectOf(notice({ items: [item(`x\r\nBcc: a@b\u2028\u202e${'y'.repeat(900)}`)] }));
    expect(subject).not.toMatch(/[\r\n\u2028\u202e]/);
    expect(subject.length).toBeLessThanOrEqual(160);
  });
});

test('nothing of it is HTML that it should not be', () => {
  const evil = '"><img src=x onerror=alert(1)>&';
  const html = htmlOf(
    notice({
      items: [item(evil, { words: evil, site: evil }), item('b', { words: evil })],
      ruleName: evil,
      cause: evil,
      processes: [{ name: evil, share: evil }],
      knownError: { title: evil, workaround: evil },
      runbook: evil,
    }),
    { incident: `https://f/${evil}`, act: null },
  );
  expect(html).not.toContain('<img');
  expect(html).not.toContain('href="https://f/">');
  expect(html).toContain('&quot;&gt;&lt;img src=x onerror=alert(1)&gt;&amp;');
});

test('of a hundred, twenty are listed', () => {
  const text = plainOf(notice({ items: Array.from({ length: 100 }, (_, i) => item(`web-${i}`)) }), links);
  expect(text.match(/^- web-/gm)).toHaveLength(20);
  expect(text).toContain('- and 80 more');
  expect(text).toContain('100 incidents on 100 devices.');
});
