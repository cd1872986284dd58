import { useLayoutEffect, useState } from 'preact/hooks';
import { number } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { Segment } from '../../parts/segment.tsx';
import { StateMark } from '../../parts/state-mark.tsx';
import { Icon } from '../../parts/symbols.tsx';
import { type Shape, type Stood, worstFirst } from '../../state/standing.ts';
import { box, wallPitch } from './cells.ts';
import { needsYou } from './groups.ts';
import { SiteCells } from './site-cells.tsx';

const legend: readonly (readonly [Shape, string])[] = [
  ['critical', 'critical'],
  ['warning', 'warning'],
  ['unknown', 'silent or late'],
  ['off', 'off'],
  ['order', 'in order'],
];
const views = [
  { value: 'list', name: 'List' },
  { value: 'wall', name: 'Wall' },
] as const;

/** Names shown below a site on a wall screen. */
const named = 4;
const touched = '(max-width: 40rem)';

function pitchOf(devices: number, wall: boolean): number {
  if (wall && !matchMedia(touched).matches) return wallPitch(devices, innerWidth, innerHeight);
  return matchMedia(touched).matches ? 18 : box;
}

function usePitch(devices: number, wall: boolean): number {
  const [, setSize] = useState('');
  useLayoutEffect(() => {
    const resized = () => setSize(`${innerWidth} ${innerHeight}`);
    addEventListener('resize', resized);
    return () => removeEventListener('resize', resized);
  }, []);
  return pitchOf(devices, wall);
}

interface WallProps {
  /** By name. */
  readonly stood: readonly Stood[];
  readonly wall: boolean;
  readonly toggle: () => void;
}

/** One cell a device, by site, always in the same place; only trouble has colour. */
export function Wall({ stood, wall, toggle }: WallProps) {
  const sites = [...Map.groupBy(stood, ({ device }) => device.site)].toSorted(([a], [b]) => a.localeCompare(b));
  const counts = new Map<Shape, number>();
  for (const { standing } of stood) counts.set(standing.shape, (counts.get(standing.shape) ?? 0) + 1);
  const pitch = usePitch(stood.length, wall);
  return (
    <section class="sec every" aria-label="Every device">
      <header>
        <h2>Every device</h2>
        <span class="quiet sm-hide">a device keeps its place; only trouble has colour</span>
        <span class="aside key">
          {legend.map(([shape, word]) =>
            counts.has(shape) || shape === 'order' ? (
              <span key={shape}>
                <Icon name={shape} />
                {word} {number(counts.get(shape) ?? 0)}
              </span>
            ) : null,
          )}
        </span>
        <Segment
          label="View"
          choices={views}
          chosen={wall ? 'wall' : 'list'}
          choose={(view) => view !== (wall ? 'wall' : 'list') && toggle()}
        />
      </header>
      <div class="wall">
        {sites.map(([site, ones]) => (
          <Site key={site} name={site} cells={ones} pitch={pitch} wall={wall} />
        ))}
      </div>
    </section>
  );
}

interface SiteProps {
  readonly name: string;
  readonly cells: readonly Stood[];
  readonly pitch: number;
  readonly wall: boolean;
}

function Site({ name, cells, pitch, wall }: SiteProps) {
  const sick = worstFirst(cells.filter(needsYou));
  const hurt = sick.filter(({ standing }) => standing.shape !== 'unknown').length;
  const unknown = sick.length - hurt;
  const title = name === '' ? 'No site' : plain(name);
  return (
    <section ref={(element) => element?.style.setProperty('--n', String(Math.max(24, cells.length)))}>
      <h3>
        {title}{' '}
        <span>
          {number(cells.length)}
          {hurt > 0 ? ` · ${hurt} ${hurt === 1 ? 'needs' : 'need'} you` : ''}
          {unknown > 0 ? ` · ${unknown} unknown` : ''}
        </span>
      </h3>
      <SiteCells name={title} cells={cells} pitch={pitch} />
      {wall ? (
        <ul class="names">
          {sick.slice(0, named).map(({ device, standing }) => (
            <li key={device.id}>
              <StateMark shape={standing.shape} word={plain(device.name)} />
            </li>
          ))}
          {sick.length > named ? <li class="quiet">and {sick.length - named} more</li> : null}
        </ul>
      ) : null}
    </section>
  );
}
