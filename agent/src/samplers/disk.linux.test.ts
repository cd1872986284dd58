import { describe, expect, test } from 'vitest';
import { disk } from './disk.linux.ts';
import { MadeUpMachine, Readings, second } from './recorded-machine.ts';

interface Line {
  readonly name: string;
  readonly reads?: readonly [count: number, merged: number, sectors: number, ms: number];
  readonly writes?: readonly [count: number, merged: number, sectors: number, ms: number];
  readonly busyMs?: number;
  /** Behind what is busy: waiting, discards (count, merged, sectors, ms), flushes (count, ms). */
  readonly more?: readonly number[];
}

const diskstats = (...lines: Line[]) => ({
  'proc/diskstats': lines
    .map(({ name, reads = [1, 0, 8, 1], writes = [1, 0, 8, 1], busyMs = 5, more = [9, 0, 0, 0, 0] }, i) =>
      [` 254       ${i}`, name, ...reads, ...writes, 2, busyMs, ...more].join(' '),
    )
    .join('\n'),
});
const devices = (...names: string[]) => Object.fromEntries(names.map((name) => [`sys/block/${name}/size`, '1']));
const io = (device: string, direction: string) =>
  `system.disk.io.rate{disk.io.direction=${direction},system.device=${device}}`;
const duration = (device: string, direction: string) =>
  `system.disk.operation.duration{disk.io.direction=${direction},system.device=${device}}`;

describe('disk', () => {
  test('how many waited, what was given free and flushed; absent where the kernel is too old', async () => {
    using machine = new MadeUpMachine({
      ...devices('vda'),
      ...diskstats({ name: 'vda', more: [100, 5, 0, 8, 10, 2, 30] }),
    });
    const [sampler, readings] = [machine.sampler(disk), new Readings()];
    await readings.take(second(0), sampler);
    machine.write(diskstats({ name: 'vda', more: [5_100, 15, 0, 28, 50, 7, 80] }));
    await readings.take(second(10), sampler);
    const of = (name: string, operation: string) =>
      readings.value(`system.disk.linux.${name}{system.device=vda,system.disk.linux.operation=${operation}}`);
    expect(readings.value('system.disk.linux.queue{system.device=vda}')).toBe(0.5);
    expect(readings.value('system.disk.linux.discarded.rate{system.device=vda}')).toBe(1_024);
    expect([of('operations.rate', 'discard'), of('operation.duration', 'discard')]).toEqual([1, 4]);
    expect([of('operations.rate', 'flush'), of('operation.duration', 'flush')]).toEqual([0.5, 10]);
    machine.write(diskstats({ name: 'vda', more: [5_100] }));
    await readings.take(second(20), sampler);
    expect(readings.value('system.disk.linux.queue{system.device=vda}')).toBe(0);
    expect(of('operations.rate', 'flush')).toBeUndefined();
    sampler.close?.();
  });

  test('bytes, operations, how long they took and how busy it was', async () => {
    using machine = new MadeUpMachine({ ...devices('vda'), ...diskstats({ name: 'vda', busyMs: 100 }) });
    const [sampler, readings] = [machine.sampler(disk), new Readings()];
    await readings.take(second(0), sampler);
    expect(Object.keys(readings.all)).toEqual(['system.disk.pending_operations{system.device=vda}']);
    machine.write(diskstats({ name: 'vda', reads: [11, 5, 1_008, 31], busyMs: 600 }));
    await readings.take(second(10), sampler);
    expect(readings.value(io('vda', 'read'))).toBe(51_200);
    expect(readings.value(io('vda', 'write'))).toBe(0);
    expect(readings.value(duration('vda', 'read'))).toBe(3);
    expect(readings.value(duration('vda', 'write'))).toBeUndefined();
    expect(readings.value('system.disk.utilization{system.device=vda}')).toBe(0.05);
    expect(readings.value('system.disk.pending_operations{system.device=vda}')).toBe(2);
    sampler.close?.();
  });

  test('no partitions, no loops, nothing that never moved a block; mapped ones by their own name', async () => {
    using machine = new MadeUpMachine({
      ...devices('sda', 'loop0', 'sdb', 'dm-0', 'cciss!c0d0'),
      'sys/block/dm-0/dm/name': 'vg0-root\n',
      ...diskstats(
        { name: 'sda' },
        { name: 'sda1' },
        { name: 'loop0' },
        { name: 'sdb', reads: [0, 0, 0, 0], writes: [0, 0, 0, 0] },
        { name: 'dm-0' },
        { name: 'cciss/c0d0' },
      ),
    });
    const [sampler, readings] = [machine.sampler(disk), new Readings()];
    await readings.take(second(0), sampler);
    const shown = readings.dictionary.series.map(({ attributes }) => attributes['system.device']);
    expect([...new Set(shown)]).toEqual(['sda', 'vg0-root', 'cciss/c0d0']);
  });

  test('a disk that is plugged in between others, one that goes, one that comes back', async () => {
    const names = ['sda', 'sdb', 'sdc'];
    using machine = new MadeUpMachine({ ...devices(...names), ...diskstats({ name: 'sda' }, { name: 'sdc' }) });
    const [sampler, readings] = [machine.sampler(disk), new Readings()];
    const at = (sectors: number) => [9, 0, sectors, 9] as const;
    await readings.take(second(0), sampler);
    machine.write(
      diskstats({ name: 'sda', reads: at(18) }, { name: 'sdb', reads: at(5_000) }, { name: 'sdc', reads: at(28) }),
    );
    await readings.take(second(1), sampler);
    const reads = () => names.map((name) => readings.value(io(name, 'read')));
    expect(reads()).toEqual([5_120, undefined, 10_240]);
    machine.write(diskstats({ name: 'sda', reads: at(18) }, { name: 'sdb', reads: at(5_001) }));
    await readings.take(second(2), sampler);
    expect(reads()).toEqual([0, 512, undefined]);
    machine.write(diskstats({ name: 'sdc', reads: at(48) }));
    await readings.take(second(11), sampler);
    expect(reads()).toEqual([undefined, undefined, 1_024]);
  });

  test('times of 32 bits wrap, a disk is never more than busy', async () => {
    using machine = new MadeUpMachine({
      ...devices('vda'),
      ...diskstats({ name: 'vda', reads: [10, 0, 8, 2 ** 32 - 20], busyMs: 2 ** 32 - 500 }),
    });
    const [sampler, readings] = [machine.sampler(disk), new Readings()];
    await readings.take(second(0), sampler);
    machine.write(diskstats({ name: 'vda', reads: [20, 0, 16, 80], busyMs: 510 }));
    await readings.take(second(1), sampler);
    expect(readings.value(duration('vda', 'read'))).toBe(10);
    expect(readings.value('system.disk.utilization{system.device=vda}')).toBe(1);
  });
});
