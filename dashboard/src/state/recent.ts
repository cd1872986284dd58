import type { Incident } from '@fettle/shared/api/incidents';
import type { WindowSpan } from '@fettle/shared/api/windows';
import { computed } from '@preact/signals';
import { readIncidents } from '../api/incidents.ts';
import { readWindowSpans } from '../api/surroundings.ts';
import { day } from '../format/time.ts';
import type { LiveMessage } from '../live/stream.ts';
import { clockNow } from './clock.ts';
import { isOpen } from './incidents.ts';
import { resource } from './resource.ts';

const every = ['open', 'acknowledged', 'resolved', 'closed'];

/** Incidents that somebody is told of and that were open in the last 24 hours, of the whole fleet. */
export const recentIncidents = resource<readonly Incident[]>((signal) => {
  const now = clockNow();
  return readIncidents({ state: every, from: now - day, to: now + 60_000 }, signal, 500);
});

/** Windows of the last 24 hours. */
export const recentWindows = resource<readonly WindowSpan[]>((signal) => {
  const now = clockNow();
  return readWindowSpans({ from: now - day, to: now }, signal);
});

export function readRecent(): void {
  recentIncidents.renew();
  recentWindows.renew();
}

export function takeRecent(message: LiveMessage): void {
  if (message.name !== 'event') return;
  if (message.data.kind.startsWith('incident.')) recentIncidents.renew();
  if (message.data.kind.startsWith('window.')) recentWindows.renew();
}

/** The worst open incident of each device, the oldest where several are as bad, and how many it has. */
export const worstOf = computed(() => {
  const found = new Map<string, { readonly worst: Incident; readonly count: number }>();
  for (const one of recentIncidents.value.value ?? []) {
    if (!isOpen(one) || one.quiet !== null) continue;
    const known = found.get(one.device);
    const worse = known && (known.worst.severity === one.severity || one.severity === 'warning');
    found.set(one.device, { worst: worse ? known.worst : one, count: (known?.count ?? 0) + 1 });
  }
  return found;
});
