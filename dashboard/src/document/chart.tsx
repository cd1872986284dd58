import { asTable } from '@fettle/shared/reports/as-table';
import { type ChartBlock, hasValues, sceneOf } from '@fettle/shared/reports/charts';
import { dashes, type Key, type Mark, type Point, type Scene } from '@fettle/shared/reports/scene';
import { clean } from './cell.tsx';
import type { Paper } from './paper.ts';
import { TableView } from './table.tsx';

const percent = (u: number) => `${Number((u * 100).toFixed(2))}%`;
const pathOf = (points: readonly Point[]) =>
  `M${points.map(([u, y]) => `${Number((u * 1_000).toFixed(1))} ${y}`).join('L')}`;
const dashed = (dash: readonly number[] | undefined) =>
  dash !== undefined && dash.length > 0 ? { 'stroke-dasharray': dash.join(' ') } : {};

/** A chart: its drawing, what it says in a sentence, and its values as a table. */
export function ChartView({ paper, block, titled }: { paper: Paper; block: ChartBlock; titled: boolean }) {
  const title = clean(block.title);
  if (!hasValues(block))
    return (
      <>
        {titled ? <h3 class="block">{title}</h3> : null}
        <p class="quiet dense">{clean(block.empty)}</p>
      </>
    );
  const scene = sceneOf(block, paper.frame);
  return (
    <figure class="chart drawn">
      <figcaption>
        <div class="about">
          <h3 class={titled ? undefined : 'hide'}>{title}</h3>
          {scene.keys.length === 0 ? null : <Keys keys={scene.keys} />}
        </div>
      </figcaption>
      <Plane scene={scene} />
      {block.kind === 'control' ? <p class="quiet dense">{clean(block.words)}</p> : null}
      <details class="values">
        <summary>
          as table<span class="hide">: {title}</span>
        </summary>
        <TableView paper={paper} block={asTable(block)} titled={false} />
      </details>
    </figure>
  );
}

function Keys({ keys }: { keys: readonly Key[] }) {
  return (
    <span class="keys">
      {keys.map(({ name, ink, as, dash }, index) => (
        <span key={index}>
          <svg class={`ink-${ink}`} viewBox="0 0 12 9" aria-hidden="true">
            <path d="M0 4.5h12" stroke-width={as === 'bar' ? 4 : 1.5} {...dashed(dash)} />
          </svg>
          {clean(name)}
        </span>
      ))}
    </span>
  );
}

function Plane({ scene: { height, labels, marks, says } }: { scene: Scene }) {
  return (
    <div class="scene">
      <svg class="scale" height={height} aria-hidden="true">
        {labels.map(({ y, text }) => (
          <text key={y} x="100%" y={y + 3.5}>
            {text}
          </text>
        ))}
      </svg>
      <svg class="marks" role="img" aria-label={clean(says)} height={height}>
        {marks.map((mark, index) => (
          <MarkView key={index} mark={mark} height={height} />
        ))}
      </svg>
    </div>
  );
}

/** What is drawn with points lies in a plane of its own that is stretched; letters and dots are not. */
function Stretched({ height, children }: { height: number; children: preact.ComponentChildren }) {
  return (
    <svg viewBox={`0 0 1000 ${height}`} preserveAspectRatio="none" width="100%" height={height}>
      {children}
    </svg>
  );
}

function MarkView({ mark, height }: { mark: Mark; height: number }) {
  switch (mark.kind) {
    case 'rule': {
      const [[u1, y1], [u2, y2]] = [mark.from, mark.to];
      const ends = { x1: percent(u1), x2: percent(u2), y1, y2 };
      return <line class={`ink-${mark.ink}`} {...ends} stroke-width={mark.width} {...dashed(mark.dash)} />;
    }
    case 'bar':
    case 'hatch': {
      const place = { x: percent(mark.u), width: percent(mark.wide), y: mark.y, height: mark.high };
      if (mark.kind === 'hatch') return <rect class="gap" {...place} />;
      return <rect class={`ink-${mark.ink}`} {...place} fill-opacity={mark.opacity ?? 1} />;
    }
    case 'area':
      return (
        <Stretched height={height}>
          <path class={`ar ink-${mark.ink}`} d={`${pathOf(mark.points)}Z`} fill-opacity={mark.opacity} />
        </Stretched>
      );
    case 'path': {
      // Without colours the pattern tells lines apart; it is put on where it is printed.
      const printed = mark.dash === undefined && (dashes[mark.series]?.length ?? 0) > 0 ? ` paper-${mark.series}` : '';
      return (
        <Stretched height={height}>
          <path
            class={`ln ink-${mark.ink}${printed}`}
            d={pathOf(mark.points)}
            stroke-width={mark.width}
            {...dashed(mark.dash)}
          />
        </Stretched>
      );
    }
    case 'dot':
      return (
        <circle class={`dot ink-${mark.ink}`} cx={percent(mark.at[0])} cy={mark.at[1]} r={mark.hurt ? 3.5 : 1.75} />
      );
    case 'text':
    default:
      return (
        <text
          class={`ink-${mark.ink}${mark.strong === true ? ' strong' : ''}`}
          x={percent(mark.at[0])}
          y={mark.at[1]}
          text-anchor={mark.anchor}
        >
          {clean(mark.text)}
        </text>
      );
  }
}
