import { describe, expect, test } from 'vitest';
import { cpuBusy, cpuCore } from '@fettle/shared/metrics/cpu';
import { filesystemUtilization } from '@fettle/shared/metrics/filesystem';
import { processTable } from '@fettle/shared/metrics/process';
import { OwnCost } from './own-cost.ts';
import { MadeUpMachine, second } from './recorded-machine.ts';
import { createRunner, type Registry } from './runner.ts';
import type { Instant, Sampler } from './sampler.ts';

function runner(...samplers: (Sampler | string | Error)[]) {
  const logged: string[] = [];
  const note = (details: object, message: string) => void logged.push(`${message} ${JSON.stringify(details)}`);
  const ownCost = new OwnCost();
  const registry: Registry = samplers.map((made, at) => [
    typeof made === 'object' && 'family' in made ? made.family : `family${at}`,
    () => {
      if (made instanceof Error) throw made;
      return made;
    },
  ]);
  using machine = new MadeUpMachine();
  const made = createRunner(machine, registry, { log: { info: note, warn: note }, ownCost });
  return {
    cycle: (at: Instant) => made.cycle(at),
    idle: () => made.idle(),
    renew: () => made.renew(),
    close: () => made.close(),
    unavailable: made.unavailable,
    ownCost,
    logged,
  };
}

const busy: Sampler = {
  family: 'cpu',
  lane: 'fast',
  sample: (sink, at) => sink.set(sink.column(cpuBusy), at.monotonic / 1e7),
};

/** A slow sampler whose rounds a test ends itself. */
function slow() {
  const rounds: PromiseWithResolvers<number>[] = [];
  const sampler: Sampler = {
    family: 'filesystem',
    lane: 'slow',
    async sample(sink) {
      const round = Promise.withResolvers<number>();
      rounds.push(round);
      sink.set(sink.column(filesystemUtilization, '/half'), 0.5);
      const value = await round.promise;
      sink.set(sink.column(filesystemUtilization, '/'), value);
      sink.table(processTable, []);
      sink.fact('mount./', 'ext4');
    },
  };
  return { sampler, rounds };
}

describe('a cycle', () => {
  test('gives time, values, dictionary, tables and facts; the same objects while nothing is added', () => {
    const { cycle } = runner(busy);
    const first = cycle(second(0));
    expect(first).toEqual({
      time: second(0).wall,
      values: Float64Array.of(0.1),
      dictionary: { series: [{ metric: 'system.cpu.busy', attributes: {}, decimals: 4 }] },
      tables: [],
      facts: {},
      omitted: 0,
    });
    const next = cycle(second(1_000));
    expect(next.values[0]).toBe(0.2);
    expect([next.dictionary === first.dictionary, next.facts === first.facts]).toEqual([true, true]);
  });

  test('measures what it costs itself', () => {
    const { cycle, ownCost } = runner(busy);
    expect(ownCost.cycleMs).toBeNaN();
    cycle(second(0));
    expect(ownCost.cycleMs).toBeGreaterThan(0);
    expect(ownCost.series).toBe(1);
  });
});

describe('a fast sampler that fails', () => {
  test('is counted each time and logged once, until it works again; the others do not notice', () => {
    let broken = true;
    const bad: Sampler = {
      family: 'bad',
      lane: 'fast',
      sample(sink) {
        sink.set(sink.column(cpuCore, '0'), 0.7);
        if (broken) throw new Error('the disk is on fire');
      },
    };
    const { cycle, ownCost, logged } = runner(bad, busy);
    expect([...cycle(second(0)).values]).toEqual([0.7, 0.1]);
    cycle(second(1));
    expect(ownCost.errors).toBe(2);
    expect(logged).toEqual(['a sampler failed; the others go on {"family":"bad","reason":"the disk is on fire"}']);
    broken = false;
    cycle(second(2));
    expect(logged.at(-1)).toBe('a sampler works again {"family":"bad"}');
  });

  test('in its making is told as unavailable', () => {
    const { unavailable, cycle, ownCost } = runner(new Error('no luck'), 'no such thing here', busy);
    expect(unavailable).toEqual([
      { family: 'family0', reason: 'no luck' },
      { family: 'family1', reason: 'no such thing here' },
    ]);
    expect(ownCost.errors).toBe(1);
    expect(cycle(second(0)).values).toHaveLength(1);
  });

  test('must not wait', () => {
    const waiting: Sampler = { family: 'waiting', lane: 'fast', sample: () => Promise.resolve() };
    const { cycle, ownCost } = runner(waiting);
    cycle(second(0));
    expect(ownCost.errors).toBe(1);
  });
});

