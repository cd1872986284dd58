// pure
import { formatValue } from '@fettle/shared/units';
import type { Panel } from '../../charts/panels.ts';
import { counted } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import type { Piece } from '../../parts/piece.ts';
import type { Summary, Track } from './lines.ts';

interface Said {
  readonly panel: Panel;
  readonly tracks: readonly Track[];
  readonly summaries: readonly Summary[];
  /** "The last 24 hours" */
  readonly when: string;
  readonly earlier: string | undefined;
}

/** What the lines come to: the highest, the usual, and how that was before. */
export function exploreSentence({ panel, tracks, summaries, when, earlier }: Said): Piece[] {
  const { unit, title } = panel;
  const said = (value: number | null) => {
    if (value === null) return 'no data';
    const shown = formatValue(value, unit, panel.metric.decimals);
    return `${shown.figure} ${shown.unit}`.trim();
  };
  const [highest] = summaries;
  const track = tracks.find(({ key }) => key === highest?.key);
  if (!highest || !track || highest.median === null) {
    return [{ text: title, strong: true }, { text: ': no data in this time. ' }, { text: `${when}.`, lesser: true }];
  }
  const name = plain([track.deviceName, track.what].filter(Boolean).join(' '), 80);
  const before: Piece[] =
    highest.earlier === undefined || earlier === undefined
      ? []
      : [{ text: ` ${upper(earlier)} it was ${said(highest.earlier)}.` }];
  const among = tracks.length === 1 ? '' : ` is the highest of ${counted(tracks.length, 'line')}`;
  return [
    { text: `${title}: `, strong: true },
    { text: `${name}${among}, ${said(highest.median)} in the median and ${said(highest.p95)} at p95.` },
    ...before,
    { text: ` ${when}.`, lesser: true },
  ];
}

const upper = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);
