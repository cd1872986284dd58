import { describe, expect, test } from 'vitest';
import { ProgramError } from '../platform/program-error.ts';
import { MadeUpMachine, Readings, second } from './recorded-machine.ts';
import { devicesOf, diskOf, smart } from './smart.portable.ts';

const scan = (...names: string[]) => JSON.stringify({ devices: names.map((name) => ({ name, type: 'sat' })) });
const disk = (passed: boolean, celsius = 30) =>
  JSON.stringify({ model_name: 'M', serial_number: 'S', smart_status: { passed }, temperature: { current: celsius } });
const machineWith = () => new MadeUpMachine({ 'usr/sbin/smartctl': '' });

/** As the real host does when smartctl's exit code is not 0. */
class Failing extends MadeUpMachine {
  readonly failing = new Map<string, Error>();

  override async run(program: string, args: readonly string[]): Promise<string> {
    const line = args.join(' ');
    const failure = [...this.failing].find(([part]) => line.includes(part))?.[1];
    if (failure) throw failure;
    return super.run(program, args);
  }
}

describe('smart', () => {
  test('each disk is asked without being woken, at most every ten minutes, and told every minute', async () => {
    using machine = machineWith();
    machine.answers.set('--scan', scan('/dev/sda')).set('/dev/sda', disk(true));
    const [sampler, readings] = [machine.sampler(smart), new Readings()];
    await readings.take(second(0), sampler);
    machine.answers.set('/dev/sda', disk(false));
    await readings.take(second(300), sampler);
    expect(readings.value('hw.physical_disk.health{hw.id=sda}')).toBe(0);
    expect(machine.ran).toEqual([
      'smartctl --json=c --scan',
      'smartctl --json=c --info --health --attributes --nocheck=standby --device=sat /dev/sda',
    ]);
    await readings.take(second(600), sampler);
    expect(readings.value('hw.physical_disk.health{hw.id=sda}')).toBe(1);
    expect(readings.facts).toEqual({ 'smart.sda': 'M, serial S' });
  });

  test('an exit code that warns is no failure: what was written counts', async () => {
    using machine = new Failing({ 'usr/sbin/smartctl': '' });
    machine.answers.set('--scan', scan('/dev/sda'));
    machine.failing.set('/dev/sda', new ProgramError('smartctl failed: exit code 24', disk(false)));
    const readings = new Readings();
    await readings.take(second(0), machine.sampler(smart));
    expect(readings.value('hw.physical_disk.health{hw.id=sda}')).toBe(1);
  });

  test('a disk that sleeps keeps its last figures, one that was pulled out is forgotten', async () => {
    using machine = machineWith();
    machine.answers.set('--scan', scan('/dev/sda', '/dev/sdb')).set('/dev/sda', disk(true)).set('/dev/sdb', disk(true));
    const [sampler, readings] = [machine.sampler(smart), new Readings()];
    await readings.take(second(0), sampler);
    machine.answers.set('--scan', scan('/dev/sda')).set('/dev/sda', '{"power_mode": "STANDBY"}');
    await readings.take(second(600), sampler);
    expect(readings.all).toEqual({
      'hw.physical_disk.health{hw.id=sda}': 0,
      'hw.physical_disk.temperature{hw.id=sda}': 30,
    });
    expect(readings.facts).toEqual({ 'smart.sda': 'M, serial S' });
  });

  test('an agent that may not open disks says so in words, and fails at nothing', async () => {
    using machine = machineWith();
    const reason = 'Smartctl open device: /dev/sda failed: Permission denied';
    machine.answers
      .set('--scan', scan('/dev/sda'))
      .set('/dev/sda', JSON.stringify({ smartctl: { messages: [{ string: reason, severity: 'error' }] } }));
    const readings = new Readings();
    await readings.take(second(0), machine.sampler(smart));
    expect([readings.all, readings.facts]).toEqual([{}, { 'smart.sda': `not read: ${reason}` }]);
  });

  test('a smartctl that knows no JSON is the sampler’s failure', async () => {
    using machine = machineWith();
    machine.answers.set('--scan', 'smartctl 6.6: unrecognized option');
    await expect(new Readings().take(second(0), machine.sampler(smart))).rejects.toThrow(SyntaxError);
  });

  test('where it is not installed it says so', () => {
    using machine = new MadeUpMachine();
    expect(smart(machine)).toBe('smartctl (smartmontools) is not installed');
  });
});

test('names and kinds of devices that do not look like some are never passed on', () => {
  const found = (name: unknown, type: unknown = 'sat') => devicesOf({ devices: [{ name, type }] });
  for (const name of ['-x', 'sda', 7, null, undefined]) expect(found(name)).toEqual([]);
  for (const type of ['sat --all', 'a;b', '', 7]) expect(found('/dev/sda', type)).toEqual([]);
  expect(found('/dev/bus/0', 'megaraid,4')).toEqual([{ name: '/dev/bus/0', type: 'megaraid,4' }]);
  for (const scanned of [null, [], {}, { devices: {} }, 'x']) expect(devicesOf(scanned)).toEqual([]);
});

test('what is no answer of a disk has no figures', () => {
  for (const told of [null, 3, [], {}, { temperature: 5 }, { temperature: { current: 'hot' } }]) {
    expect(diskOf('sda', told)).toEqual({ id: 'sda', words: 'not read', figures: [] });
  }
});
