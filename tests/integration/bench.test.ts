/** How benchmarks are called, without running one. */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { median } from '../bench/figure.ts';
import { asTable } from '../bench/table.ts';

const folder = fileURLToPath(new URL('../bench/', import.meta.url));
const bench = (...args: string[]) => spawnSync(process.execPath, [`${folder}run.ts`, ...args], { encoding: 'utf8' });

test('without a name it lists the benchmarks', () => {
  const { status, stdout } = bench();
  expect(status).toBe(0);
  expect(stdout).toContain('series');
  expect(stdout).toContain('wire');
});

test('an unknown name is wrong use, and nothing is printed on stdout', () => {
  for (const args of [['nonsense'], ['nonsense', '--json'], ['series', 'wire'], ['run'], ['figure']]) {
    const { status, stdout, stderr } = bench(...args);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/series, .*wire/);
  }
});

test('each file beside the runner is a benchmark or is named as none', async () => {
  const rest = readdirSync(folder).filter((file) => file.endsWith('.ts') && !/^(run|figure|table)\.ts$/.test(file));
  for (const file of rest) {
    expect(await import(`${folder}${file}`), file).toHaveProperty('run', expect.any(Function));
  }
});

test('the table for people aligns figures and names the peer', () => {
  const figure = { bench: 'x', value: 1_234.5, unit: 'ms', conditions: { devices: 3 } };
  expect(
    asTable([
      { ...figure, figure: 'a' },
      { ...figure, figure: 'a', value: 0.5, peer: 'other' },
    ]),
  ).toBe('a           1,235  ms  devices 3\na (other)  0.5000  ms  devices 3\n');
  expect(asTable([])).toBe('');
});

test('the median', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 3, 2])).toBe(2);
  expect(median([])).toBe(Number.NaN);
});
