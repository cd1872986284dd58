// pure
import { severityRank } from '@fettle/shared/severity';
import { spokenSpan } from './spoken.ts';
import { isLive } from './transitions.ts';
import type { Incident } from './types.ts';

/** What is wrong now. `worst`: the worst and oldest of those that somebody should look at. */
export interface Standing {
  readonly critical: number;
  readonly warning: number;
  readonly unacknowledged: number;
  readonly worst: Incident | null;
  /** What is wrong, and since when. */
  readonly words: string;
  /** What can wait; empty when nothing does. */
  readonly quieter: string;
}

/** In words what a list of incidents says of now. */
export function standingOf(incidents: readonly Incident[], now: number): Standing {
  const live = incidents.filter(isLive);
  const loud = live
    .filter(({ quiet }) => quiet === null)
    .toSorted(
      (a, b) =>
        severityRank(b.severity) - severityRank(a.severity) || a.openedAt - b.openedAt || (a.id < b.id ? -1 : 1),
    );
  const critical = loud.filter(({ severity }) => severity === 'critical').length;
  const warning = loud.length - critical;
  const [worst = null] = loud;
  return {
    critical,
    warning,
    unacknowledged: loud.filter(({ state }) => state === 'open').length,
    worst,
    words: worst ? sentence(worst, live, { critical, now }) : 'Everything is in order.',
    quieter: waiting(live, worst?.severity === 'critical' ? warning : Math.max(0, warning - 1)),
  };
}

function sentence(
  worst: Incident,
  live: readonly Incident[],
  { critical, now }: { critical: number; now: number },
): string {
  const { id, deviceName, words, openedAt, state } = worst;
  const subject = words.includes(deviceName) ? words : `${deviceName}: ${words}`;
  const since = `, for ${spokenSpan(now - openedAt)}`;
  const followers = new Set(live.filter(({ hushes }) => hushes.cause === id).map(({ device }) => device));
  followers.delete(worst.device);
  const leads = followers.size > 0 ? `, and with it ${counted(followers.size, 'other device')}` : '';
  const held = state === 'acknowledged' ? ' Somebody is at it.' : '';
  const more = critical > 1 ? ` ${counted(critical - 1, 'more critical incident')}.` : '';
  return `${subject}${since}${leads}.${held}${more}`;
}

function waiting(live: readonly Incident[], warnings: number): string {
  const by = (kind: string) => live.filter(({ quiet }) => quiet?.by === kind).length;
  const parts = [
    [warnings, 'warning', 'can wait'],
    [by('window'), 'incident', 'in maintenance'],
    [by('flapping'), 'incident', 'flapping'],
    [by('snoozed'), 'incident', 'snoozed'],
  ] as const;
  const said = parts.flatMap(([count, what, how]) => (count > 0 ? [`${counted(count, what)} ${how}`] : []));
  return said.length > 0 ? `${said.join(', ')}.` : '';
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
