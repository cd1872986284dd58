import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { filesystemAsking } from './filesystem.linux.ts';
import { OwnCost } from './own-cost.ts';
import { Readings, RecordedMachine } from './recorded-machine.ts';
import { registry } from './registry.ts';
import type { Sampler } from './sampler.ts';

const golden = fileURLToPath(new URL('../../../tests/golden/proc/', import.meta.url));
const machines = readdirSync(golden);
/** For file systems that were recorded as hanging. */
const hangsAfterMs = 30;

function samplersOf(machine: RecordedMachine): Sampler[] {
  return (
    registry(new OwnCost())
      .map(([family, factory]) =>
        family === 'filesystem' ? filesystemAsking(machine.root, machine.ask, hangsAfterMs) : factory(machine),
      )
      .filter((made): made is Sampler => typeof made !== 'string')
      // What the agent costs is this test's own cost.
      .filter(({ family }) => family !== 'agent')
  );
}

async function measured(machine: RecordedMachine): Promise<Readings> {
  const samplers = samplersOf(machine);
  const readings = new Readings();
  await readings.take(machine.instants[0], ...samplers);
  machine.advance();
  await readings.take(machine.instants[1], ...samplers);
  for (const sampler of samplers) sampler.close?.();
  return readings;
}

/** One line a row, so that a change is seen where it is. */
const rowText = ({ name, id, start, values }: { name: string; id: number; start: number; values: readonly number[] }) =>
  `${name} ${id} ${start}: ${values.join(' ')}`;

/** By name, so that the order in which samplers run says nothing. */
const sorted = <Value>(table: Readonly<Record<string, Value>>) =>
  Object.fromEntries(Object.entries(table).toSorted(([a], [b]) => (a < b ? -1 : 1)));

test.each(machines)('%s gives the values that were reviewed when it was recorded', async (name) => {
  using machine = new RecordedMachine(name);
  const readings = await measured(machine);
  const { all: values, facts, tables } = readings;
  const rows = tables.flatMap((table) => table.rows.map((row) => rowText(row)));
  await expect(
    `${JSON.stringify({ values: sorted(values), facts: sorted(facts), processes: rows }, null, 2)}\n`,
  ).toMatchFileSnapshot(`${golden}${name}/expected.json`);
});

test.each(machines)('%s is measured without running a program, and has no rate at the first reading', async (name) => {
  using machine = new RecordedMachine(name);
  const readings = new Readings();
  const fast = samplersOf(machine).filter(({ lane }) => lane === 'fast');
  await readings.take(machine.instants[0], ...fast);
  expect(machine.ran).toEqual([]);
  const rates = Object.keys(readings.all).filter((series) => /\.rate(?:\{|$)/.test(series));
  expect(rates).toEqual([]);
  expect(Object.keys(readings.all).length).toBeGreaterThanOrEqual(45);
});
