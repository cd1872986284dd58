import { useMemo, useState } from 'preact/hooks';
import { number } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import type { Point } from '../../charts/gaps.ts';
import type { Panel } from '../../charts/panels.ts';
import { Figure } from '../../parts/figure.tsx';
import { Section } from '../../parts/section.tsx';
import { devicePath } from '../../routes.ts';
import { type Summary, summariesOf, type Track } from './lines.ts';
import { exploreLink, type ExploreView } from './view.ts';

interface FiguresProps {
  readonly view: ExploreView;
  readonly panel: Panel;
  readonly tracks: readonly Track[];
  readonly earlierOf: ((key: string) => readonly Point[]) | undefined;
  /** How the earlier period is named. */
  readonly earlier: string | undefined;
}

const few = 12;

/** What each line came to, the highest first; each leads to its device, and to itself alone. */
export function Figures({ view, panel, tracks, earlierOf, earlier }: FiguresProps) {
  const [whole, setWhole] = useState(false);
  const all = useMemo(() => summariesOf(tracks, earlierOf), [tracks, earlierOf]);
  const byKey = useMemo(() => new Map(tracks.map((track) => [track.key, track])), [tracks]);
  const several = tracks.some(({ what }) => what !== '');
  const shown = all.slice(0, whole ? all.length : few);
  return (
    <Section
      title={tracks.length === 1 ? 'The line' : `${number(tracks.length)} lines`}
      note="of the points that are drawn, the highest median first"
    >
      <div class="scroll" tabIndex={0} role="region" aria-label="Figures of the lines">
        <table class="t">
          <thead>
            <tr>
              <th scope="col">Device</th>
              {several ? <th scope="col">Of</th> : null}
              <th scope="col" class="n">
                Median
              </th>
              <th scope="col" class="n">
                p95
              </th>
              <th scope="col" class="n">
                Highest
              </th>
              <th scope="col" class="n">
                Last
              </th>
              {earlier === undefined ? null : (
                <th scope="col" class="n">
                  Median, {earlier}
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {shown.map((one) => {
              const track = byKey.get(one.key);
              return track ? (
                <Row key={one.key} track={track} one={one} panel={panel} view={view} several={several} />
              ) : null;
            })}
          </tbody>
        </table>
      </div>
      {all.length > few ? (
        <button class="b bare" type="button" onClick={() => setWhole(!whole)}>
          {whole ? 'Fewer' : `${number(all.length - few)} more`}
        </button>
      ) : null}
    </Section>
  );
}

interface RowProps {
  readonly track: Track;
  readonly one: Summary;
  readonly panel: Panel;
  readonly view: ExploreView;
  readonly several: boolean;
}

function Row({ track, one, panel, view, several }: RowProps) {
  const figure = (value: number | null | undefined) => (
    <td class="n">
      <Figure value={value} unit={panel.unit} decimals={panel.metric.decimals} />
    </td>
  );
  const alone = exploreLink({
    ...view,
    devices: [track.device],
    only: { ...view.only, ...track.attributes },
    shape: 'lines',
  });
  return (
    <tr>
      <td class="name">
        <a href={devicePath(track.device)}>{plain(track.deviceName, 48)}</a>
      </td>
      {several ? <td>{plain(track.what, 60)}</td> : null}
      <td class="n">
        <a class="src" href={alone}>
          <Figure value={one.median} unit={panel.unit} decimals={panel.metric.decimals} />
        </a>
      </td>
      {figure(one.p95)}
      {figure(one.highest)}
      {figure(one.last)}
      {one.earlier === undefined ? null : figure(one.earlier)}
    </tr>
  );
}
