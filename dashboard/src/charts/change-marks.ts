// pure
import type { EventItem } from '@fettle/shared/api/events';
import type { Incident } from '@fettle/shared/api/incidents';
import { plain } from '../format/text.ts';
import type { Mark } from './marks.ts';

/** As long as a label on the rail may be. */
export const short = (text: string) => plain(text, 36);

/** What changed on a device, as a mark. */
const changes: Readonly<Record<string, string>> = {
  'device.restarted': 'restarted',
  'device.changed': 'changed by a person',
};

function changeLabel(kind: string, detail: Readonly<Record<string, unknown>>): string | undefined {
  if (kind !== 'facts.changed') return changes[kind];
  const [first, ...others] = Array.isArray(detail['changes']) ? (detail['changes'] as { name?: unknown }[]) : [];
  if (typeof first?.name !== 'string') return 'facts changed';
  return others.length === 0 ? `${first.name} changed` : `${first.name} and ${others.length} more changed`;
}

const runLabel = ({ title, outcome }: Readonly<Record<string, unknown>>) =>
  `${typeof title === 'string' ? title : 'run'}${outcome === 'failed' || outcome === 'timeout' ? ' failed' : ''}`;

/** Changes of a device, and runs on it, as marks. */
export const changeMarks = (events: readonly EventItem[]): Mark[] =>
  events.flatMap(({ kind, time, detail }): Mark[] => {
    if (kind === 'run.ended') return [{ time, kind: 'run', label: short(runLabel(detail)) }];
    const label = changeLabel(kind, detail);
    return label === undefined ? [] : [{ time, kind: 'change', label: short(label) }];
  });

/** Incidents as marks, in the colour of the worst that they were. */
export const incidentMarks = (incidents: readonly Pick<Incident, 'openedAt' | 'worst' | 'words' | 'quiet'>[]): Mark[] =>
  incidents
    .filter(({ quiet }) => quiet === null)
    .map(({ openedAt, worst, words }) => ({ time: openedAt, kind: worst, label: short(words) }));
