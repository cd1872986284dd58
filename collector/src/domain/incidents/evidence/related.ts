import { everywhere } from '../../access/index.ts';
import type { Incident } from '../types.ts';
import type { EvidenceProvider } from './provider.ts';

const most = 12;

/** What else was wrong then: on the device, by the same rule, at the site. */
export const related: EvidenceProvider = {
  kind: 'related',
  async look({ store }, { incident }) {
    const items = relatedTo(incident, await store.open(everywhere));
    return items.length > 0 ? { content: { items } } : null;
  },
};

/** Of all that are live those that may have to do with one, the nearest first. Pure. */
export function relatedTo(incident: Incident, live: readonly Incident[]) {
  const near = live.flatMap((other) => {
    const place = other.id === incident.id ? null : placeOf(incident, other);
    return place ? [{ other, ...place }] : [];
  });
  return near
    .toSorted((a, b) => a.rank - b.rank || b.other.openedAt - a.other.openedAt || (a.other.id < b.other.id ? -1 : 1))
    .slice(0, most)
    .map(({ other: { id, deviceName, words, severity, openedAt }, why }) => ({
      id,
      deviceName,
      words,
      severity,
      openedAt,
      why,
    }));
}

/** Incidents are shown to whoever sees the site of this one; those of other sites stay out. */
function placeOf(incident: Incident, other: Incident): { rank: number; why: string } | null {
  if (other.site !== incident.site) return null;
  if (other.device === incident.device) return { rank: 0, why: 'on the same device' };
  if (other.rule === incident.rule) return { rank: 1, why: 'the same at this site' };
  return { rank: 2, why: 'at the same site' };
}
