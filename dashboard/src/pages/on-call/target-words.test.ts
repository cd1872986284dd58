import { expect, test } from 'vitest';
import { endWords, scopeWords, stepTime, targetWords } from './target-words.ts';

const names = {
  people: [{ id: 'p1', name: 'Ida Lund' }],
  teams: [{ id: 'ops', name: 'Operations' }],
  rosters: [{ id: 'db', name: 'Databases' }],
  channels: [],
};

test('whom a step tells', () => {
  expect(targetWords({ kind: 'person', id: 'p1' }, names)).toBe('Ida Lund');
  expect(targetWords({ kind: 'team', id: 'ops' }, names)).toBe('the team Operations');
  expect(targetWords({ kind: 'on-call', id: 'db' }, names)).toBe('who is on call for Databases');
  expect(targetWords({ kind: 'channel', id: 'chat' }, names)).toBe('the channel chat');
});

test('which incidents, when, and how it ends', () => {
  const calendar = { days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00', zone: 'Europe/Berlin' };
  expect(scopeWords({ severity: 'critical', selector: 'role=db', calendar })).toBe(
    'Critical incidents on role=db, Mon to Fri 08:00 to 18:00 Europe/Berlin',
  );
  expect(scopeWords({ severity: 'warning', selector: '' })).toBe(
    'Incidents from warning on of every device, at any time',
  );
  expect(stepTime(0, true)).toBe('At once');
  expect(stepTime(900_000, false)).toBe('After 15 min more without an answer');
  expect(endWords({ repeat: 2, resolved: true, stop: true })).toBe(
    'Then all of it twice more; told again when it resolves; later routes do not see it.',
  );
});
