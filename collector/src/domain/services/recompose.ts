import { everywhere } from '../access/index.ts';
import type { Event } from '../events/index.ts';
import type { ServiceHearPorts } from './context.ts';
import { membersOf } from './members.ts';
import type { Composition } from './types.ts';
import { everyService } from './visible.ts';

/** Whether an event may change what selectors choose. */
export function movesMembers({ kind, detail }: Event): boolean {
  if (kind === 'device.changed' || kind === 'device.enrolled' || kind === 'device.kind' || kind === 'facts.changed') {
    return true;
  }
  return (
    kind === 'device.state' && [detail['from'], detail['to']].some((one) => one === 'retired' || one === 'quarantined')
  );
}

/** Writes anew what services are made of, where their selectors choose other devices than before. Gives how many changed. */
export async function recompose(ports: ServiceHearPorts, time: number): Promise<number> {
  const all = await everyService(ports);
  if (all.length === 0) return 0;
  const devices = await ports.devices.devices(everywhere);
  const changed = all.flatMap(({ service, composition }): Composition[] => {
    const members = membersOf(service, devices);
    if (JSON.stringify(members) === JSON.stringify(composition.devices)) return [];
    return [{ service: service.id, from: Math.max(time, composition.from), parts: service.parts, devices: members }];
  });
  await ports.services.recompose(changed);
  return changed.length;
}
