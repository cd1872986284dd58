/** What people do with invented incidents: answers as the collector does, with versions and refusals. */
import type { Incident, IncidentAct, IncidentActed, TimelineEntry } from '@fettle/shared/api/incidents';
import { deliveriesOf, detailOf, stagesOf } from './fake-evidence.ts';
import { chosen, ida, incidentsOf, standingOf } from './fake-incidents.ts';
import { people } from './fake-plans/notices.ts';

/** Tells an event to everybody who listens. */
export type Tell = (kind: string, incident: Incident) => void;

export class FakeDesk {
  incidents: Incident[];
  readonly #notes = new Map<string, TimelineEntry[]>();
  readonly #tell: Tell;

  constructor(tell: Tell, incidents = incidentsOf(Date.now())) {
    this.#tell = tell;
    this.incidents = incidents;
  }

  /** Something comes, or is other than before. */
  put(incident: Incident, kind = 'incident.opened'): void {
    this.incidents = [...this.incidents.filter(({ id }) => id !== incident.id), incident];
    this.#tell(kind, incident);
  }

  act({ incidents, act }: IncidentAct): IncidentActed {
    const items = incidents.map(({ id, version }) => {
      const known = this.incidents.find((one) => one.id === id);
      if (!known) return { id, incident: null, code: 'not_found', message: 'There is no such incident.' };
      if (known.version !== version) {
        return {
          id,
          incident: null,
          code: 'changed_meanwhile',
          message: 'Somebody changed it meanwhile. Read it again.',
        };
      }
      const after = { ...known, ...this.#done(known, act), version: version + 1 };
      this.put(after, 'incident.changed');
      return { id, incident: after, code: null, message: null };
    });
    return { items };
  }

  #done(known: Incident, act: IncidentAct['act']): Partial<Incident> {
    const now = Date.now();
    if (act.kind === 'note') this.#note(known, act.text);
    if (act.kind === 'acknowledge') return { state: 'acknowledged', acknowledgedAt: now };
    if (act.kind === 'unacknowledge') return { state: 'open', acknowledgedAt: null };
    if (act.kind === 'resolve') return { state: 'resolved', resolvedAt: now };
    if (act.kind === 'reopen') return { state: 'open', resolvedAt: null, reopened: known.reopened + 1 };
    if (act.kind === 'close') return { state: 'closed', closedAt: now };
    if (act.kind === 'own') return { owner: people.find(({ id }) => id === act.owner) ?? null };
    if (act.kind === 'priority') return { priority: act.priority };
    if (act.kind === 'snooze') return { quiet: { by: 'snoozed', until: act.until, person: 'p1' } };
    if (act.kind === 'unsnooze') return { quiet: null };
    if (act.kind === 'link') return { problem: act.problem };
    if (act.kind === 'pause') return { resolve: { ...known.resolve, state: 'paused', dueAt: null } };
    if (act.kind === 'resume') return { resolve: { ...known.resolve, state: 'running', dueAt: now + 3_600_000 } };
    return {};
  }

  #note(known: Incident, words: string): void {
    const notes = this.#notes.get(known.id) ?? [];
    const entry = { sequence: 100 + notes.length, time: Date.now(), kind: 'note', actor: ida, words, detail: {} };
    this.#notes.set(known.id, [...notes, entry]);
  }

  /** The answer to a reading, undefined when the address is no business of it. */
  read(path: string, query: URLSearchParams, now: number): unknown {
    const page = (items: unknown) => ({ items, next: null });
    const [, first, id, part] = path.split('/');
    if (first === 'standing') return standingOf(this.incidents);
    if (first === 'deliveries') {
      const one = this.incidents.find((known) => known.id === query.get('incident'));
      return one ? page(deliveriesOf(one)) : undefined;
    }
    if (first !== 'incidents' || query.has('problem')) return undefined;
    if (id === undefined) return page(chosen(this.incidents, query));
    const one = this.incidents.find((known) => known.id === id);
    if (!one) return undefined;
    if (part === 'notices') return page(stagesOf(one));
    return detailOf(one, this.incidents, this.#notes.get(id) ?? [], now);
  }
}
