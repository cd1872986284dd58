import { join } from 'node:path';
import { cpuCore } from '@fettle/shared/metrics/cpu';
import { diskIo } from '@fettle/shared/metrics/disk';
import { expect, test } from 'vitest';
import type { Steps } from '../platform/wasm/steps.ts';
import { MadeUpMachine, Readings } from './recorded-machine.ts';
import type { Sink } from './sampler.ts';
import { placesByKey, ToldFile } from './told-file.ts';

type Plan = (place: (key: string) => number | undefined, steps: Steps, sink: Sink) => void;

/** What each content of a file, 10 s after the one before, is told as, and how often its words were looked at. */
function told(plan: Plan, ...contents: string[]): { values: number[][]; learned: number } {
  using machine = new MadeUpMachine({ file: '' });
  let learned = 0;
  const readings = new Readings();
  const file = new ToldFile(join(machine.root, 'file'), (lines, steps, sink) => {
    learned++;
    const places = placesByKey(lines);
    plan((key) => places.get(key), steps, sink);
  });
  const values = contents.map((content, at) => {
    machine.write({ file: content });
    readings.begin();
    expect(file.tell(readings, at * 10_000)).toBe(true);
    return [...readings.values];
  });
  file.close();
  return { values, learned };
}

const column = (sink: Sink, name: string) => () => sink.column(diskIo, name, 'read');
const none = Number.NaN;

test('a number as it is and the growth of counters, 32 bits wide and wider; words are learned once', () => {
  const plan: Plan = (place, steps, sink) => {
    steps.gauge(place('a'), column(sink, 'a'), 1_024);
    steps.rate(place('b'), column(sink, 'b'), { factor: 2 });
    steps.rate(place('c'), column(sink, 'c'), { bits: 32 });
    steps.gauge(place('not there'), column(sink, 'none'));
  };
  const text = (a: number, b: number, c: number) => `a: ${a} kB\nb ${b}\nc ${c}\n`;
  expect(told(plan, text(1, 5, 2 ** 32 - 5), text(2, 105, 5), text(3, 50, 5))).toEqual({
    values: [
      [1_024, none, none],
      [2_048, 20, 1],
      [3_072, none, 0],
    ],
    learned: 1,
  });
});

test('when words change the rest goes on, and what was away has the time of its own last reading', () => {
  const plan: Plan = (place, steps, sink) => {
    for (const key of ['a', 'b']) steps.rate(place(key), column(sink, key));
  };
  expect(told(plan, 'a 1\nb 1\n', 'a 101\n', 'b 401\na 201\n')).toEqual({
    values: [
      [none, none],
      [10, none],
      [10, 20],
    ],
    learned: 3,
  });
});

test('sums, shares, and a rate less another', () => {
  const plan: Plan = (place, steps, sink) => {
    const [all, part] = [place('all'), place('part')];
    const core = (name: string) => () => sink.column(cpuCore, name);
    steps.sum(
      [
        [all, 1],
        [part, -1],
      ],
      column(sink, 'rest'),
      { factor: 10 },
    );
    steps.sum([[part, 1]], core('share'), { per: all });
    steps.sum(
      [
        [part, 1],
        [place('absent'), 1],
      ],
      column(sink, 'never'),
    );
    const major = sink.column(diskIo, 'major', 'read');
    steps.rate(part, () => major);
    steps.rateLess(all, major, column(sink, 'minor'));
  };
  const { values } = told(plan, 'all 10\npart 4\n', 'all 110\npart 24\n', 'all 0\npart 24\n');
  expect(values).toEqual([
    [60, 0.4, none, none],
    [860, 0.2182, 2, 8],
    [-240, none, 0, none],
  ]);
});

test('what never was above 0 has no columns; once it was, it is told while it is', () => {
  const plan: Plan = (place, steps, sink) => {
    const total = place('total') as number;
    steps.unlessZero([total, total], () => steps.gauge(place('free'), column(sink, 'free')));
  };
  const { values, learned } = told(plan, 'total 0\nfree 0\n', 'total 5\nfree 3\n', 'total 0\nfree 0\n');
  expect({ values, learned }).toEqual({ values: [[], [3], [none]], learned: 2 });
});

test('another sink learns for itself; a file that is gone is told', () => {
  using machine = new MadeUpMachine({ file: 'a 1\n' });
  const file = new ToldFile(join(machine.root, 'file'), (lines, steps, sink) => {
    steps.gauge(placesByKey(lines).get('a'), column(sink, 'a'));
  });
  for (const readings of [new Readings(), new Readings()]) {
    readings.column(cpuCore, String(readings.values.length));
    readings.begin();
    file.tell(readings, 0);
    expect([...readings.values]).toEqual([none, 1]);
  }
  file.close();
  machine.remove('file');
  expect(file.tell(new Readings(), 0)).toBe(false);
});
