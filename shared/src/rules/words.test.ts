import { describe, expect, test } from 'vitest';
import { bodyOf, diskFull, mountpoint } from './body.fixture.ts';
import { compileRule } from './compile.ts';
import type { Condition } from './rule.ts';
import { ruleWords } from './sentence.ts';
import { durationWords, findingWords, spanWords } from './words.ts';

const words = (when: Condition, attributes: Record<string, string>, value: number | null) =>
  findingWords(compileRule('a', bodyOf(when, { name: 'Too much' })), attributes, value);
const minute = 60_000;

describe('what is so', () => {
  test.each<[string, Condition, Record<string, string>, number | null]>([
    ['/var is 96.2 % full', diskFull, { [mountpoint]: '/var' }, 0.962],
    ['/{value} is 96.2 % full', diskFull, { [mountpoint]: '/{value}' }, 0.962],
    ['sda: Disks busy is 93.0 %', { ...diskFull, metric: 'system.disk.utilization' }, { 'system.device': 'sda' }, 0.93],
    ['system.cpu.busy is 93.0 %', { ...diskFull, metric: 'system.cpu.busy' }, {}, 0.93],
    [
      'nginx.service is failed',
      { kind: 'state', metric: 'systemd.unit.state', states: { warning: ['failed'] } },
      { 'systemd.unit.name': 'nginx.service' },
      2,
    ],
    [
      '/var: File systems used fell by 12.0 % in 10 min',
      { ...diskFull, kind: 'change', overMs: 10 * minute },
      { [mountpoint]: '/var' },
      -0.12,
    ],
    [
      '/var: File systems used has no values',
      { kind: 'absent', metric: diskFull.metric, afterMs: minute, severity: 'warning' },
      { [mountpoint]: '/var' },
      null,
    ],
    [
      'Too much: 1.50 GiB',
      {
        kind: 'formula',
        expression: 'system.memory.limit',
        unit: 'By',
        is: 'above',
        levels: { warning: { limit: 1 } },
      },
      {},
      1.5 * 2 ** 30,
    ],
  ])('%s', (expected, when, attributes, value) => {
    expect(words(when, attributes, value)).toBe(expected);
  });
});

describe('what a rule says', () => {
  test.each<[string, Condition, number, number]>([
    [
      'File systems used: warning at 85.0 % or more, critical at 95.0 % or more, for 10 min; clear below 80.0 % for 5 min.',
      diskFull,
      10 * minute,
      5 * minute,
    ],
    ['File systems used: warning at 85.0 % or more, critical at 95.0 % or more; clear below 80.0 %.', diskFull, 0, 0],
    [
      'File systems used (system.filesystem.mountpoint=/var): critical at 5.0 % or less.',
      { ...diskFull, where: { [mountpoint]: '/var' }, is: 'below', levels: { critical: { limit: 0.05 } } },
      0,
      0,
    ],
    [
      'File systems used: warning outside 20.0 % to 80.0 %; clear within 30.0 % to 70.0 %.',
      { ...diskFull, is: 'outside', levels: { warning: { limit: [0.2, 0.8], clear: [0.3, 0.7] } } },
      0,
      0,
    ],
    [
      'File systems used: warning at 10.0 % or more in 1 h; clear for 1 min.',
      { ...diskFull, kind: 'change', overMs: 3_600_000, levels: { warning: { limit: 0.1 } } },
      0,
      minute,
    ],
    [
      'The device: warning when late, critical when offline or unreachable, for 5 min.',
      { kind: 'device', states: { warning: ['late'], critical: ['offline', 'unreachable'] } },
      5 * minute,
      0,
    ],
    [
      'File systems used: critical when no value comes for 5 min.',
      { kind: 'absent', metric: diskFull.metric, afterMs: 5 * minute, severity: 'critical' },
      0,
      0,
    ],
    [
      'File systems used: reaches 100 %, by the trend of 7 days: warning when within 3 days, critical when within 1 day.',
      {
        kind: 'trend',
        metric: diskFull.metric,
        reaches: 1,
        withinMs: { warning: 3 * 864e5, critical: 864e5 },
        historyMs: 7 * 864e5,
      },
      0,
      0,
    ],
    [
      'system.cpu.busy * 2: warning at 1.50 or more.',
      { kind: 'formula', expression: 'system.cpu.busy * 2', is: 'above', levels: { warning: { limit: 1.5 } } },
      0,
      0,
    ],
  ])('%s', (expected, when, forMs, clearForMs) => {
    expect(ruleWords({ when, forMs, clearForMs })).toBe(expected);
  });
});

test('times are said in the unit that fits them', () => {
  expect([500, 90_000, 60_000, 7_200_000, 86_400_000, 3 * 864e5].map(durationWords)).toEqual([
    '500 ms',
    '90 s',
    '1 min',
    '2 h',
    '1 day',
    '3 days',
  ]);
  expect([3.2 * 864e5, 14 * 36e5, 90_000, 0].map(spanWords)).toEqual(['3.2 days', '14 h', '90 s', '0 s']);
});
