import { describe, expect, test } from 'vitest';
import { cpu } from './cpu.linux.ts';
import { MadeUpMachine, Readings, second } from './recorded-machine.ts';

const stat = (...lines: string[]) => ({
  'proc/stat': `${lines.join('\n')}\nintr 1000 0 5 7\nctxt 500\nprocesses 20\n`,
});

describe('cpu', () => {
  test('shares of each mode sum to 1; busy is neither idle nor waiting for a disk', async () => {
    using machine = new MadeUpMachine(stat('cpu  100 0 100 800 0 0 0 0 0 0', 'cpu0 100 0 100 800 0 0 0 0 0 0'));
    const [sampler, readings] = [machine.sampler(cpu), new Readings()];
    await readings.take(second(0), sampler);
    expect(readings.all).toEqual({});
    machine.write(stat('cpu  130 10 120 815 5 3 2 15 0 0', 'cpu0 130 10 120 815 5 3 2 15 0 0'));
    await readings.take(second(1), sampler);
    expect(readings.value('system.cpu.busy')).toBe(0.8);
    expect(readings.value('system.cpu.core.utilization{cpu.logical_number=0}')).toBe(0.8);
    const mode = (name: string) => readings.value(`system.cpu.utilization{cpu.mode=${name}}`);
    expect(['user', 'nice', 'system', 'iowait', 'interrupt', 'steal', 'idle'].map(mode)).toEqual([
      0.3, 0.1, 0.2, 0.05, 0.05, 0.15, 0.15,
    ]);
    sampler.close?.();
  });

  test('what the kernel takes back of idle time counts as none', async () => {
    using machine = new MadeUpMachine(stat('cpu  100 0 100 800 50 0 0 0'));
    const [sampler, readings] = [machine.sampler(cpu), new Readings()];
    await readings.take(second(0), sampler);
    machine.write(stat('cpu  110 0 100 790 40 0 0 0'));
    await readings.take(second(1), sampler);
    expect(readings.value('system.cpu.busy')).toBe(1);
  });

  test('a processor that comes and goes', async () => {
    const line = (n: number, busy: number) => `cpu${n} ${busy} 0 0 1000 0 0 0 0 0 0`;
    using machine = new MadeUpMachine(stat('cpu  0 0 0 0', line(0, 10)));
    const [sampler, readings] = [machine.sampler(cpu), new Readings()];
    await readings.take(second(0), sampler);
    machine.write(stat('cpu  1 0 0 0', line(0, 11), line(3, 500)));
    await readings.take(second(1), sampler);
    const core = (n: number) => readings.value(`system.cpu.core.utilization{cpu.logical_number=${n}}`);
    expect([core(0), core(3)]).toEqual([1, undefined]);
    machine.write(stat('cpu  2 0 0 0', line(0, 11), line(3, 600)));
    await readings.take(second(2), sampler);
    expect([core(0), core(3)]).toEqual([undefined, 1]);
    machine.write(stat('cpu  3 0 0 0', line(0, 12)));
    await readings.take(second(3), sampler);
    expect([core(0), core(3)]).toEqual([1, undefined]);
  });

  test('counters beside them become rates; a reset is absent', async () => {
    using machine = new MadeUpMachine({ 'proc/stat': 'cpu  1 0 0 1\nintr 1000 9\nctxt 500\nprocesses 20\n' });
    const [sampler, readings] = [machine.sampler(cpu), new Readings()];
    await readings.take(second(0), sampler);
    machine.write({ 'proc/stat': 'cpu  2 0 0 2\nintr 1500 9\nctxt 400\nprocesses 25\nprocs_blocked 3\n' });
    await readings.take(second(10), sampler);
    expect(readings.value('system.cpu.interrupts.rate')).toBe(50);
    expect(readings.value('system.cpu.context_switches.rate')).toBeUndefined();
    expect(readings.value('system.process.created.rate')).toBe(0.5);
    expect(readings.value('system.linux.thread.count{system.linux.thread.state=waiting}')).toBe(3);
  });

  test('no file: it says so', () => {
    using machine = new MadeUpMachine();
    expect(cpu(machine)).toBe('no /proc/stat');
  });
});
