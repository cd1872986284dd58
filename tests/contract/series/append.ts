import { expect, test } from 'vitest';
import type { Engine } from './engines.ts';
import { device, dictionary, everything, frame, m, one } from './frames.ts';
import { range } from './read.ts';

/** What comes, in which order and how often. */
export function appendSuite({ open }: Engine): void {
  test('gives back what was appended, in the order of time', async () => {
    await using opened = await open();
    const { store } = opened;
    const answers = await store.append([
      frame({ sequence: 2, time: 2_000, values: [20] }),
      frame({ sequence: 1, time: 1_000, values: [10] }),
      frame({ sequence: 3, time: 3_000, values: [30] }),
    ]);
    expect(answers).toEqual(['stored', 'stored', 'stored']);
    expect(await range(store, everything)).toEqual([
      {
        device: one,
        metric: 'm',
        attributes: {},
        points: [
          [1_000, 10],
          [2_000, 20],
          [3_000, 30],
        ],
      },
    ]);
  });

  test('stores a sequence number once: the first one stays', async () => {
    await using opened = await open();
    const { store } = opened;
    await store.append([frame({ sequence: 1, time: 1_000, values: [1] })]);
    const again = await store.append([
      frame({ sequence: 1, time: 1_500, values: [2] }),
      frame({ sequence: 2, time: 2_000, values: [3] }),
      frame({ sequence: 2, time: 2_000, values: [4] }),
    ]);
    expect(again).toEqual(['duplicate', 'stored', 'duplicate']);
    expect((await range(store, everything))[0]?.points).toEqual([
      [1_000, 1],
      [2_000, 3],
    ]);
    expect(await store.append([])).toEqual([]);
  });

  test('the same sequence number of two devices is two frames', async () => {
    await using opened = await open();
    const { store } = opened;
    const [a, b] = [device(2), device(1)];
    await store.append([
      frame({ device: a, sequence: 1, time: 1_000, values: [1] }),
      frame({ device: b, sequence: 1, time: 1_000, values: [2] }),
    ]);
    const found = await range(store, { ...everything, devices: [a, b, a] });
    expect(found.map((series) => [series.device, series.points])).toEqual([
      [b, [[1_000, 2]]],
      [a, [[1_000, 1]]],
    ]);
  });

  test('what is urgent is kept as all else is, with what waited before it', async () => {
    await using opened = await open();
    const { store } = opened;
    const answers = await Promise.all([
      store.append([frame({ sequence: 1, time: 1_000, values: [1] })]),
      store.append([frame({ sequence: 2, time: 2_000, values: [2] })], true),
      store.append([frame({ sequence: 2, time: 2_000, values: [2] })], true),
    ]);
    expect(answers).toEqual([['stored'], ['stored'], ['duplicate']]);
    expect((await range(store, everything))[0]?.points).toEqual([
      [1_000, 1],
      [2_000, 2],
    ]);
  });

  test('two frames of one time both count, in the order of their sequence numbers', async () => {
    await using opened = await open();
    const { store } = opened;
    await store.append([frame({ sequence: 8, time: 1_000, values: [8] })]);
    await store.append([frame({ sequence: 7, time: 1_000, values: [7] })]);
    expect((await range(store, everything))[0]?.points).toEqual([
      [1_000, 7],
      [1_000, 8],
    ]);
    const last = await range(store, { ...everything, to: 2_000, step: 1_000, agg: 'last' });
    expect(last[0]?.points.at(-1)).toEqual([1_000, 8]);
  });

  test('series come, go and move to other columns', async () => {
    await using opened = await open();
    const { store } = opened;
    const frames = [
      frame({ sequence: 1, time: 1_000, values: [1], dictionary: dictionary('m{a=x}') }),
      frame({ sequence: 2, time: 2_000, values: [2, 3], dictionary: dictionary('m{a=x}', 'm{a=y}') }),
      frame({ sequence: 3, time: 3_000, values: [4, 5, 6], dictionary: dictionary('m{a=y}', 'm', 'm{a=x}') }),
      frame({ sequence: 4, time: 4_000, values: [null, 7], dictionary: dictionary('m{a=y}', 'other') }),
      frame({ sequence: 5, time: 5_000, values: [8], dictionary: dictionary('m{a=y}', 'm{a=x}') }),
    ];
    await store.append(frames.toReversed());
    const found = await range(store, everything);
    expect(found.map(({ attributes, points }) => [attributes, points])).toEqual([
      [{}, [[3_000, 5]]],
      [{ a: 'x' }, [1, 2, 6].map((value, i) => [(i + 1) * 1_000, value])],
      [
        { a: 'y' },
        [
          [2_000, 3],
          [3_000, 4],
          [5_000, 8],
        ],
      ],
    ]);
  });

  test('does not notice when the caller uses the array again', async () => {
    await using opened = await open();
    const { store } = opened;
    const reused = frame({ sequence: 1, time: 1_000, values: [1] });
    for (const sequence of [1, 2]) {
      reused.frame.values[0] = sequence;
      const time = sequence * 1_000;
      const durable = store.append([{ ...reused, time, frame: { ...reused.frame, sequence, time } }]);
      reused.frame.values[0] = 99;
      await durable;
      reused.frame.values[0] = 100;
    }
    expect((await range(store, everything))[0]?.points).toEqual([
      [1_000, 1],
      [2_000, 2],
    ]);
    expect((await store.latest([one])).get(one)?.[0]?.value).toBe(2);
  });

  test('resumes after the highest sequence number, and takes late ones below it', async () => {
    await using opened = await open();
    const { store } = opened;
    expect(await store.resume(one)).toBe(0);
    await store.append([frame({ sequence: 9, time: 9_000, values: [9] })]);
    expect(await store.resume(one)).toBe(9);
    expect(await store.append([frame({ sequence: 4, time: 4_000, values: [4] })])).toEqual(['stored']);
    expect(await store.resume(one)).toBe(9);
    expect(await store.resume(device(5))).toBe(0);
    expect((await range(store, everything))[0]?.points).toEqual([
      [4_000, 4],
      [9_000, 9],
    ]);
  });

  test('takes what fifty devices append at once', async () => {
    await using opened = await open();
    const { store } = opened;
    const devices = Array.from({ length: 50 }, (_, number) => device(number));
    const sequences = Array.from({ length: 20 }, (_, number) => number + 1);
    const answers = await Promise.all(
      sequences.flatMap((sequence) =>
        devices.map((id, number) =>
          store.append([
            frame({ device: id, sequence, time: sequence * 1_000, values: [number * 1_000 + sequence] }),
            frame({ device: id, sequence: 1, time: 1_000, values: [-1] }),
          ]),
        ),
      ),
    );
    expect(answers.flat().filter((answer) => answer === 'stored')).toHaveLength(1_000);
    const found = await range(store, { ...everything, devices });
    expect(found.map((series) => series.device)).toEqual(devices);
    found.forEach(({ points }, number) =>
      expect(points).toEqual(sequences.map((sequence) => [sequence * 1_000, number * 1_000 + sequence])),
    );
  });

  test('closing makes durable what is under way, and refuses what comes after', async () => {
    await using opened = await open();
    const { store } = opened;
    const underWay = Array.from({ length: 30 }, (_, i) =>
      store.append([frame({ sequence: i + 1, time: 1_000, values: [i], dictionary: m })]),
    );
    const closed = store.close();
    expect(await Promise.all(underWay)).toEqual(underWay.map(() => ['stored']));
    await closed;
    const late = frame({ sequence: 31, time: 1_000, values: [1] });
    await expect(store.append([late])).rejects.toMatchObject({ code: 'not_ready' });
    await expect(range(store, everything)).rejects.toMatchObject({ code: 'not_ready' });
    await store.close();
  });
}
