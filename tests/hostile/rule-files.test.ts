// Files, formulas and rules of somebody who may change rules and means harm (adversary A6): they cost what they are worth.
import { systemActor } from '@fettle/collector/domain/access/index';
import { backTest } from '@fettle/collector/domain/rules/index';
import { diffLines } from '@fettle/collector/edge/files/diff';
import { readFile } from '@fettle/collector/edge/files/read-file';
import { parseFormula } from '@fettle/shared/rules/formula/parse';
import { parseSelector } from '@fettle/shared/selector/parse';
import { expect, test } from 'vitest';

const lines = (count: number, line: (n: number) => string) => Array.from({ length: count }, (_, n) => line(n)).join('');
const bomb = lines(9, (n) => {
  const [own, one] = ['abcdefghi'[n], 'abcdefghi'[n - 1]];
  return `${own}: &${own} [${Array<string>(9)
    .fill(n === 0 ? 'x' : `*${one}`)
    .join()}]\n`;
});

/** The long ones are far above what comparing all with all does in the time: half a minute and more. */
const files: Readonly<Record<string, string>> = {
  'a bomb of aliases': `${bomb}rules:\n  x:\n    name: *i\n    metric: *i\n`,
  'an alias of itself': 'rules: &a\n  x: *a\n',
  'very many aliases': `rules:\n  x:\n    name: &a y\n    metric: system.cpu.busy\n    scope: [${Array<string>(20_000).fill('*a').join()}]\n    critical: [${Array<string>(30_000).fill('*a').join()}]\n`,
  'very many keys': `rules:\n  x:\n${lines(12_000, (n) => `    k${n}: 1\n`)}`,
  'very many rules': `rules:\n${lines(4_000, (n) => `  x${n}: {q: 1}\n`)}`,
  'a key again and again': `rules:\n${lines(4_000, () => '  x: {q: 1}\n')}`,
  'deep lists': `rules: ${'['.repeat(20_000)}${']'.repeat(20_000)}`,
  'deep mappings': `rules: ${'{a: '.repeat(10_000)}${'}'.repeat(10_000)}`,
  'a very long key': `rules:\n  x:\n    ${'k'.repeat(150_000)}: 1\n`,
  'keys of every object': 'rules:\n  constructor: {__proto__: 1}\n  __proto__: {metric: __proto__}\n__proto__: 1\n',
  'numbers out of this world':
    'rules:\n  x:\n    metric: system.cpu.busy\n    above: {warning: 1e999, critical: -.inf}\n    for: 99999999999999999999h\n',
};

test.each(Object.entries(files))('%s is told, soon and in few words', (_name, text) => {
  const began = performance.now();
  const { source } = readFile('f', text);
  expect(performance.now() - began).toBeLessThan(15_000);
  expect(source.failed).toBe(true);
  expect(source.problems.length).toBeLessThanOrEqual(200);
  expect(Object.prototype).not.toHaveProperty('metric');
});

test('a file that is in order is read, with an anchor that is used', () => {
  const text = 'rules:\n  x: &x\n    name: One\n    device: offline\n  y: *x\n';
  const { source, items } = readFile('f', text);
  expect(source.problems).toEqual([]);
  expect(items.map(({ id }) => id)).toEqual(['x', 'y']);
});

test('the difference of two long texts is told without weighing all lines against all', () => {
  const began = performance.now();
  const text = (letter: string) => lines(8_000, (n) => `${letter}${n}\n`);
  expect(diffLines(text('a'), text('b'))).toHaveLength(16_000);
  expect(performance.now() - began).toBeLessThan(2_000);
  expect(diffLines('a\nb\n', 'a\nc\n')).toEqual([' a', '-b', '+c']);
});

test.each([
  ['brackets', '('.repeat(500) + ')'.repeat(500)],
  ['minus signs', '-'.repeat(1_000)],
  ['a sum', Array<string>(255).fill('1').join('+')],
  ['a name of every object', 'constructor + __proto__'],
  ['spaces', `${' '.repeat(1_000)}x`],
])('a formula of %s is read or refused at once', (_name, text) => {
  const began = performance.now();
  try {
    parseFormula(text);
  } catch (error) {
    expect((error as Error).message).not.toMatch(/stack|Maximum/);
  }
  expect(performance.now() - began).toBeLessThan(500);
});

test.each([
  ['brackets', 'a in ('.repeat(170)],
  ['commas', Array<string>(170).fill('a=b').join(',')],
  ['spaces', `a${' '.repeat(1_000)}=`],
])('a selector of %s is read or refused at once', (_name, text) => {
  const began = performance.now();
  try {
    parseSelector(text.slice(0, 1_024));
  } catch (error) {
    expect(error).toMatchObject({ code: 'input_invalid' });
  }
  expect(performance.now() - began).toBeLessThan(500);
});

test('rules are tried one at a time; who comes when many wait is told to come later', async () => {
  let [inside, most] = [0, 0];
  const gate = Promise.withResolvers<void>();
  const slow = async () => {
    inside++;
    most = Math.max(most, inside);
    await gate.promise;
    inside--;
    return [];
  };
  const ports = {
    series: { latest: async () => new Map() },
    devices: { devices: slow },
    store: { rule: async () => null },
    events: { list: async () => [] },
    clock: { now: () => 1_790_000_000_000 },
    plan: { raw: 1, five: 1, hour: 1 },
  };
  const rule = {
    name: 'x',
    selector: '',
    when: { kind: 'value', metric: 'system.cpu.busy', is: 'above', levels: { warning: { limit: 1 } } },
    forMs: 0,
    clearForMs: 0,
    enabled: true,
    runbook: '',
    overrides: [],
  } as const;
  const asked = Array.from({ length: 10 }, () => backTest(ports as never, systemActor('test'), { rule }));
  const settled = Promise.allSettled(asked);
  gate.resolve();
  const answers = await settled;
  const refused = answers.filter(({ status }) => status === 'rejected');
  expect(most).toBe(1);
  expect(refused).toHaveLength(6);
  for (const one of refused) expect((one as PromiseRejectedResult).reason).toMatchObject({ code: 'too_many_requests' });
});
