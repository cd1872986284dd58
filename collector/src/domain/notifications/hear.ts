// pure
import type { IncidentId } from '@fettle/shared/ids';
import type { Event } from '../events/index.ts';
import type { Telling, Thread } from './types.ts';

/** What an event makes of an incident's thread; null: nothing. `thread` null: none was begun yet. */
export function hear(thread: Thread | null, event: Event): Thread | null {
  const { kind, time, detail } = event;
  if (kind === 'incident.opened' || kind === 'incident.reopened') return begin(thread, event);
  if (thread === null) return null;
  const tell = (telling: Telling) => ({ ...thread, telling, since: time, nextAt: time });
  switch (kind) {
    case 'incident.severity':
      // What was not told yet is told as it is then.
      return thread.telling === 'opened' ? null : tell('severity');
    case 'incident.escalated':
      // Who was not told yet hears of both at once.
      return thread.telling === 'opened' ? { ...thread, nextAt: time } : tell('unremedied');
    case 'incident.acknowledged':
      return thread.telling === 'severity' ? null : still(thread);
    case 'incident.unacknowledged':
      return waits(thread, time);
    case 'incident.resolved':
      return thread.told.length > 0 || thread.telling !== null ? tell('resolved') : still(thread);
    case 'incident.closed':
      return thread.telling === 'resolved' ? null : still(thread);
    case 'incident.quiet':
      return quietened(thread, detail['quiet'], time);
    default:
      return null;
  }
}

/** Events that are of an incident say of which. */
export function incidentOf({ kind, detail }: Event): IncidentId | null {
  const { incident } = detail;
  return kind.startsWith('incident.') && typeof incident === 'string' ? (incident as IncidentId) : null;
}

function begin(thread: Thread | null, event: Event): Thread | null {
  const incident = incidentOf(event);
  const { rule } = event.detail;
  const name = typeof rule === 'string' ? rule : (thread?.rule ?? '');
  if (incident === null) return null;
  // Who was told did not hear yet that it had ended: to them it never did.
  if (thread?.telling === 'resolved' && thread.told.length > 0) {
    return { ...thread, telling: 'escalated', since: event.time, nextAt: event.time };
  }
  return {
    incident,
    site: event.site ?? thread?.site ?? '',
    rule: name,
    telling: 'opened',
    since: event.time,
    begun: event.time,
    nextAt: event.time,
    turn: thread?.turn ?? 0,
    toldSeverity: null,
    progress: {},
    told: thread?.told ?? [],
    said: '',
    version: thread?.version ?? 0,
  };
}

/** Nothing more is told until something happens. */
const still = (thread: Thread): Thread => ({ ...thread, telling: null, nextAt: null });

/** Somebody took an acknowledgement back: the steps go on, reckoned from now. */
function waits(thread: Thread, time: number): Thread {
  if (thread.told.length === 0) return { ...thread, telling: 'opened', since: time, nextAt: time };
  const progress = Object.fromEntries(
    Object.entries(thread.progress).map(([route, reached]) => [route, { ...reached, at: time }]),
  );
  return { ...thread, progress, telling: 'escalated', nextAt: time };
}

function quietened(thread: Thread, quiet: unknown, time: number): Thread | null {
  if (quiet === null || quiet === undefined) return thread.telling === null ? null : { ...thread, nextAt: time };
  const { by, until } = quiet as { readonly by?: unknown; readonly until?: unknown };
  if (by !== 'snoozed' || typeof until !== 'number' || thread.told.length === 0) return null;
  return { ...thread, telling: 'reminder', since: time, nextAt: until };
}