describe('the slow lane', () => {
  const value = (cycle: { values: Float64Array; dictionary: { series: readonly unknown[] } }) => cycle.values.at(-1);

  test('starts at most once a minute, never twice at once, and repeats its last values in between', async () => {
    const { sampler, rounds } = slow();
    const { cycle, idle } = runner(sampler);
    const first = cycle(second(0));
    expect([...first.values]).toEqual([Number.NaN]);
    cycle(second(70));
    expect(rounds).toHaveLength(1);
    rounds[0]?.resolve(0.25);
    await idle();
    const then = cycle(second(71));
    expect([...then.values]).toEqual([0.5, 0.25]);
    expect([then.tables.length, then.facts]).toEqual([1, { 'mount./': 'ext4' }]);
    expect(rounds).toHaveLength(2);
    cycle(second(72));
    rounds[1]?.resolve(0.75);
    await idle();
    expect(value(cycle(second(73)))).toBe(0.75);
    cycle(second(130));
    expect(rounds).toHaveLength(2);
    cycle(second(131));
    expect(rounds).toHaveLength(3);
  });

  test('is asked anew when somebody says so, after the round that runs', async () => {
    const { sampler, rounds } = slow();
    const { cycle, idle, renew } = runner(sampler);
    cycle(second(0));
    renew();
    cycle(second(1));
    expect(rounds).toHaveLength(1);
    rounds[0]?.resolve(0.25);
    await idle();
    cycle(second(2));
    expect(rounds).toHaveLength(2);
    rounds[1]?.resolve(0.75);
    await idle();
    expect(value(cycle(second(3)))).toBe(0.75);
    expect(rounds).toHaveLength(2);
  });

  test('does not repeat what is older than three minutes, and says when a round does not end', async () => {
    const { sampler, rounds } = slow();
    const { cycle, idle, ownCost, logged } = runner(sampler);
    cycle(second(0));
    rounds[0]?.resolve(0.25);
    await idle();
    expect(value(cycle(second(60)))).toBe(0.25);
    expect(value(cycle(second(180)))).toBe(0.25);
    expect(value(cycle(second(181)))).toBeNaN();
    cycle(second(241));
    cycle(second(242));
    expect([rounds.length, ownCost.errors]).toEqual([2, 1]);
    expect(logged).toEqual([
      'a sampler failed; the others go on {"family":"filesystem","reason":"it has not answered for 180 seconds"}',
    ]);
  });

  test('a round that fails is counted, leaves nothing of itself, and is tried again a minute later', async () => {
    const { sampler, rounds } = slow();
    const { cycle, idle, ownCost } = runner(sampler);
    cycle(second(0));
    rounds[0]?.reject(new Error('no answer'));
    await idle();
    expect(ownCost.errors).toBe(1);
    expect(value(cycle(second(1)))).toBeNaN();
    cycle(second(60));
    expect(rounds).toHaveLength(2);
  });

  test('a series that the next round does not tell is absent', async () => {
    let mounts = ['/', '/usb'];
    const sampler: Sampler = {
      family: 'filesystem',
      lane: 'slow',
      sample(sink) {
        for (const mount of mounts) sink.set(sink.column(filesystemUtilization, mount), 0.5);
      },
    };
    const { cycle, idle } = runner(sampler);
    cycle(second(0));
    await idle();
    expect([...cycle(second(1)).values]).toEqual([0.5, 0.5]);
    mounts = ['/'];
    cycle(second(60));
    await idle();
    expect([...cycle(second(61)).values]).toEqual([0.5, Number.NaN]);
  });
});

test('closing closes every sampler', () => {
  const closed: string[] = [];
  const closing = (family: string, lane: 'fast' | 'slow'): Sampler => ({
    family,
    lane,
    sample: () => undefined,
    close: () => void closed.push(family),
  });
  runner(closing('a', 'fast'), closing('b', 'slow'), busy).close();
  expect(closed).toEqual(['a', 'b']);
});
