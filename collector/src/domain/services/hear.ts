import type { IncidentId } from '@fettle/shared/ids';
import { everywhere } from '../access/index.ts';
import type { Event } from '../events/index.ts';
import type { ServiceHearPorts } from './context.ts';
import { pastSpells } from './fill.ts';
import { movesMembers, recompose } from './recompose.ts';
import { awaySpells, spellsOfIncident, turnKinds } from './spells-of.ts';
import { hearWindows, pastTerms } from './terms.ts';
import type { Spell } from './types.ts';

const atOnce = 1_000;
const turns = new Set(['opened', 'severity', 'resolved', 'reopened', 'closed'].map((one) => `incident.${one}`));

export interface Heard {
  /** Events that were read; 0: there were none. */
  readonly events: number;
  /** Something of them may change what services are. */
  readonly touched: boolean;
}

/**
 * Hears what was out since the last time, what windows became, and what selectors choose now. The first time it looks back at all that
 * is known. Killed at any moment it does the same once more, and nothing is there twice.
 */
export async function hearSpells(ports: ServiceHearPorts): Promise<Heard> {
  const { services, events } = ports;
  const from = await services.cursor();
  if (from === null) return fill(ports);
  const found = await events.after(everywhere, from, atOnce);
  const last = found.at(-1);
  if (!last) return { events: 0, touched: false };
  const moved = found.findLast(movesMembers)?.time ?? null;
  await hearWindows(ports, found, moved);
  if (moved !== null) await recompose(ports, moved);
  const spells = [...(await incidentSpells(ports, found)), ...(await absences(ports, found))];
  await services.hear(spells, from, last.sequence);
  const touched =
    spells.length > 0 ||
    moved !== null ||
    found.some(({ kind }) => /^(service\.(changed|deleted)$|window\.)/.test(kind));
  return { events: found.length, touched };
}

async function fill(ports: ServiceHearPorts): Promise<Heard> {
  const { newest } = await ports.events.bounds();
  await ports.services.keepTerms(await pastTerms(ports));
  await ports.services.hear(await pastSpells(ports, newest), null, newest);
  return { events: 1, touched: true };
}

async function incidentSpells({ incidents, services }: ServiceHearPorts, found: readonly Event[]): Promise<Spell[]> {
  const told = found.filter(({ kind, detail }) => turns.has(kind) && typeof detail['incident'] === 'string');
  const ids = [...new Set(told.map(({ detail }) => detail['incident'] as IncidentId))];
  if (ids.length === 0) return [];
  const list = await incidents.several(everywhere, ids);
  const lines = await incidents.timelines(ids, turnKinds);
  const spells = list.flatMap((incident) => spellsOfIncident(incident, lines.get(incident.id) ?? []));
  const known = new Set<string>(list.map(({ id }) => id));
  const gone = ids.filter((id) => !known.has(id));
  return gone.length === 0 ? spells : [...spells, ...(await endedOf(gone, told, services))];
}

/** Incidents that are kept no more were closed: what of them lasted ended when that was told. */
async function endedOf(
  gone: readonly IncidentId[],
  told: readonly Event[],
  services: ServiceHearPorts['services'],
): Promise<Spell[]> {
  const lasting = (await services.lasting(everywhere)).filter((one) => one.incident && gone.includes(one.incident));
  return lasting.flatMap((spell) => {
    const end = told.find(
      ({ kind, time, detail }) => detail['incident'] === spell.incident && isEnd(kind) && time >= spell.from,
    );
    return end ? [{ ...spell, to: end.time }] : [];
  });
}

const isEnd = (kind: string) => kind === 'incident.resolved' || kind === 'incident.closed';

async function absences({ services }: ServiceHearPorts, found: readonly Event[]): Promise<Spell[]> {
  const told = found.filter(({ kind }) => kind === 'device.state');
  if (told.length === 0) return [];
  const lasting = (await services.lasting(everywhere)).filter(({ kind }) => kind === 'away');
  return awaySpells(told, new Map(lasting.map((spell) => [spell.device, spell])));
}
