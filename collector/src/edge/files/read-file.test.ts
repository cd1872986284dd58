import { expect, test } from 'vitest';
import { readFile } from './read-file.ts';

const told = (text: string) =>
  readFile('f', text).source.problems.map(
    ({ line, column, severity, message }) => `${line}:${column} ${severity} ${message}`,
  );
const rule = (...lines: string[]) => `rules:\n  x:\n${lines.map((line) => `    ${line}\n`).join('')}`;

test('all mistakes are told at once, each in its place', () => {
  const text = rule(
    'nme: X',
    'metric: system.filesystem.utilization',
    'where: { mountpoint: /x }',
    'warning: abov 90 %',
    'critical: above 10 GiB',
    'for: ten minutes',
    'scope: kind=server and (',
    'enabled: yes',
  );
  expect(told(text)).toEqual([
    '3:5 error A rule has no “nme”. Did you mean “name”?',
    '5:14 error system.filesystem.utilization has no attribute “mountpoint”. Did you mean “system.filesystem.mountpoint”?',
    '6:14 error A limit begins with above, below or outside, not “abov”. Did you mean “above”?',
    '7:15 error “10 GiB” is no value here. Write a number with one of %, or without for the metric’s own unit (1).',
    '8:10 error “for”: “ten minutes” is no time. Write one such as 30s, 10m, 2h or 7d.',
    '9:29 error This selector cannot be read: at character 18 it ends where a label’s name, “has”, “not” or “(” should be.',
    '10:14 error “enabled” is true or false.',
  ]);
});

test.each([
  [
    'no metric',
    rule('warning: above 1'),
    '2:3 error This rule looks at nothing: give it a “metric”, a “formula” or a “device”.',
  ],
  [
    'two kinds',
    rule('metric: system.cpu.busy', 'absent: for 5m', 'trend: reaches 100 % in 1d'),
    '“trend” and “absent”',
  ],
  [
    'a key of another kind',
    rule('device: offline', 'warning: above 1'),
    '4:5 error “warning” does not go with “device”.',
  ],
  ['a limit of a state', rule('metric: systemd.unit.state', 'warning: above 1'), 'is a state: write “state:'],
  ['a state of a number', rule('metric: system.cpu.busy', 'state: failed'), 'has no states: give it a limit'],
  ['a state that is none', rule('metric: systemd.unit.state', 'state: faild'), 'Did you mean “failed”?'],
  [
    'a wrong ending',
    rule('metric: system.cpu.busy', 'warning: above 90 %', 'clear: above 80 %'),
    'clear again “below” one',
  ],
  [
    'an ending beyond',
    rule('metric: system.cpu.busy', 'warning: above 90 %', 'clear: below 95 %'),
    '5:12 error “clear” is on the wrong side',
  ],
  [
    'a critical too mild',
    rule('metric: system.cpu.busy', 'warning: above 90 %', 'critical: above 80 %'),
    '5:15 error “critical” must lie above',
  ],
  ['a band without an end', rule('metric: hw.temperature', 'warning: outside 10 °C'), 'A band has two ends'],
  [
    'both ways',
    rule('metric: hw.temperature', 'warning: above 10', 'critical: below 1'),
    'Both severities of a rule are “above”',
  ],
  ['a finer limit', rule('metric: hw.fan.speed', 'warning: below 0.5'), 'finer than the values'],
  [
    'a formula',
    rule('formula: system.cpu.busy + system.cpu.bussy', 'warning: above 1'),
    '3:14 error At character 19: there is no metric',
  ],
  [
    'a zone',
    rule(
      'metric: system.cpu.busy',
      'warning: above 1',
      'overrides: [{ during: daily 00:00 to 01:00 Europe/Berlim, off: true }]',
    ),
    'Did you mean “Europe/Berlin”?',
  ],
  [
    'an override of nothing',
    rule('metric: system.cpu.busy', 'warning: above 1', 'overrides: [{ scope: a=b }]'),
    'An override changes something',
  ],
  ['another kind of file', 'windows: {}\n', '1:1 error A file has no “windows”. It has rules, scripts'],
  ['a bad id', 'rules:\n  Disk Space: { device: offline }\n', '2:3 error The id of a rule has 1 to 64'],
  ['a key twice', rule('device: offline', 'device: late'), 'stands there twice'],
  ['no YAML', 'rules: [\n', 'error'],
  ['a list', '- a\n', '1:1 error A file is a list of “key: value” lines.'],
])('%s is told', (_name, text, expected) => {
  expect(told(text).join('\n')).toContain(expected);
});

test.each(['', '# nothing\n', 'rules:\n', 'rules: {}\n'])('%j is a file of nothing', (text) => {
  expect(readFile('f', text)).toMatchObject({ items: [] });
  expect(told(text)).toEqual([]);
});

test('a limit that jumps and an override for everything are hinted at', () => {
  const text = rule('metric: system.cpu.busy', 'warning: above 90 %', 'overrides:', '  - off: true');
  expect(told(text).map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual(['4:14 hint', '6:9 hint']);
});

test('an anchor stands for what it names', () => {
  const text = `${rule('device: offline', 'runbook: &steps Call somebody.')}  y: { device: late, runbook: *steps }\n`;
  expect(told(text)).toEqual([]);
  expect(readFile('f', text).items.map(({ body }) => (body as { runbook: string }).runbook)).toEqual([
    'Call somebody.',
    'Call somebody.',
  ]);
});
