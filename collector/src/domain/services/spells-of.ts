// pure
import type { DeviceId } from '@fettle/shared/ids';
import type { Severity } from '@fettle/shared/severity';
import type { Event } from '../events/index.ts';
import type { Incident, NewTimelineEntry, TimelineKind } from '../incidents/index.ts';
import type { Spell } from './types.ts';

/** The lines of a timeline that spells are made of. */
export const turnKinds: readonly TimelineKind[] = ['opened', 'severity', 'resolved', 'reopened', 'closed'];

/**
 * The spells of one incident, by its timeline: the same lines give the same spells, whenever they are read. A line that is told with an
 * earlier time than the one before it counts from that one.
 */
export function spellsOfIncident(incident: Incident, lines: readonly NewTimelineEntry[]): Spell[] {
  // That an error budget burns is told on a device, and takes nothing down: else it would burn on for ever.
  if (incident.reason === 'level') return [];
  const spells: Spell[] = [];
  let last = incident.openedAt;
  let open: { from: number; severity: Severity } | null = lines.some(({ kind }) => kind === 'opened')
    ? null
    : { from: incident.openedAt, severity: incident.worst };
  const end = (to: number | null) => {
    if (open && (to === null || to > open.from)) spells.push(spellOf(incident, open.severity, open.from, to));
    open = null;
  };
  for (const { kind, time: told, detail } of lines) {
    const time = Math.max(last, told);
    last = time;
    if (kind === 'resolved' || kind === 'closed') end(time);
    if (kind === 'severity' && open === null) continue;
    if (kind === 'severity') end(time);
    if (kind === 'opened' || kind === 'reopened') end(time);
    if (kind === 'opened' || kind === 'reopened' || kind === 'severity') {
      open = { from: time, severity: severityOf(detail[kind === 'severity' ? 'to' : 'severity']) ?? incident.severity };
    }
  }
  // Its row says that it is over, and no line tells when: then the row is right.
  const { state, resolvedAt, closedAt } = incident;
  if (state === 'resolved' || state === 'closed') end(resolvedAt ?? closedAt ?? last);
  else end(null);
  return spells;
}

const severityOf = (value: unknown): Severity | null => (value === 'warning' || value === 'critical' ? value : null);

function spellOf(incident: Incident, severity: Severity, from: number, to: number | null): Spell {
  const { id, device, site, rule, instance, words } = incident;
  return {
    id: `i:${id}:${from}`,
    kind: 'incident',
    device,
    site,
    incident: id,
    rule,
    instance,
    severity,
    words,
    from,
    to,
  };
}

/** Whether a state means that the device is not there: silent, or shut down in order. An agent that was only stopped says nothing of it. */
export const isAway = (state: unknown, silence: unknown) =>
  state === 'offline' || state === 'unreachable' || (state === 'stopped' && silence === 'shutdown');

/** The spell of a device that is not there from a time on. */
export function awaySpell(device: DeviceId, site: string, state: unknown, from: number): Spell {
  const words =
    state === 'stopped'
      ? 'It was shut down.'
      : state === 'unreachable'
        ? 'Its whole site is silent.'
        : 'It does not speak.';
  return {
    id: `a:${device}:${from}`,
    kind: 'away',
    device,
    site,
    incident: null,
    rule: null,
    instance: null,
    severity: null,
    words,
    from,
    to: null,
  };
}

/**
 * What `device.state` events make of the spells that lasted before them: those that began, and those that ended.
 * @param lasting by device
 */
export function awaySpells(events: readonly Event[], lasting: ReadonlyMap<DeviceId, Spell>): Spell[] {
  const open = new Map(lasting);
  const changed = new Map<string, Spell>();
  for (const { kind, device, site, time, detail } of events) {
    if (kind !== 'device.state' || device === null) continue;
    const spell = open.get(device);
    const away = isAway(detail['to'], detail['silence']);
    if (away === (spell !== undefined)) continue;
    const next = spell
      ? { ...spell, to: Math.max(spell.from, time) }
      : awaySpell(device, site ?? '', detail['to'], time);
    changed.set(next.id, next);
    if (away) open.set(device, next);
    else open.delete(device);
  }
  return [...changed.values()];
}
