import { expect, test } from 'vitest';
import { exposition } from './exposition.ts';

test('figures become Prometheus text, label values escaped', () => {
  const text = exposition([
    { name: 'frames_total', type: 'counter', help: 'Frames stored.', values: [{ value: 3 }] },
    {
      name: 'devices',
      type: 'gauge',
      help: 'Devices by state.',
      values: [{ labels: { state: 'a"b\\c\nd' }, value: 1 }],
    },
  ]);
  expect(text).toBe(
    '# HELP fettle_frames_total Frames stored.\n# TYPE fettle_frames_total counter\nfettle_frames_total 3\n' +
      '# HELP fettle_devices Devices by state.\n# TYPE fettle_devices gauge\nfettle_devices{state="a\\"b\\\\c\\nd"} 1\n',
  );
});
