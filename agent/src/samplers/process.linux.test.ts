import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { processes } from './process.linux.ts';
import { MadeUpMachine, Readings, second } from './recorded-machine.ts';

interface Told {
  readonly name?: string;
  readonly state?: string;
  readonly ticks?: number;
  readonly start?: number;
  readonly pages?: number;
  readonly io?: readonly [read: number, written: number];
  readonly command?: string;
}

const page = 4_096;
/** Without auxv the usual 100 ticks a second and 4,096 bytes a page hold. */
function files(pid: number, told: Told): Record<string, string> {
  const { name = 'work', state = 'S', ticks = 0, start = 500, pages = 10, io, command } = told;
  const stat = `${pid} (${name}) ${state} 1 1 1 0 -1 0 1 2 3 4 ${ticks} 0 0 0 20 0 1 0 ${start} 9000 ${pages} 18446744073709551615\n`;
  return {
    [`proc/${pid}/stat`]: stat,
    ...(io && { [`proc/${pid}/io`]: `rchar: 1\nwchar: 2\nread_bytes: ${io[0]}\nwrite_bytes: ${io[1]}\n` }),
    ...(command !== undefined && { [`proc/${pid}/cmdline`]: command }),
  };
}

/** A machine with such processes; the last number of loadavg is the newest id. */
function machineOf(all: Readonly<Record<number, Told>>): MadeUpMachine {
  const machine = new MadeUpMachine({ 'proc/stat': 'btime 1000\n', 'proc/loadavg': '0.00 0.00 0.00 1/2 900\n' });
  for (const [pid, told] of Object.entries(all)) machine.write(files(Number(pid), told));
  return machine;
}

const newest = (pid: number) => ({ 'proc/loadavg': `0.00 0.01 0.02 1/2 ${pid}\n` });
const rows = (readings: Readings) => readings.tables[0]?.rows ?? [];
const count = (readings: Readings, state: string) => readings.value(`system.process.count{process.state=${state}}`);

describe('the table', () => {
  test('processor time, memory and disk traffic between two readings', async () => {
    using machine = machineOf({ 7: { ticks: 100, io: [1_000, 0], start: 250 } });
    const [sampler, readings] = [machine.sampler(processes), new Readings()];
    await readings.take(second(0), sampler);
    expect(rows(readings)).toEqual([
      { id: 7, start: 1_002_500, name: 'work', values: [Number.NaN, 10 * page, Number.NaN] },
    ]);
    machine.write(files(7, { ticks: 600, io: [3_000, 18_000], start: 250, pages: 20 }));
    await readings.take(second(10), sampler);
    expect(rows(readings)).toEqual([{ id: 7, start: 1_002_500, name: 'work', values: [0.5, 20 * page, 2_000] }]);
    sampler.close?.();
  });

  test('ten of each kind, those that use most of the processors first', async () => {
    const all = Array.from({ length: 40 }, (_, i) => [i + 1, { pages: i < 20 ? 1_000 + i : 1 }] as const);
    using machine = machineOf(Object.fromEntries(all));
    const [sampler, readings] = [machine.sampler(processes), new Readings()];
    await readings.take(second(0), sampler);
    for (let pid = 25; pid <= 40; pid++) machine.write(files(pid, { ticks: pid, pages: 1 }));
    await readings.take(second(1), sampler);
    const ids = rows(readings).map(({ id }) => id);
    expect(ids).toEqual([40, 39, 38, 37, 36, 35, 34, 33, 32, 31, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11]);
  });

  test('a name that the kernel cut is completed by the program’s, and no argument is told', async () => {
    using machine = machineOf({
      1: { name: 'node-MainThread', command: '/usr/bin/node\0--password=secret\0' },
      2: { name: 'a-program-with-', command: 'a-program-with-a-long-name: serving secret\0' },
      3: { name: 'short', command: 'other\0' },
      4: { name: 'fifteen-letters' },
      5: { name: 'tmux: server) S', command: '' },
    });
    const [sampler, readings] = [machine.sampler(processes), new Readings()];
    await readings.take(second(0), sampler);
    const names = Object.fromEntries(rows(readings).map(({ id, name }) => [id, name]));
    expect(names).toEqual({
      1: 'node',
      2: 'a-program-with-a-long-name:',
      3: 'short',
      4: 'fifteen-letters',
      5: 'tmux: server) S',
    });
  });

  test('a process that becomes another program takes its name', async () => {
    using machine = machineOf({ 7: { name: 'sh' } });
    const [sampler, readings] = [machine.sampler(processes), new Readings()];
    await readings.take(second(0), sampler);
    machine.write(files(7, { name: 'postgres' }));
    await readings.take(second(1), sampler);
    expect(rows(readings)[0]?.name).toBe('postgres');
  });

  test('an id that is used again is another process: nothing of the old one is counted', async () => {
    using machine = machineOf({ 7: { ticks: 50, io: [10, 10] } });
    const [sampler, readings] = [machine.sampler(processes), new Readings()];
    await readings.take(second(0), sampler);
    await readings.take(second(1), sampler);
    machine.write(files(7, { ticks: 90, io: [99, 99], start: 777, name: 'new' }));
    await readings.take(second(2), sampler);
    expect(rows(readings)).toEqual([
      { id: 7, start: 1_007_770, name: 'new', values: [Number.NaN, 10 * page, Number.NaN] },
    ]);
  });
});

