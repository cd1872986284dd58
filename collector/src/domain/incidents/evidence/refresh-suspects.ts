import { everywhere } from '../../access/index.ts';
import type { Incident } from '../types.ts';
import { causes } from './causes.ts';
import { gatherEvidence, type GatherPorts } from './gather.ts';
import { suspects } from './suspects.ts';

/**
 * Looks anew at what was altered before an incident: something of it was told later than the incident opened. The same as
 * before changes nothing. Gives what could not be caught.
 * @param time when it broke
 */
export async function refreshSuspects(
  ports: Omit<GatherPorts, 'providers'>,
  incident: Incident,
  time: number,
): Promise<unknown[]> {
  const { store, now } = ports;
  const items = (await ports.suspects?.(incident, time)) ?? [];
  const before = (await store.evidence(everywhere, incident.id)).find(({ kind }) => kind === suspects.kind);
  if (JSON.stringify(before?.content['items'] ?? []) === JSON.stringify(items)) return [];
  if (items.length > 0) {
    const providers = [suspects, causes];
    return gatherEvidence({ ...ports, providers }, incident.id, time, 'Told later');
  }
  const { id, device, site } = incident;
  const event = { time: now, kind: 'incident.changed', device, site, detail: { incident: id, evidence: true } };
  await store.addEvidence(id, [{ kind: suspects.kind, time, content: { items } }], null, [], {
    events: [event],
    audit: [],
  });
  return [];
}
