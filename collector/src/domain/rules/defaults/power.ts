// pure
import { batteryCharge, batteryHealth, fanSpeed, temperature } from '@fettle/shared/metrics/sensor';
import { desktops, minute, servers, shipped, value } from './shipped.ts';

export const powerRules = {
  'temperature-high': shipped({
    name: 'A part is too warm',
    when: value(temperature.name, 'above', { warning: [95, 88], critical: [105, 98] }),
    forMs: 5 * minute,
    clearForMs: 5 * minute,
    runbook: [
      'Is it one sensor, or all? All: the room, or the fans. One: what it sits on.',
      'Processors slow themselves down at about 100 °C; see whether one process keeps them busy.',
      'Dust, a fan that stands still (chart “Fans”), paste that is ten years old.',
    ],
  }),
  'fan-stopped': shipped({
    name: 'A fan stands still',
    selector: servers,
    when: value(fanSpeed.name, 'below', { warning: [0] }),
    forMs: 10 * minute,
    clearForMs: 5 * minute,
    runbook: [
      'Look at the temperatures first: some fans stand still as long as it is cool, then switch this rule off here.',
      'Order the part; most can be changed while the server runs.',
      'A sensor to which no fan was ever connected: an override for this instance with `off: true`.',
    ],
  }),
  'battery-low': shipped({
    name: 'A battery is nearly empty',
    when: value(batteryCharge.name, 'below', { warning: [0.1, 0.15], critical: [0.05, 0.1] }),
    forMs: 2 * minute,
    runbook: [
      'Connect it to power.',
      'It is connected: see “status” of the battery; a charger that is too weak charges slower than is used.',
    ],
  }),
  'battery-worn': shipped({
    name: 'A battery is worn',
    selector: desktops,
    when: value(batteryHealth.name, 'below', { warning: [0.5, 0.55] }),
    runbook: [
      'It holds less than half of what it held when new.',
      'Plan its change. One that has become thick is dangerous: take the device out of use today.',
    ],
  }),
};