describe('the scan', () => {
  test('processes that vanish, also in the middle, are forgotten without ado', async () => {
    using machine = machineOf({ 7: {}, 8: {}, 9: {} });
    const [sampler, readings] = [machine.sampler(processes), new Readings()];
    await readings.take(second(0), sampler);
    machine.remove('proc/7');
    // The folder is still listed, as when a process ends between the listing and the reading.
    rmSync(join(machine.root, 'proc/8/stat'));
    machine.write({ 'proc/9/stat': '' });
    machine.write(newest(901));
    machine.write(files(12, {}));
    await readings.take(second(1), sampler);
    expect(rows(readings).map(({ id }) => id)).toContain(12);
    expect(rows(readings).map(({ id }) => id)).not.toContain(7);
    expect(rows(readings).map(({ id }) => id)).not.toContain(9);
  });

  test('new ones are met as soon as a newer id is known; the others are read by turns, all within six scans', async () => {
    const all = Array.from({ length: 60 }, (_, i) => [i + 1, { pages: 60 - i }] as const);
    using machine = machineOf(Object.fromEntries(all));
    const [sampler, readings] = [machine.sampler(processes), new Readings()];
    await readings.take(second(0), sampler);
    await readings.take(second(1), sampler);
    machine.write(files(61, { pages: 1 }));
    await readings.take(second(2), sampler);
    expect(count(readings, 'sleeping')).toBe(60);
    machine.write(newest(902));
    await readings.take(second(3), sampler);
    expect(count(readings, 'sleeping')).toBe(61);
    for (let pid = 1; pid <= 60; pid++) machine.write(files(pid, { state: 'D', pages: 60 - pid }));
    await readings.take(second(4), sampler);
    expect(count(readings, 'waiting')).toBeLessThan(30);
    for (let more = 5; more < 10; more++) await readings.take(second(more), sampler);
    expect(count(readings, 'waiting')).toBe(60);
  });

  test('counts by state; one that the kernel names by an unknown letter sleeps', async () => {
    const states = ['R', 'S', 'D', 'T', 't', 'Z', 'I', 'W', 'P'];
    using machine = machineOf(Object.fromEntries(states.map((state, i) => [i + 1, { state }])));
    const [sampler, readings] = [machine.sampler(processes), new Readings()];
    await readings.take(second(0), sampler);
    const told = ['running', 'sleeping', 'waiting', 'stopped', 'defunct', 'idle'].map((state) =>
      count(readings, state),
    );
    expect(told).toEqual([1, 2, 1, 2, 1, 2]);
  });

  test('open files as a share, where the limit is one', async () => {
    using machine = machineOf({});
    machine.write({ 'proc/sys/fs/file-nr': '500\t0\t1000\n' });
    const [sampler, readings] = [machine.sampler(processes), new Readings()];
    await readings.take(second(0), sampler);
    expect(readings.value('system.linux.file_handle.utilization')).toBe(0.5);
    machine.write({ 'proc/sys/fs/file-nr': '500\t0\t9223372036854775807\n' });
    await readings.take(second(1), sampler);
    expect(readings.value('system.linux.file_handle.utilization')).toBeUndefined();
    expect(readings.value('system.linux.file_handle.count')).toBe(500);
  });
});
