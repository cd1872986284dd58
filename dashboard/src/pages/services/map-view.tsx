import type { ServiceMap } from '@fettle/shared/api/services';
import { useMemo, useState } from 'preact/hooks';
import { counted } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { Section } from '../../parts/section.tsx';
import { Icon } from '../../parts/symbols.tsx';
import type { Shape } from '../../state/standing.ts';
import { layoutOf, type MapLayout, type MapNode } from './map-layout.ts';
import { looks } from './states.ts';

const box = { width: 200, height: 30, gapX: 90, gapY: 12 };
const margin = 8;

const deviceShapes: Readonly<Record<string, Shape>> = {
  online: 'order',
  late: 'warning',
  offline: 'critical',
  unreachable: 'critical',
  unknown: 'unknown',
  stopped: 'off',
  retired: 'off',
  quarantined: 'unknown',
};
const shapeOf = ({ state }: Pick<MapNode, 'state'>): Shape =>
  (looks as Record<string, { shape: Shape } | undefined>)[state]?.shape ?? deviceShapes[state] ?? 'unknown';
const wordOf = ({ state }: Pick<MapNode, 'state'>): string =>
  (looks as Record<string, { word: string } | undefined>)[state]?.word ?? state;

const x = ({ layer }: MapNode) => margin + layer * (box.width + box.gapX);
const y = ({ row }: MapNode) => margin + row * (box.height + box.gapY);

/** A map as a drawing whose boxes are links, and the same as a list. Arrows go from one box to the nearest of that side. */
export function ServiceMapView({ map, title }: { map: ServiceMap; title: string }) {
  const [asText, setAsText] = useState(false);
  const layout = useMemo(() => layoutOf(map), [map]);
  const width = layout.layers * (box.width + box.gapX) - box.gapX + 2 * margin;
  const height = layout.rows * (box.height + box.gapY) - box.gapY + 2 * margin;
  return (
    <Section
      title={title}
      note="who relies on it at the left, what it relies on at the right"
      aside={
        <span class="aside">
          <button class="as-table" type="button" aria-pressed={asText} onClick={() => setAsText(!asText)}>
            {asText ? 'as drawing' : 'as text'}
          </button>
        </span>
      }
    >
      {layout.nodes.length === 0 ? <p class="quiet dense">Nothing to draw yet: no service is described.</p> : null}
      {asText ? (
        <TextMap layout={layout} />
      ) : (
        <div
          class="scroll service-map"
          tabIndex={0}
          role="region"
          aria-label={title}
          onKeyDown={(event) => walk(event, layout)}
        >
          <svg
            width={width}
            height={height}
            viewBox={`0 0 ${width} ${height}`}
            role="group"
            aria-label={counted(layout.nodes.length, 'box', 'boxes')}
          >
            {layout.edges.map(({ from, to, part }) => (
              <path key={`${from.id} ${to.id} ${part}`} class={edgeClass(to)} d={pathOf(from, to)}>
                <title>{part}</title>
              </path>
            ))}
            {layout.nodes.map((node) => (
              <Box key={node.id} node={node} />
            ))}
          </svg>
        </div>
      )}
    </Section>
  );
}

const edgeClass = (to: MapNode) => (shapeOf(to) === 'order' || shapeOf(to) === 'off' ? 'edge' : `edge ${shapeOf(to)}`);

function pathOf(from: MapNode, to: MapNode): string {
  const [x1, y1, x2, y2] = [x(from) + box.width, y(from) + box.height / 2, x(to), y(to) + box.height / 2];
  const half = (x1 + x2) / 2;
  return `M${x1} ${y1}C${half} ${y1} ${half} ${y2} ${x2} ${y2}`;
}

function Box({ node }: { node: MapNode }) {
  const shape = shapeOf(node);
  return (
    <a
      href={node.href}
      id={`map-${node.id}`}
      class={`node ${node.kind} ${shape}`}
      aria-label={`${plain(node.name, 80)}, ${node.kind}, ${wordOf(node)}`}
    >
      <rect x={x(node)} y={y(node)} width={box.width} height={box.height} rx="4" />
      <svg x={x(node) + 9} y={y(node) + 9} width="12" height="12" aria-hidden="true">
        <use href={`#${shape}`} />
      </svg>
      <text x={x(node) + 28} y={y(node) + 19}>
        {plain(node.name, 25)}
      </text>
    </a>
  );
}

/** Arrow keys: up and down within a column, left and right to what is tied to it, else to the nearest. */
function walk(event: KeyboardEvent, { nodes, edges }: MapLayout): void {
  const id = document.activeElement?.id.replace(/^map-/, '') ?? '';
  const node = nodes.find((one) => one.id === id);
  if (!event.key.startsWith('Arrow') || !node) return;
  const same = nodes.filter(({ layer }) => layer === node.layer).toSorted((a, b) => a.row - b.row);
  const at = same.indexOf(node);
  const tied =
    event.key === 'ArrowRight'
      ? edges.find(({ from }) => from.id === id)?.to
      : event.key === 'ArrowLeft'
        ? edges.find(({ to }) => to.id === id)?.from
        : same[at + (event.key === 'ArrowDown' ? 1 : -1)];
  event.preventDefault();
  if (tied) document.getElementById(`map-${tied.id}`)?.focus();
}

function TextMap({ layout: { nodes, edges } }: { layout: MapLayout }) {
  const services = nodes.filter(({ kind }) => kind === 'service');
  return (
    <ul class="rows map-text">
      {services.map((node) => {
        const on = edges.filter(({ from }) => from.id === node.id);
        return (
          <li key={node.id}>
            <div class="top">
              <a href={node.href}>
                <b>{plain(node.name, 80)}</b>
              </a>
              <span class={`st ${shapeOf(node)}`}>
                <Icon name={shapeOf(node)} />
                <span class="w">{wordOf(node)}</span>
              </span>
            </div>
            <span class="quiet">
              {on.length === 0
                ? 'relies on nothing else'
                : `relies on ${on.map(({ to, part }) => `${plain(to.name, 60)} (${wordOf(to)}${part === '' ? '' : `, ${plain(part, 40)}`})`).join(', ')}`}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
