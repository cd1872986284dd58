import type { ServiceState } from '@fettle/shared/api/services';
import type { DeviceId, IncidentId } from '@fettle/shared/ids';
import type { Severity } from '@fettle/shared/severity';
import type { Selectable } from 'kysely';
import type { LiveState, PublicLink } from '../../domain/services/store.ts';
import type { Composition, Spell, WindowTerm } from '../../domain/services/types.ts';
import type { Schema } from './schema.ts';

export function spellRow(spell: Spell): Selectable<Schema['spells']> {
  const { id, kind, device, site, incident, rule, instance, severity, words, from, to } = spell;
  return { id, kind, device, site, incident, rule, instance, severity, words, from_time: from, to_time: to };
}

export function toSpell(row: Selectable<Schema['spells']>): Spell {
  return {
    id: row.id,
    kind: row.kind as Spell['kind'],
    device: row.device as DeviceId,
    site: row.site,
    incident: row.incident as IncidentId | null,
    rule: row.rule,
    instance: row.instance,
    severity: row.severity as Severity | null,
    words: row.words,
    from: row.from_time,
    to: row.to_time,
  };
}

export function compositionRow({ service, from, parts, devices }: Composition): Selectable<Schema['compositions']> {
  return { service, from_time: from, body: JSON.stringify({ parts, devices }) };
}

export function toComposition({ service, from_time, body }: Selectable<Schema['compositions']>): Composition {
  return { service, from: from_time, ...(JSON.parse(body) as Pick<Composition, 'parts' | 'devices'>) };
}

export function termRow({ window, from, to, when, devices }: WindowTerm): Selectable<Schema['window_terms']> {
  return {
    window_id: window,
    from_time: from,
    to_time: to,
    opens: JSON.stringify(when),
    devices: JSON.stringify(devices),
  };
}

export function toTerm(row: Selectable<Schema['window_terms']>): WindowTerm {
  return {
    window: row.window_id,
    from: row.from_time,
    to: row.to_time,
    when: JSON.parse(row.opens) as WindowTerm['when'],
    devices: JSON.parse(row.devices) as WindowTerm['devices'],
  };
}

export function toLive({ service, state, since }: Selectable<Schema['service_states']>): LiveState {
  return { service, state: state as ServiceState, since };
}

export function linkRow({ id, hash, lastUsedAt, version, ...body }: PublicLink): Selectable<Schema['public_links']> {
  return { id, hash, body: JSON.stringify(body), last_used_at: lastUsedAt, version };
}

export function toLink({ id, hash, body, last_used_at, version }: Selectable<Schema['public_links']>): PublicLink {
  const rest = JSON.parse(body) as Omit<PublicLink, 'id' | 'hash' | 'lastUsedAt' | 'version'>;
  return { id, hash, ...rest, lastUsedAt: last_used_at, version };
}
