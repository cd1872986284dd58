// pure
import type { Incident } from '@fettle/shared/api/incidents';
import { counted } from '../../../format/count.ts';
import { plain } from '../../../format/text.ts';
import { day, span } from '../../../format/time.ts';
import type { Shape } from '../../../state/standing.ts';

export interface Group {
  readonly key: string;
  readonly shape: Shape;
  readonly word: string;
  readonly note: string;
  readonly incidents: readonly Incident[];
  /** Folded until somebody asks: nobody is told of these. */
  readonly quiet: boolean;
}

const oldestFirst = (a: Incident, b: Incident) => a.openedAt - b.openedAt || a.id.localeCompare(b.id);

function loud(key: string, shape: 'critical' | 'warning', incidents: readonly Incident[], now: number): Group[] {
  if (incidents.length === 0) return [];
  const sorted = incidents.toSorted(oldestFirst);
  const waiting = incidents.filter(({ state }) => state === 'open').length;
  const oldest = span(now - (sorted[0]?.openedAt ?? now));
  const note = `${incidents.length}, ${incidents.length === 1 ? `for ${oldest}` : `the oldest for ${oldest}`}; ${
    waiting === 0 ? 'all acknowledged' : `${waiting} not acknowledged`
  }`;
  const word = shape === 'critical' ? 'Critical' : 'Warning';
  return [
    { key, shape, word: key === shape ? word : `${word}, older than a day`, note, incidents: sorted, quiet: false },
  ];
}

/** What the quiet ones have in common, in the order in which they are shown. */
const quiets: readonly {
  readonly by: NonNullable<Incident['quiet']>['by'];
  readonly shape: Shape;
  readonly word: string;
  readonly note: (incidents: readonly Incident[], names: Names) => string;
}[] = [
  { by: 'cause', shape: 'unknown', word: 'Follow from another', note: (all, names) => causes(all, names) },
  {
    by: 'window',
    shape: 'window',
    word: 'In window',
    note: (all) => `${counted(all.length, 'incident')}; ${windows(all)}`,
  },
  {
    by: 'flapping',
    shape: 'off',
    word: 'Flapping',
    note: (all) =>
      `${counted(all.length, 'incident comes and goes', 'incidents come and go')}; told again when they rest`,
  },
  { by: 'snoozed', shape: 'off', word: 'Snoozed', note: (all) => counted(all.length, 'incident') },
];

type Names = ReadonlyMap<string, string>;

function causes(incidents: readonly Incident[], names: Names): string {
  const byCause = Map.groupBy(incidents, ({ quiet }) => (quiet?.by === 'cause' ? quiet.incident : ''));
  return [...byCause]
    .toSorted(([, a], [, b]) => b.length - a.length)
    .slice(0, 3)
    .map(([id, ones]) => `${ones.length} behind ${plain(names.get(id) ?? 'one outside this list', 64)}`)
    .join(' · ');
}

function windows(incidents: readonly Incident[]): string {
  const names = new Set(incidents.map(({ quiet }) => (quiet?.by === 'window' ? quiet.window : '')));
  return `${[...names]
    .slice(0, 3)
    .map((name) => plain(name, 64))
    .join(', ')}; notices paused, states still recorded`;
}

/** The board: critical, warning, those older than a day apart; then who nobody is told of, counted. Pure. */
export function groupsOf(incidents: readonly Incident[], now: number): Group[] {
  const names = new Map(incidents.map(({ id, deviceName }) => [id, deviceName]));
  const told = incidents.filter(({ quiet }) => quiet === null);
  const of = (severity: Incident['severity'], old: boolean) =>
    told.filter((one) => one.severity === severity && now - one.openedAt > day === old);
  return [
    ...loud('critical', 'critical', of('critical', false), now),
    ...loud('critical old', 'critical', of('critical', true), now),
    ...loud('warning', 'warning', of('warning', false), now),
    ...loud('warning old', 'warning', of('warning', true), now),
    ...quiets.flatMap(({ by, shape, word, note }): Group[] => {
      const mine = incidents.filter(({ quiet }) => quiet?.by === by).toSorted(oldestFirst);
      return mine.length === 0 ? [] : [{ key: by, shape, word, note: note(mine, names), incidents: mine, quiet: true }];
    }),
  ];
}

/**
 * Groups whose incidents keep the places they had `before`, when somebody began to point at them, with what is true now;
 * `above` counts those that are new since.
 */
export function held(fresh: readonly Group[], before: readonly Group[]): { groups: readonly Group[]; above: number } {
  const now = new Map(fresh.flatMap(({ incidents }) => incidents).map((one) => [one.id, one]));
  const seen = new Set(before.flatMap(({ incidents }) => incidents).map(({ id }) => id));
  const groups = before.map((group) => ({
    ...group,
    note: fresh.find(({ key }) => key === group.key)?.note ?? group.note,
    incidents: group.incidents.flatMap(({ id }) => now.get(id) ?? []),
  }));
  const above = fresh
    .filter(({ quiet }) => !quiet)
    .flatMap(({ incidents }) => incidents)
    .filter(({ id }) => !seen.has(id));
  return { groups: groups.filter(({ incidents }) => incidents.length > 0), above: above.length };
}
