import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { foldHours } from '@fettle/collector/store/series-sqlite/rollup/combine';
import { foldRows } from '@fettle/collector/store/series-sqlite/rollup/fold';
import * as fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import {
  counted,
  exact,
  momentsIn,
  momentsOf,
  piecesIn,
  rowsIn,
  rowsOfFrames,
  select,
  told,
} from './series/keeper-contents.ts';
import { border, columns, devices, dictionaries, histories, isState, type Step } from './series/keeper-history.ts';
import { Model, type ModelFrame } from './series/keeper-model.ts';

vi.setConfig({ testTimeout: 240_000 });

const day = 86_400_000;
const forEver = { raw: 1e15, five: 1e15, hour: 1e15 };
const rawGoes = { ...forEver, raw: 0 };
const fiveGoes = { ...rawGoes, five: 0 };
/** Memory where there is some: a history is hundreds of transactions. */
const disk = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

function inFolder<Result>(work: (folder: string) => Result): Result {
  const folder = mkdtempSync(join(disk, 'fettle-keeper-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const framesOf = (steps: readonly Step[], device: number): ModelFrame[] =>
  steps.flatMap((step) => (step.type === 'commit' ? step.frames.filter((frame) => frame.device === device) : []));

/** Plays a history, seals and maintains to the end. `end`: the moment at which the process ends once. @returns moments passed */
function play(folder: string, steps: readonly Step[], plan: typeof forEver, end?: number): number {
  const model = new Model(folder, dictionaries);
  const begun = end ?? 1e9;
  model.countdown.left = begun;
  let newest = border;
  for (const step of steps) {
    if (step.type === 'commit') {
      newest = Math.max(newest, ...step.frames.map(({ time }) => time));
      model.commit(step.frames);
    } else if (step.type === 'seal') model.seal(step.devices, step.forget);
    else model.maintain(newest + step.by, plan, step.forget);
  }
  for (let n = 0; n < 2; n++) {
    model.seal(devices);
    model.maintain(newest + 40 * day, plan);
  }
  model.close();
  return begun - model.countdown.left;
}

/** Everything that was sent is in blocks, every bit of it, once; and the roll-ups tell of it. */
function expectAll(folder: string, steps: readonly Step[]): void {
  for (const device of devices) {
    const frames = framesOf(steps, device);
    const wanted = rowsOfFrames(frames, columns);
    expect(exact(rowsIn(folder, device))).toEqual(frames.length === 0 ? null : exact(wanted));
    const five = foldRows(wanted, isState);
    expect(told(piecesIn(folder, 'five', device))).toEqual(told([five]));
    expect(told(piecesIn(folder, 'hour', device))).toEqual(told([foldHours(five)]));
    expect(momentsIn(folder, device)).toEqual(momentsOf(frames));
  }
  expect(select(folder, ['raw'], 'select 1 from block where level <> 1 or through < 1')).toEqual([]);
}

/** Of what was given up raw, each bucket has as many samples as were sent, and their extremes. */
function expectCounted(folder: string, steps: readonly Step[], plan: typeof forEver): void {
  for (const device of devices) {
    const five = foldRows(rowsOfFrames(framesOf(steps, device), columns), isState);
    expect(counted(piecesIn(folder, 'hour', device))).toEqual(counted([foldHours(five)]));
    if (plan === rawGoes) expect(counted(piecesIn(folder, 'five', device))).toEqual(counted([five]));
  }
  expect(select(folder, ['raw', 'late'], 'select 1')).toEqual([]);
}

test('blocks hold every bit that was sent, and pieces what all rows fold to, however it was sealed and compacted', () => {
  fc.assert(
    fc.property(histories, (steps) => {
      inFolder((folder) => {
        play(folder, steps, forEver);
        expectAll(folder, steps);
      });
    }),
    { numRuns: 40 },
  );
});

test('what comes after its raw samples were given up is added to the roll-ups, once', () => {
  fc.assert(
    fc.property(histories, fc.constantFrom(rawGoes, fiveGoes), (steps, plan) => {
      inFolder((folder) => {
        play(folder, steps, plan);
        expectCounted(folder, steps, plan);
      });
    }),
    { numRuns: 40 },
  );
});

test('an end at any moment loses nothing and doubles nothing', () => {
  fc.assert(
    fc.property(
      histories,
      fc.constantFrom(forEver, rawGoes, fiveGoes),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (steps, plan, place) => {
        const moments = inFolder((folder) => play(folder, steps, plan));
        inFolder((folder) => {
          play(folder, steps, plan, Math.floor(place * moments));
          if (plan === forEver) expectAll(folder, steps);
          else expectCounted(folder, steps, plan);
        });
      },
    ),
    { numRuns: 40 },
  );
});

test('an end at each moment of one history', () => {
  const [steps = []] = fc.sample(histories, { numRuns: 1, seed: 12 });
  for (const plan of [forEver, fiveGoes]) {
    const moments = inFolder((folder) => play(folder, steps, plan));
    expect(moments).toBeGreaterThan(30);
    for (let end = 0; end < moments; end++) {
      inFolder((folder) => {
        play(folder, steps, plan, end);
        if (plan === forEver) expectAll(folder, steps);
        else expectCounted(folder, steps, plan);
      });
    }
  }
});
