import type { WindowId } from '@fettle/shared/ids';
import { expect, test } from 'vitest';
import { openAt } from './open-at.ts';
import type { Window } from './types.ts';

const hour = 3_600_000;
const noon = Date.parse('2026-01-05T12:00Z');
const window = (id: string, fields: Partial<Window> = {}): Window => ({
  id: id as WindowId,
  name: id,
  selector: '',
  devices: null,
  scope: { sites: 'all' },
  reason: '',
  when: { zone: 'UTC', start: '2026-01-05T11:00', lastsMs: 2 * hour, repeat: { every: 'once' } },
  enabled: true,
  createdBy: null,
  createdAt: 0,
  version: 1,
  ...fields,
});
const device = { id: 'da', labels: { role: 'db' }, os: 'linux', kind: 'server', site: 'berlin' };

test('the one that ends last counts', () => {
  const longer = window('longer', { when: { ...window('x').when, lastsMs: 5 * hour } });
  expect(openAt([window('short'), longer, window('other')], device, noon)).toEqual({
    window: longer,
    until: noon + 4 * hour,
  });
});

test.each([
  ['another selector', { selector: 'role=web' }],
  ['other sites', { scope: { sites: ['paris'] } }],
  ['of other devices', { devices: ['db'] }],
  ['switched off', { enabled: false }],
  ['not yet', { when: { ...window('x').when, start: '2026-01-05T12:01' } }],
] as const)('none: %s', (_, fields) => {
  expect(openAt([window('a', fields)], device, noon)).toBeNull();
});

test('for the devices that its selector and sites choose', () => {
  expect(
    openAt([window('a', { selector: 'role=db', scope: { sites: ['berlin'], selector: 'os=linux' } })], device, noon)
      ?.window.id,
  ).toBe('a');
});
