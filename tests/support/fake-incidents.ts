/** Invented incidents for rendering tests: what a fleet of a hundred has on a busy afternoon. */
import type { Incident, Standing } from '@fettle/shared/api/incidents';

export interface FakeIncidents {
  readonly incidents: Incident[];
}

/** What is wrong now, as the collector says it. */
export function standingOf(incidents: readonly Incident[]): Standing {
  const open = incidents.filter(({ state, quiet }) => (state === 'open' || state === 'acknowledged') && quiet === null);
  const critical = open.filter(({ severity }) => severity === 'critical');
  const [worst = null] = [...critical, ...open];
  return {
    critical: critical.length,
    warning: open.length - critical.length,
    unacknowledged: open.filter(({ state }) => state === 'open').length,
    worst,
    words: worst ? `${worst.deviceName}: ${worst.words}.` : 'Everything is in order.',
    quieter: open.length > 1 ? `${open.length - 1} more are open.` : '',
  };
}
