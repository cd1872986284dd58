import { expect, test } from 'vitest';
import { swap } from './swap.linux.ts';
import { MadeUpMachine, Readings, second } from './recorded-machine.ts';

test('major faults are not counted among the minor ones', async () => {
  const vmstat = (faults: number, major: number, pagedIn: number) => ({
    'proc/vmstat': `nr_free_pages 1\npgpgin ${pagedIn}\npgfault ${faults}\npgmajfault ${major}\noom_kill 2\n`,
  });
  using machine = new MadeUpMachine(vmstat(1_000, 10, 5));
  const [sampler, readings] = [machine.sampler(swap), new Readings()];
  await readings.take(second(0), sampler);
  machine.write(vmstat(2_000, 60, 15));
  await readings.take(second(10), sampler);
  expect(readings.all).toEqual({
    'system.paging.linux.io.rate{system.paging.direction=in}': 1_024,
    'system.paging.faults.rate{system.paging.fault.type=major}': 5,
    'system.paging.faults.rate{system.paging.fault.type=minor}': 95,
    'system.memory.linux.out_of_memory_kills': 2,
  });
});

test('no file: it says so', () => {
  using machine = new MadeUpMachine();
  expect(swap(machine)).toBe('no /proc/vmstat');
});
