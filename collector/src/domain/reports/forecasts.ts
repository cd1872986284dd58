import type { Forecast } from '@fettle/shared/api/capacity';
import type { Device } from '../devices/index.ts';
import type { Ask } from './kind.ts';
import type { ReportPorts } from './ports.ts';

export type { Forecast };

/** What is full within a year, soonest first, of these devices and, where nothing is hidden, of what no device measures. */
export async function seesForecast(
  { capacity }: Pick<ReportPorts, 'capacity'>,
  { scope, now, service }: Ask,
  devices: readonly Device[],
): Promise<Forecast[]> {
  const names = new Map<string, Device>(devices.map((device) => [device.id, device]));
  const found = await capacity.forecasts(scope, { before: now + 366 * 86_400_000 });
  return found.flatMap(({ forecast }) => {
    if (forecast.device === null) return scope.selector === undefined && service === null ? [forecast] : [];
    const device = names.get(forecast.device);
    return device ? [{ ...forecast, deviceName: device.name, site: device.site }] : [];
  });
}
