// pure
import type { ChangeItem } from '@fettle/shared/api/changes';
import type { Incident } from '@fettle/shared/api/incidents';
import type { WindowSpan } from '@fettle/shared/api/windows';
import { short } from '../../charts/change-marks.ts';
import type { Span } from '../../charts/gaps.ts';
import type { Mark } from '../../charts/marks.ts';
import { counted } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import type { SymbolName } from '../../parts/symbols.tsx';
import type { Layer } from './view.ts';

/** What happened in the time that is shown, on the devices that are. */
export interface Happened {
  readonly incidents: readonly Incident[];
  /** Runs among them. */
  readonly changes: readonly ChangeItem[];
  readonly windows: readonly WindowSpan[];
}

/** One thing that happened, for the list below the chart. */
export interface Happening {
  readonly key: string;
  readonly layer: Layer;
  readonly time: number;
  readonly shape: SymbolName;
  readonly deviceName: string;
  readonly words: string;
  readonly link: string | null;
}

const failed = new Set(['failed', 'timeout', 'stopped', 'unknown']);

/** Everything that the layers show, newest first. */
export function happenings(
  { incidents, changes, windows }: Happened,
  without: readonly Layer[],
  span: Span,
): Happening[] {
  const all: Happening[] = [
    ...incidents.map((one): Happening => ({
      key: one.id,
      layer: 'incidents',
      time: one.openedAt,
      shape: one.worst,
      deviceName: plain(one.deviceName, 48),
      words: plain(one.words, 200),
      link: `/incidents/${encodeURIComponent(one.id)}`,
    })),
    ...changes.map((one): Happening => {
      const isRun = one.kind === 'run';
      return {
        key: one.id,
        layer: isRun ? 'runs' : 'changes',
        time: one.time,
        shape: isRun && failed.has(one.outcome ?? '') ? 'critical' : isRun ? 'run' : 'change',
        deviceName: plain(one.deviceName, 48),
        words: plain(one.words, 200),
        link: one.link,
      };
    }),
    ...windows.map((one): Happening => ({
      key: `${one.window} ${one.from}`,
      layer: 'windows',
      time: one.from,
      shape: 'window',
      deviceName: '',
      words: plain(one.name, 128),
      link: `/windows/${encodeURIComponent(one.window)}`,
    })),
  ];
  return all
    .filter(
      ({ layer, time }) => !without.includes(layer) && (layer === 'windows' || (time >= span.from && time <= span.to)),
    )
    .toSorted((a, b) => b.time - a.time);
}

const markOf = ({ layer, shape, time, deviceName, words }: Happening, single: boolean): Mark => ({
  time,
  kind: layer === 'incidents' ? (shape === 'critical' ? 'critical' : 'warning') : layer === 'runs' ? 'run' : 'change',
  label: short(single ? words : `${deviceName}: ${words}`),
});

const together: Readonly<Record<Mark['kind'], readonly [string, string]>> = {
  change: ['change', 'changes'],
  run: ['run', 'runs'],
  warning: ['incident', 'incidents'],
  critical: ['incident', 'incidents'],
  right: ['resolved', 'resolved'],
};

/** No two marks of a kind stand nearer than this share of the span: they are one mark with their number. */
const nearest = 0.012;

/** Marks for the rail; those of a kind that would lie on each other are one. */
export function marksOf(all: readonly Happening[], span: Span, single: boolean): Mark[] {
  const marks = all.filter(({ layer }) => layer !== 'windows').map((one) => markOf(one, single));
  const apart = (span.to - span.from) * nearest;
  return [...Map.groupBy(marks, ({ kind }) => kind).values()].flatMap((some) => {
    const gathered: { first: Mark; count: number }[] = [];
    for (const mark of some.toSorted((a, b) => a.time - b.time)) {
      const last = gathered.at(-1);
      if (last && mark.time - last.first.time < apart) last.count += 1;
      else gathered.push({ first: mark, count: 1 });
    }
    return gathered.map(({ first, count }) =>
      count === 1 ? first : { ...first, label: counted(count, ...together[first.kind]) },
    );
  });
}
