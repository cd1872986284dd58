import { everywhere } from '@fettle/collector/domain/access/index';
import { moveStates } from '@fettle/collector/domain/devices/index';
import {
  hearSpells,
  putService,
  type ServiceInput,
  serviceHistory,
  type ServicePorts,
  tendServices,
} from '@fettle/collector/domain/services/index';
import { putWindow, type WindowWhen } from '@fettle/collector/domain/windows/index';
import type { DeviceState } from '@fettle/shared/api/devices';
import type { DeviceId } from '@fettle/shared/ids';
import { cli, hour, id, jobs, second, start } from './device-world.ts';
import { incidentWorld } from './incident-world.ts';

const [a, b] = [id('a'), id('b')];

export const body = (fields: Partial<ServiceInput> = {}): ServiceInput => ({
  id: 'mail',
  name: 'Mail',
  description: '',
  owner: null,
  pointPerson: null,
  criticality: 'vital',
  calendar: null,
  costPerHour: null,
  site: null,
  parts: [
    { name: 'servers', of: { kind: 'device', ids: [a, b], counts: 'critical' }, need: { kind: 'any' }, impact: 'down' },
  ],
  version: 0,
  ...fields,
});

/** Where the stories of services happen: incidents, silences and windows as they are, and what hears them. */
export async function serviceWorld() {
  const world = await incidentWorld();
  const ports = (): ServicePorts & Parameters<typeof hearSpells>[0] => {
    const { services, devices, windows, incidents, access, plans, events } = world;
    return { services, devices, windows, incidents, access, plans, events, now: world.now };
  };
  const hear = async () => {
    while ((await hearSpells(ports())).events > 0);
    await tendServices(ports());
  };
  return {
    ...world,
    get now() {
      return world.now;
    },
    ports,
    hear,
    put: (input: ServiceInput, actor = cli) => putService(ports(), actor, input),
    async move(device: DeviceId, to: DeviceState, silence: 'shutdown' | null = null) {
      const found = await world.devices.device(everywhere, device);
      if (!found) throw new Error(device);
      await moveStates({ store: world.devices, now: world.now }, jobs, [{ device: found, to, silence }]);
    },
    window: (name: string, when: Partial<WindowWhen>, version = 0, selector = '') =>
      putWindow({ store: world.windows, devices: world.devices, now: world.now }, cli, {
        id: name,
        name,
        selector,
        reason: '',
        when: { zone: 'UTC', start: '2026-10-01T00:00', lastsMs: hour, repeat: { every: 'once' }, ...when },
        enabled: true,
        version,
      }),
    async history(service = 'mail', to = world.now) {
      const found = await serviceHistory(ports(), everywhere, service, start, to);
      return found.map((one) => `${(one.from - start) / second}–${(one.to - start) / second} ${one.state}`);
    },
    async told() {
      const found = await world.events.after(everywhere, 0, 1_000);
      return found
        .filter(({ kind }) => kind === 'service.state')
        .map(({ time, detail }) => `${(time - start) / second} ${String(detail['from'])} → ${String(detail['to'])}`);
    },
  };
}
