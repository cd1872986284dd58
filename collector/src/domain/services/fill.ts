import type { DeviceId } from '@fettle/shared/ids';
import { everywhere } from '../access/index.ts';
import type { Event } from '../events/index.ts';
import type { IncidentPlace } from '../incidents/index.ts';
import type { ServiceHearPorts } from './context.ts';
import { awaySpell, awaySpells, isAway, spellsOfIncident, turnKinds } from './spells-of.ts';
import type { Spell } from './types.ts';

const incidentsAtOnce = 500;
const eventsAtOnce = 1_000;

/**
 * The spells of all that happened before services were listened for: from incidents with their timelines, as far as they are kept, and
 * from what was told of devices' states.
 * @param newest the event up to which; what comes after it is heard
 */
export async function pastSpells(ports: ServiceHearPorts, newest: number): Promise<Spell[]> {
  return [...(await pastIncidents(ports)), ...(await pastAway(ports, newest))];
}

async function pastIncidents({ incidents }: ServiceHearPorts): Promise<Spell[]> {
  const spells: Spell[] = [];
  let after: IncidentPlace | undefined;
  for (;;) {
    const page = await incidents.list(everywhere, { ...(after && { after }), limit: incidentsAtOnce });
    const lines = await incidents.timelines(
      page.map(({ id }) => id),
      turnKinds,
    );
    for (const incident of page) spells.push(...spellsOfIncident(incident, lines.get(incident.id) ?? []));
    if (page.length < incidentsAtOnce) return spells;
    after = page.at(-1);
  }
}

async function pastAway({ events, devices }: ServiceHearPorts, newest: number): Promise<Spell[]> {
  const told: Event[] = [];
  for (let before = newest + 1; ;) {
    const page = await events.list(everywhere, { kind: 'device.state', before, limit: eventsAtOnce });
    told.push(...page);
    const last = page.at(-1);
    if (!last || page.length < eventsAtOnce) break;
    before = last.sequence;
  }
  const spells = awaySpells(told.toReversed(), new Map<DeviceId, Spell>());
  const known = new Set(told.map(({ device }) => device));
  for (const { id, site, state, stateSince } of await devices.devices(everywhere)) {
    // Away for longer than events are kept.
    if (isAway(state, null) && !known.has(id)) spells.push(awaySpell(id, site, state, stateSince));
  }
  return spells;
}
