import { expect, test } from 'vitest';
import { textOf } from '../../../parts/piece.ts';
import { incidentSentence } from './sentence.ts';

const now = new Date(2026, 10, 19, 14, 38).getTime();
const minutes = (n: number) => now - n * 60_000;
const incident = {
  device: 'd1',
  deviceName: 'ber-db-02',
  words: '/var is 91.4 % full',
  severity: 'critical' as const,
  state: 'open' as const,
  openedAt: minutes(216),
  resolvedAt: null,
  cause: null,
  causedBy: null,
  affected: 0,
  quiet: null,
};

test('says what is so, since when, and why, most likely', () => {
  expect(textOf(incidentSentence(incident, now))).toBe('ber-db-02: /var is 91.4 % full since 11:02, for 3 h 36 min. ');
  const told = incidentSentence({ ...incident, cause: 'nginx was updated', affected: 2 }, now);
  expect(textOf(told)).toMatch(/; 2 other incidents follow from it\. Most likely cause: nginx was updated\. $/);
});

test('what follows from another names that one and leads to it', () => {
  const causedBy = { id: 'i9', deviceName: 'gdn-rtr-02', words: 'Silent' };
  const pieces = incidentSentence({ ...incident, causedBy, quiet: { by: 'cause', incident: 'i9' } }, now);
  expect(pieces.find(({ text }) => text === 'gdn-rtr-02')?.href).toBe('/incidents/i9');
});

test('what was put right says when, and after how long', () => {
  const over = { ...incident, state: 'resolved' as const, resolvedAt: minutes(16) };
  expect(textOf(incidentSentence(over, now))).toBe(
    'ber-db-02: put right at 14:22, after 3 h 20 min: /var is 91.4 % full. ',
  );
});

test('why nobody is told', () => {
  const quiet = { by: 'snoozed' as const, until: minutes(-60), person: null };
  expect(textOf(incidentSentence({ ...incident, quiet }, now))).toMatch(/Snoozed until 15:38\.$/);
});
