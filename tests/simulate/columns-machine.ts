// pure
/** Processes, units, sensors, uptime, clock, and the agent itself. */
import { agentCpu, agentResident, agentSeries, agentUnacknowledged } from '@fettle/shared/metrics/agent';
import { processCount } from '@fettle/shared/metrics/process';
import { batteryCharge, batteryStatus, temperature } from '@fettle/shared/metrics/sensor';
import { unitCount, unitRestarts, unitState, unitStates } from '@fettle/shared/metrics/unit';
import { clockError, clockOffset, systemUptime } from '@fettle/shared/metrics/uptime';
import type { Group } from './columns.ts';
import type { Body } from './fleet.ts';
import { chance, drift } from './noise.ts';

export const processGroup: Group = {
  columns: () => [
    [processCount, 'running'],
    [processCount, 'sleeping'],
    [processCount, 'waiting'],
    [processCount, 'defunct'],
  ],
  put(sheet, { seed, cores, role }, { cpu, activity, waiting }) {
    sheet.put(1 + Math.floor(cores * cpu));
    sheet.put((role.kind === 'router' ? 60 : 180) + Math.floor(40 * chance(seed, 80, 0) + 90 * activity));
    sheet.put(Math.floor(waiting * 60));
    sheet.put(0);
  },
};

const states = { active: unitStates.indexOf('active'), failed: unitStates.indexOf('failed') };
const hasUnits = ({ role, system }: Body) => role.units.length > 0 && system.family === 'linux';

export const unitGroup: Group = {
  columns: (body) =>
    hasUnits(body)
      ? [
          ...body.role.units.map((unit) => [unitState, unit] as const),
          [unitRestarts, body.role.units[0] ?? ''],
          [unitCount, 'active'],
          [unitCount, 'failed'],
        ]
      : [],
  put(sheet, device, { effects }) {
    if (!hasUnits(device)) return;
    const { units } = device.role;
    for (const unit of units) sheet.put(effects.failed === unit ? states.failed : states.active);
    sheet.put(effects.failures);
    const failed = effects.failed === '' ? 0 : 1;
    sheet.put(24 + units.length - failed);
    sheet.put(failed);
  },
};

const battery = { charging: 1, discharging: 2, full: 4 };
const hasBattery = ({ role, index }: Body) => role.battery && index % 2 === 0;

export const sensorGroup: Group = {
  columns: (body) => [
    ...body.role.sensors.map((sensor) => [temperature, sensor] as const),
    ...(hasBattery(body)
      ? ([
          [batteryCharge, 'BAT0'],
          [batteryStatus, 'BAT0'],
        ] as const)
      : []),
  ],
  put(sheet, device, { cpu, time }) {
    const { seed, role } = device;
    for (let place = 0; place < role.sensors.length; place++) {
      sheet.put(36 + (place === 0 ? 34 : 12) * cpu + 3 * drift(seed, 90 + place, time, 1_800_000));
    }
    if (!hasBattery(device)) return;
    const charge = Math.min(1, 0.75 + 0.4 * drift(seed, 95, time, 4 * 3_600_000));
    const rising = drift(seed, 95, time + 60_000, 4 * 3_600_000) > drift(seed, 95, time, 4 * 3_600_000);
    sheet.put(charge);
    sheet.put(charge === 1 ? battery.full : rising ? battery.charging : battery.discharging);
  },
};

export const uptimeGroup: Group = {
  columns: () => [[systemUptime], [clockOffset], [clockError]],
  put(sheet, _device, { uptime, effects: { offset } }) {
    sheet.put(uptime);
    sheet.put(offset);
    sheet.put(Math.abs(offset));
  },
};

export const agentGroup: Group = {
  columns: () => [[agentCpu], [agentResident], [agentUnacknowledged], [agentSeries]],
  put(sheet, { seed }, { time, effects: { cutSince } }) {
    const series = sheet.values.length;
    sheet.put(0.0004 + 0.0002 * chance(seed, 97, Math.floor(time / 10_000)));
    sheet.put(4_096 * Math.floor(12_000 + 600 * drift(seed, 98, time, 3_600_000)));
    sheet.put(cutSince === 0 ? 1 : Math.min(1_000, Math.floor((time - cutSince) / 10_000)));
    sheet.put(series);
  },
};
