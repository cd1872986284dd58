// pure
import type { DeviceId, IncidentId } from '@fettle/shared/ids';
import type { NewEvent } from '../events/index.ts';
import type { IncidentWrite } from './store.ts';
import { isLive } from './transitions.ts';
import type { EvidencePiece, Incident, NewTimelineEntry } from './types.ts';

/** One incident on its way to what it is to be, and what is told of it. */
interface Draft {
  readonly before: Incident | null;
  after: Incident;
  readonly timeline: NewTimelineEntry[];
  readonly events: NewEvent[];
  readonly evidence: EvidencePiece[];
}

/** What a step tells: a line of the timeline, an event, both or neither. */
export interface Told {
  readonly entry?: NewTimelineEntry;
  readonly event?: { readonly kind: string; readonly detail?: NewEvent['detail'] };
}

/** Incidents as they are and as they are to be, until all of it is written in one commit. */
export class Drafts {
  readonly #drafts = new Map<IncidentId, Draft>();
  readonly #now: number;

  /** @param known what was read: the live ones, and others that may change */
  constructor(known: readonly Incident[], now: number) {
    this.#now = now;
    for (const one of known)
      this.#drafts.set(one.id, { before: one, after: one, timeline: [], events: [], evidence: [] });
  }

  get(id: IncidentId): Incident | undefined {
    return this.#drafts.get(id)?.after;
  }

  /** As they are to be. */
  all(): Incident[] {
    return [...this.#drafts.values()].map(({ after }) => after);
  }

  live(): Incident[] {
    return this.all().filter(isLive);
  }

  open(incident: Incident, told: Told): void {
    this.#drafts.set(incident.id, { before: null, after: incident, timeline: [], events: [], evidence: [] });
    this.#tell(incident, told);
  }

  /** @throws RangeError when it was not read */
  step(after: Incident, ...told: readonly Told[]): void {
    const draft = this.#drafts.get(after.id);
    if (!draft) throw new RangeError(`${after.id} was not read`);
    draft.after = after;
    for (const one of told) this.#tell(after, one);
  }

  /** What was caught with its breach. */
  caught(id: IncidentId, piece: EvidencePiece): void {
    this.#drafts.get(id)?.evidence.push(piece);
  }

  isNew(id: IncidentId): boolean {
    return this.#drafts.get(id)?.before === null;
  }

  /** Tells of the new ones, with what quiets them from the beginning. */
  tellOpened(): void {
    for (const { before, after, events } of this.#drafts.values()) {
      const { rule, severity, words, quiet } = after;
      if (before !== null || events.some(({ kind }) => kind === 'incident.opened')) continue;
      const told = events.splice(0);
      this.#tell(after, { event: { kind: 'incident.opened', detail: { rule, severity, words, quiet } } });
      events.push(...told);
    }
  }

  /** What differs from what was read. */
  writes(): IncidentWrite[] {
    return this.#changed().map(({ before, after, timeline, evidence }) => ({ before, after, timeline, evidence }));
  }

  events(): NewEvent[] {
    return this.#changed().flatMap(({ events }) => events);
  }

  #changed(): Draft[] {
    return [...this.#drafts.values()].filter(({ before, after, timeline }) => before !== after || timeline.length > 0);
  }

  #tell({ id, device, site }: Incident, { entry, event }: Told): void {
    const draft = this.#drafts.get(id);
    if (!draft) return;
    if (entry) draft.timeline.push(entry);
    if (!event) return;
    const { kind, detail = {} } = event;
    draft.events.push({ time: this.#now, kind, device, site, detail: { incident: id, ...detail } });
  }
}

export type Bystander = {
  readonly id: DeviceId;
  readonly name: string;
  readonly site: string;
  readonly kind: string;
  readonly state: string;
  /** Since when it is in this state. */
  readonly stateSince: number;
  readonly labels: Readonly<Record<string, string>>;
};
