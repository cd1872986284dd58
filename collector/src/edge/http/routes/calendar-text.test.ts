import { expect, test } from 'vitest';
import { calendarText } from './calendar-text.ts';

const now = Date.parse('2026-11-30T01:05:00.750Z');

test('texts are escaped, long lines are folded by octets, and nothing ends a line but CRLF', () => {
  const name = `Ü, \\ ; "x"\r\nEND:VCALENDAR ${'ß€𝕊'.repeat(30)}\u0000`;
  const work = [{ uid: 'u1', kind: 'window' as const, name, from: now, to: now + 3_600_000 }];
  const text = calendarText({ name, work }, now);
  const lines = text.split('\r\n');
  expect(lines.every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
  expect(lines.some((line) => Buffer.byteLength(line) > 70)).toBe(true);
  expect(['\r', '\n', '\u0000', '\ufffd'].some((mark) => text.replaceAll('\r\n', '').includes(mark))).toBe(false);
  const whole = text.replaceAll('\r\n ', '').split('\r\n');
  expect(whole).toContain(`SUMMARY:Ü\\, \\\\ \\; "x"\\nEND:VCALENDAR ${'ß€𝕊'.repeat(30)}`);
  expect(whole.filter((line) => line === 'END:VCALENDAR')).toHaveLength(1);
  expect(whole).toContain('DTSTAMP:20261130T010500Z');
  expect(whole).toContain('DTEND:20261130T020500Z');
  expect(whole).toContain('UID:u1@fettle');
});
