import { batteryCharge, batteryHealth, batteryStatus, temperature } from '@fettle/shared/metrics/sensor';
import type { Systeminformation } from 'systeminformation';
import { known, type Portable } from './portable.ts';
import type { SamplerFactory, Sink } from './sampler.ts';

/** The processor's temperature, where the system tells it without more, and batteries. */
export const sensor =
  ({ ask }: Portable): SamplerFactory =>
  () => ({
    family: 'sensor',
    lane: 'slow',
    async sample(sink) {
      const information = await ask();
      const { main } = await information.cpuTemperature();
      // Virtual machines say 0 or -1.
      if (known(main) > 0) sink.set(sink.column(temperature, 'cpu'), main);
      const first = await information.battery();
      [first, ...(first.additionalBatteries ?? [])].forEach((battery, number) => tell(sink, battery, number));
    },
  });

function tell(sink: Sink, battery: Systeminformation.BatteryData, number: number): void {
  if (!battery.hasBattery) return;
  const name = `battery${number}`;
  const { percent, isCharging, acConnected, maxCapacity, designedCapacity } = battery;
  sink.set(sink.column(batteryCharge, name), percent / 100);
  const status = isCharging ? 'charging' : acConnected ? (percent >= 100 ? 'full' : 'not charging') : 'discharging';
  sink.set(sink.column(batteryStatus, name), batteryStatus.states?.indexOf(status) ?? 0);
  if (designedCapacity > 0 && maxCapacity > 0) {
    sink.set(sink.column(batteryHealth, name), maxCapacity / designedCapacity);
  }
}
