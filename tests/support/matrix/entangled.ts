// What ties things inside a scope to things outside of it, and so could give them away.
import { newDelivery } from '@fettle/collector/domain/notifications/deliveries-of';
import type { NewTimelineEntry } from '@fettle/collector/domain/incidents/index';
import type { Stores } from '@fettle/collector/store/stores';
import type { IncidentId, PersonId, WindowId } from '@fettle/shared/ids';
import type { Trouble } from './troubles.ts';
import type { Place } from './world.ts';

const nothing = { events: [], audit: [] };
const notice = {
  kind: 'opened',
  severity: 'warning',
  ruleName: 'Disk full',
  items: [],
  cause: null,
  processes: [],
  knownError: null,
  runbook: '',
  step: null,
  zone: 'UTC',
} as const;

/** The incident inside follows from one outside of the selector, and everything about it says so; notices of each and of several. */
export async function entangled(
  { incidents, notices }: Stores,
  troubles: Readonly<Record<Place, Trouble>>,
  hosts: Readonly<Record<Place, string>>,
  now: number,
): Promise<void> {
  const others = (['outside the selector', 'at another site'] as const).map((place) => ({
    id: troubles[place].incident,
    host: hosts[place],
  }));
  const [cause] = others as [(typeof others)[number]];
  const { incident } = troubles.inside;
  const [before] = await incidents.several({ sites: 'all' }, [incident]);
  if (!before) throw new Error('no incident inside');
  const after = { ...before, hushes: { ...before.hushes, cause: cause.id } };
  const line = (kind: NewTimelineEntry['kind'], words: string, detail: NewTimelineEntry['detail']) =>
    ({ time: now, kind, actor: null, words, detail }) as const;
  const timeline = [
    line('quiet', `Follows from ${cause.host}: full`, { cause: cause.id }),
    line('affected', `Also affected: ${cause.host}`, { incidents: [cause.id] }),
  ];
  await incidents.write([{ before, after, timeline }], nothing);
  const likely = `It follows from ${cause.host}: full`;
  const related = others.map(({ id, host }) => ({
    id,
    deviceName: host,
    words: `full on ${host}`,
    severity: 'warning',
    openedAt: now,
    why: 'at the same site',
  }));
  const causes = [{ words: likely, shownBy: `${cause.host} fell silent`, link: `/incidents/${cause.id}` }];
  const pieces = Object.entries({ related, causes }).map(([kind, items]) => ({ kind, time: now, content: { items } }));
  await incidents.addEvidence(incident, pieces, likely, [], nothing);
  const told = (ids: readonly IncidentId[], names: readonly string[], site: string | null) => {
    const words = ids.length === 0 ? `Not told: ${names.join()}` : names.join();
    const place = {
      incidents: ids,
      site,
      kind: 'opened',
      channel: 'mail',
      target: 'ops',
      person: null,
      others: [],
    } as const;
    return newDelivery({ ...place, key: words, notice: { ...notice, words, time: now }, now });
  };
  await notices.add([
    told([incident], [hosts.inside], 'berlin'),
    told([cause.id], [cause.host], 'berlin'),
    told([incident, cause.id], [hosts.inside, cause.host], 'berlin'),
    told([], [cause.host], 'berlin'),
    ...others.slice(1).map(({ id, host }) => told([id], [host], 'rome')),
  ]);
  const stages = others.map(({ id, host }) => ({
    incident: id,
    time: now,
    stage: 'route',
    passed: true,
    reason: host,
  }));
  await notices.decided([], [], stages);
}

/** A window and a route of another site, a roster with somebody of there. */
export async function planned({ windows, channels }: Stores, person: PersonId, now: number): Promise<void> {
  const when = { zone: 'UTC', start: '2025-06-01T00:00', lastsMs: 31 * 86_400_000, repeat: { every: 'once' } } as const;
  const scope = { sites: ['rome'] };
  const made = { createdBy: null, createdAt: now, enabled: true, reason: 'hidden-reason', version: 1 };
  const window = { id: 'rome' as WindowId, name: 'hidden-window', selector: '', devices: null, scope, when, ...made };
  await windows.put(window, nothing);
  const step = { afterMs: 0, targets: [{ kind: 'person' as const, id: person }] };
  const route = {
    id: 'rome',
    name: 'hidden-route',
    enabled: true,
    order: 1,
    selector: '',
    scope,
    severity: 'warning',
  } as const;
  await channels.putRoute({ ...route, steps: [step], repeat: 0, resolved: true, stop: false, version: 1 }, nothing);
  const roster = { id: 'night', name: 'Night', zone: 'UTC', start: '2025-06-01T09:00', people: [person] };
  await channels.putRoster({ ...roster, turn: { every: 'week', count: 1 }, overrides: [], version: 1 }, nothing);
  await channels.addOverride(
    'night',
    { id: 'ohidden', person, from: now - 1, to: now + 3_600_000, reason: 'hidden-reason' },
    nothing,
  );
}
