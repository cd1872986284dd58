import type { Incident } from '@fettle/shared/api/incidents';
import { signal } from '@preact/signals';
import { ApiProblem } from '../api/problem.ts';
import { readIncident, readIncidents } from '../api/incidents.ts';
import { everything, type Filter } from './board-filter.ts';
import { clockNow } from './clock.ts';
import type { LiveMessage } from '../live/stream.ts';
import { resource } from './resource.ts';

/** What the board is narrowed to. */
export const filter = signal<Filter>(everything);

const startOfToday = () => new Date(clockNow()).setHours(0, 0, 0, 0);

/** What is open, also what nobody is told of, within the filter: worst and oldest first. */
export const board = resource<readonly Incident[]>((aborted) => {
  const { state, site, owner, search, rule } = filter.peek();
  return readIncidents(
    {
      state: state === 'open' ? ['open', 'acknowledged'] : ['open'],
      quiet: '1',
      ...(site === '' ? {} : { site }),
      ...(owner === '' ? {} : { owner }),
      ...(rule === '' ? {} : { rule }),
      ...(search.trim() === '' ? {} : { search: search.trim() }),
    },
    aborted,
  );
});

/** What was put right since midnight here, the newest first. */
export const resolvedToday = resource<readonly Incident[]>(async (aborted) => {
  const from = startOfToday();
  const query = { state: ['resolved', 'closed'], quiet: '1', from, to: clockNow() + 60_000 };
  return (await readIncidents(query, aborted, 500))
    .filter(({ resolvedAt }) => resolvedAt !== null && resolvedAt >= from)
    .toSorted((a, b) => (b.resolvedAt ?? 0) - (a.resolvedAt ?? 0));
});

export const isOpen = ({ state }: Pick<Incident, 'state'>) => state === 'open' || state === 'acknowledged';

/** Those that are open and that somebody is told of, worst and oldest first. */
export const openOf = (incidents: readonly Incident[]) =>
  incidents
    .filter((one) => isOpen(one) && one.quiet === null)
    .toSorted(
      (a, b) => Number(b.severity === 'critical') - Number(a.severity === 'critical') || a.openedAt - b.openedAt,
    );

/** A list with one incident as it is now: in its place, or gone when it is no longer open. */
export function withIncident(before: readonly Incident[], now: Incident): readonly Incident[] {
  const known = before.find(({ id }) => id === now.id);
  if (known && known.version > now.version) return before;
  if (!isOpen(now)) return known ? before.filter(({ id }) => id !== now.id) : before;
  return known ? before.map((one) => (one.id === now.id ? now : one)) : [...before, now];
}

/** Takes incidents as they are now, from an answer to a deed or a question. */
export function putIncidents(incidents: readonly Incident[]): void {
  board.update((before) => incidents.reduce<readonly Incident[]>(withIncident, before));
  if (incidents.some((one) => !isOpen(one))) resolvedToday.renew();
}

export function readBoard(): void {
  board.renew();
  resolvedToday.renew();
}

/** So many that changed are read one by one; of more the whole list. */
const mostSingle = 5;
const changed = new Set<string>();
let reading = false;

/** Reads those that changed; what changes meanwhile is read in the next round. */
async function readChanged(): Promise<void> {
  if (reading) return;
  reading = true;
  try {
    while (changed.size > 0) {
      const ids = [...changed];
      changed.clear();
      const narrowed = filter.peek() !== everything;
      if (ids.length > mostSingle || narrowed) return readBoard();
      putIncidents(await Promise.all(ids.map((id) => readIncident(id))));
    }
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    // One of them is outside this person's sites, or gone: the list knows.
    readBoard();
  } finally {
    reading = false;
  }
}

/** The incident that an event tells of. */
export const incidentOf = (message: LiveMessage): string | undefined => {
  if (message.name !== 'event' || !message.data.kind.startsWith('incident.')) return undefined;
  const id = message.data.detail['incident'];
  return typeof id === 'string' ? id : undefined;
};

/** When the newest frame of all devices came; undefined until one comes. */
export const newestFrame = signal<number | undefined>(undefined);

/** Hears what happens and keeps the board true. */
export function takeIncidentEvent(message: LiveMessage): void {
  if (message.name === 'fleet' && message.data.newest !== null) {
    newestFrame.value = Math.max(newestFrame.peek() ?? 0, message.data.newest);
  }
  const id = incidentOf(message);
  if (id === undefined) return;
  changed.add(id);
  void readChanged();
}
