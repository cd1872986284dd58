import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MadeUpMachine, Readings, second } from './recorded-machine.ts';
import { sensor } from './sensor.linux.ts';

async function taken(files: Readonly<Record<string, string>>): Promise<Record<string, number>> {
  using machine = new MadeUpMachine(files);
  const readings = new Readings();
  await readings.take(second(0), machine.sampler(sensor));
  return readings.all;
}

test('temperatures and fans by chip and label; a sensor that does not answer is absent', async () => {
  const chip = 'sys/class/hwmon/hwmon0';
  expect(
    await taken({
      [`${chip}/name`]: 'coretemp\n',
      [`${chip}/temp1_input`]: '48000\n',
      [`${chip}/temp1_label`]: 'Package id 0\n',
      [`${chip}/temp2_input`]: '-3500\n',
      [`${chip}/temp3_input`]: '',
      [`${chip}/temp1_crit`]: '100000\n',
      [`${chip}/fan1_input`]: '0\n',
    }),
  ).toEqual({
    'hw.temperature{hw.id=coretemp/Package id 0}': 48,
    'hw.temperature{hw.id=coretemp/temp2}': -3.5,
    'hw.fan.speed{hw.id=coretemp/fan1}': 0,
  });
});

test('what is not connected is absent, whether the chip says so or tells nonsense', async () => {
  const chip = 'sys/class/hwmon/hwmon0';
  expect(
    await taken({
      [`${chip}/name`]: 'nct6779\n',
      [`${chip}/temp1_input`]: '91000\n',
      [`${chip}/temp1_fault`]: '1\n',
      [`${chip}/temp2_input`]: '-61500\n',
      [`${chip}/temp3_input`]: '34000\n',
      [`${chip}/temp3_fault`]: '0\n',
      [`${chip}/fan1_input`]: '65535\n',
    }),
  ).toEqual({ 'hw.temperature{hw.id=nct6779/temp3}': 34 });
});

test('two chips of one name are called by their devices, whichever comes first', async () => {
  const chip = (number: number, value: number) => ({
    [`sys/class/hwmon/hwmon${number}/name`]: 'nvme\n',
    [`sys/class/hwmon/hwmon${number}/temp1_input`]: `${value}\n`,
  });
  const named = async (first: string, later: string) => {
    using machine = new MadeUpMachine({ ...chip(0, 31_000), ...chip(10, 52_000) });
    for (const [number, device] of [
      [0, first],
      [10, later],
    ] as const) {
      machine.write({ [`sys/devices/${device}/model`]: 'x\n' });
      symlinkSync(`../../../devices/${device}`, join(machine.root, `sys/class/hwmon/hwmon${number}/device`));
    }
    const readings = new Readings();
    await readings.take(second(0), machine.sampler(sensor));
    return readings.all;
  };
  expect(await named('nvme0', 'nvme1')).toEqual({
    'hw.temperature{hw.id=nvme.nvme0/temp1}': 31,
    'hw.temperature{hw.id=nvme.nvme1/temp1}': 52,
  });
  expect(await named('nvme1', 'nvme0')).toEqual({
    'hw.temperature{hw.id=nvme.nvme1/temp1}': 31,
    'hw.temperature{hw.id=nvme.nvme0/temp1}': 52,
  });
});

test('zones where there are no chips', async () => {
  const zone = {
    'sys/class/thermal/thermal_zone0/type': 'cpu-thermal\n',
    'sys/class/thermal/thermal_zone0/temp': '55123\n',
  };
  expect(await taken({ ...zone, 'sys/class/thermal/cooling_device0/type': 'fan\n' })).toEqual({
    'hw.temperature{hw.id=cpu-thermal/0}': 55.1,
  });
});

test('a battery of the machine, not one of a mouse, nor a mains adapter', async () => {
  const supply = (name: string, files: Readonly<Record<string, string>>) =>
    Object.fromEntries(
      Object.entries(files).map(([file, text]) => [`sys/class/power_supply/${name}/${file}`, `${text}\n`]),
    );
  expect(
    await taken({
      ...supply('BAT0', {
        type: 'Battery',
        capacity: '81',
        status: 'Not charging',
        energy_full: '45000000',
        energy_full_design: '60000000',
      }),
      ...supply('BAT1', { type: 'Battery', capacity: '5', status: 'Something new' }),
      ...supply('mouse', { type: 'Battery', scope: 'Device', capacity: '9', status: 'Discharging' }),
      ...supply('AC', { type: 'Mains', online: '1' }),
    }),
  ).toEqual({
    'hw.battery.charge{hw.id=BAT0}': 0.81,
    'hw.battery.status{hw.id=BAT0}': 3,
    'hw.battery.health{hw.id=BAT0}': 0.75,
    'hw.battery.charge{hw.id=BAT1}': 0.05,
    'hw.battery.status{hw.id=BAT1}': 0,
  });
});

test('a machine without sensors says so', () => {
  using machine = new MadeUpMachine();
  expect(sensor(machine)).toBe('no sensors under /sys/class');
});
