import { describe, expect, test } from 'vitest';
import { type Deed, deedProgram } from './deeds.ts';
import type { Platform } from './platform/platform.ts';

const platform = {
  restart: (unit: string) => ['/systemctl', 'restart', '--', unit],
  reboot: (minutes: number, why: string) => ['/shutdown', `+${minutes}`, why],
} as unknown as Platform;
const nowhere = { restart: () => null, reboot: () => null } as unknown as Platform;
const restart = (unit: string): Deed => ({ kind: 'unit-restart', unit });

test.each(['nginx.service', 'getty@tty1.service', 'a:b_c-d.timer', 'org.example'])(
  'the unit %s is restarted',
  (unit) => {
    expect(deedProgram(restart(unit), platform)).toMatchObject({ argv: ['/systemctl', 'restart', '--', unit] });
  },
);

test.each([
  '',
  '-h',
  '--no-block',
  'a b',
  'a;b',
  "a'b",
  '../x',
  'a/b',
  'a\nb',
  '$(x)',
  'x'.repeat(200),
  'fettle-executor.service',
  'fettle-executor',
])('%j is no unit that may be', (unit) => {
  expect(deedProgram(restart(unit), platform)).toHaveProperty('obstacle');
});

describe('a reboot', () => {
  test.each([
    [0, '+1'],
    [1, '+1'],
    [60, '+1'],
    [61, '+2'],
    [3_600, '+60'],
  ])('with %i s of notice is told %s before, with how to cancel it', (notice, expected) => {
    const found = deedProgram({ kind: 'reboot', notice }, platform);
    expect(found).toMatchObject({ argv: ['/shutdown', expected, expect.stringContaining('shutdown -c')] });
  });
});

test('where there is no such program that is said', () => {
  expect(deedProgram(restart('a.service'), nowhere)).toHaveProperty('obstacle');
  expect(deedProgram({ kind: 'reboot', notice: 0 }, nowhere)).toHaveProperty('obstacle');
  expect(deedProgram({ kind: 'agent-update', version: '1', sha256: '', size: 1 }, platform)).toHaveProperty('obstacle');
});
