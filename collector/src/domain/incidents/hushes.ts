// pure
import type { Hushes, Incident, Quiet } from './types.ts';

export const noHushes: Hushes = { window: null, cause: null, flapping: null, snoozed: null };

/** Why nobody is told: planned work first, then what it follows from, flapping, and what somebody chose. */
export function quietOf({ window, cause, flapping, snoozed }: Hushes): Quiet | null {
  if (window !== null) return { by: 'window', window };
  if (cause !== null) return { by: 'cause', incident: cause };
  if (flapping !== null) return { by: 'flapping', since: flapping };
  return snoozed && { by: 'snoozed', ...snoozed };
}

/** The incident with some of what quiets it changed. */
export function hushed(incident: Incident, change: Partial<Hushes>): Incident {
  const hushes = { ...incident.hushes, ...change };
  return { ...incident, hushes, quiet: quietOf(hushes) };
}
