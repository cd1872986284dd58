// pure
import { textOf, written } from '@fettle/shared/reports/format';
import type { IncidentClocks, Incident } from '../incidents/index.ts';
import type { Order } from '../orders/index.ts';
import type { Plan } from '../changes/index.ts';
import type { OpenRequest } from './ports.ts';

const minute = 60_000;

/** `2 h 24 min`; from two minutes on, whole ones. */
export function lasting(ms: number): string {
  const shown = ms < 2 * minute ? ms : Math.floor(ms / minute + 0.5) * minute;
  return textOf(written(Math.max(0, shown), { format: 'duration' }, { currency: 'EUR', zone: 'UTC' }));
}

/** What is to be done next with an incident that is open, in a sentence or two. */
export function nextOf(incident: Incident, clocks: IncidentClocks, now: number): string {
  const { quiet, remedy } = incident;
  if (quiet?.by === 'snoozed') return `Snoozed; it comes back in ${lasting(quiet.until - now)}.`;
  if (quiet?.by === 'cause') return 'Follows from another incident: work on that one.';
  if (quiet?.by === 'window') return 'A maintenance window is open; look again when it ends.';
  const parts = [remedy && remedy.endedAt === null ? `${capital(remedy.by)} runs: wait for what comes of it.` : null];
  if (remedy?.cleared === false) parts.push(`${capital(remedy.by)} did not help.`);
  parts.push(dueOf(incident, clocks, now));
  return parts.filter((part) => part !== null).join(' ');
}

function dueOf({ state }: Incident, { acknowledge, resolve }: IncidentClocks, now: number): string {
  const [deed, clock] = state === 'open' ? (['Acknowledge', acknowledge] as const) : (['Resolve', resolve] as const);
  if (clock.state === 'missed') return `${deed} it: that is ${lasting(clock.ranMs - clock.targetMs)} late.`;
  if (clock.dueAt === null) return `${deed} it; its clocks rest.`;
  return `${deed} it within ${lasting(clock.dueAt - now)}.`;
}

/** What put something right, and how long that took. */
export function doneBy(
  by: 'hand' | 'script' | 'itself' | null,
  who: string | null,
  ms: number,
  remedy: string | null,
): string {
  const after = `after ${lasting(ms)}`;
  if (by === 'hand') return `Resolved by ${who ?? 'hand'} ${after}.`;
  if (by === 'script') return `Put right by ${remedy ?? 'a script'} ${after}.`;
  return `Resolved by itself ${after}.`;
}

export function nextOfOrder({ state, why, ring, rings, notBefore }: Order, now: number): string {
  if (state === 'waiting-approval') return 'Waits for a second signature.';
  if (state === 'planned') return notBefore > now ? `Begins in ${lasting(notBefore - now)}.` : 'Begins now.';
  if (state === 'halted') return `Halted${why === null ? '' : `: ${why}`}. Let it go on, or stop it.`;
  return rings > 1 ? `Runs, ring ${ring + 1} of ${rings}.` : 'Runs.';
}

export function nextOfPlan({ state, from, to }: Plan, now: number): string {
  if (state === 'under-way')
    return to > now ? `Is to be done in ${lasting(to - now)}.` : `Was to be done ${lasting(now - to)} ago.`;
  if (state === 'proposed') return `Waits for approval; begins in ${lasting(from - now)}.`;
  return from > now ? `Begins in ${lasting(from - now)}.` : `Was to begin ${lasting(now - from)} ago.`;
}

export function nextOfRequest({ state, dueAt, asker }: OpenRequest, now: number): string {
  const what =
    { waiting: 'Approve or refuse it', approved: 'Sign it, or do it', running: 'Wait for its run' }[state] ??
    'Look at it';
  const due =
    dueAt === null ? '' : dueAt > now ? `, within ${lasting(dueAt - now)}` : `: that is ${lasting(now - dueAt)} late`;
  return `${what}${due}. ${asker} asked.`;
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
