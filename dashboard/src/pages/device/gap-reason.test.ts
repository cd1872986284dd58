import { expect, test } from 'vitest';
import { gapReason } from './gap-reason.ts';

const minute = 60_000;
const gap = { from: 100 * minute, to: 130 * minute };
const device = { enrolledAt: 0 };
const event = (kind: string, time: number, to = '') => ({
  sequence: time,
  time,
  kind,
  device: 'd',
  site: null,
  detail: { to },
});

test('what the device said or did not say', () => {
  expect(gapReason(gap, device, [event('device.state', 101 * minute, 'stopped')])).toBe('agent stopped on purpose');
  expect(gapReason(gap, device, [event('device.state', 102 * minute, 'offline')])).toBe('no goodbye');
  expect(gapReason(gap, device, [event('device.restarted', 130 * minute)])).toBe('restarted');
});

test('before it was enrolled there is nothing to miss', () => {
  expect(gapReason(gap, { enrolledAt: 130 * minute }, [])).toBe('not enrolled yet');
});

test('events of another time explain nothing', () => {
  const late = event('device.state', 200 * minute, 'offline');
  const early = event('device.state', 10 * minute, 'offline');
  const back = event('device.state', 110 * minute, 'online');
  expect(gapReason(gap, device, [late, early, back])).toBe('');
});
