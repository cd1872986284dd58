import {
  Chart,
  type ChartDataset,
  Filler,
  LinearScale,
  LineController,
  LineElement,
  type Plugin,
  PointElement,
} from 'chart.js';
import { type Colours, faded } from './colours.ts';
import type { Overlay } from './overlay.ts';
import { paintAbove, paintBelow, paintTimes } from './paint.ts';
import type { ChartView, ViewLine } from './view.ts';

Chart.register(LineController, LineElement, PointElement, LinearScale, Filler);

export interface Drawing {
  /** Shows something else. */
  show(view: ChartView, colours: Colours): void;
  /** Shows the same with another overlay. */
  point(overlay: Overlay): void;
  /** The time below a point of the page, and where the plot lies in the canvas, px. */
  timeAt(clientX: number): number;
  destroy(): void;
}

type Dataset = ChartDataset<'line'>;

function widthOf({ tone, fill, bare, dashed }: ViewLine): number {
  if (fill === 'solid' || bare) return 0;
  return dashed || tone === 'earlier' || tone === 'rest' ? 1 : 1.5;
}

function dataset(line: ViewLine, colours: Colours): Dataset {
  const { points, tone, fill, onto, dashed } = line;
  const colour = colours.tone[tone];
  const width = widthOf(line);
  return {
    data: points as { x: number; y: number }[],
    borderColor: width === 0 ? 'transparent' : tone === 'rest' ? faded(colour, 0.55) : colour,
    borderWidth: width,
    ...(dashed ? { borderDash: [3, 3] } : {}),
    backgroundColor: faded(colour, fill === 'solid' ? 0.82 : 0.16),
    fill: fill === 'none' ? false : onto === 'before' ? '-1' : 'origin',
    pointRadius: 0,
    spanGaps: false,
    tension: 0,
    normalized: true,
    parsing: false,
  };
}

const yWidth = 54;
/** Above the plot, for marks. */
const rail = 16;

/** Draws views on a canvas; chart.js sees only what is decided already. */
export function draw(canvas: HTMLCanvasElement, first: ChartView, firstColours: Colours): Drawing {
  let view = first;
  let colours = firstColours;
  let overlay: Overlay = { hover: undefined, drag: undefined, marks: [], readings: [] };
  const font = { family: getComputedStyle(canvas).fontFamily, size: 11 };
  const layers: Plugin<'line'> = {
    id: 'layers',
    beforeDatasetsDraw: (chart) => paintBelow(chart, view, colours),
    afterDatasetsDraw: (chart) => {
      paintTimes(chart, view, colours);
      paintAbove(chart, overlay, colours);
    },
  };
  const chart = new Chart<'line'>(canvas, {
    type: 'line',
    data: { datasets: [] },
    plugins: [layers],
    options: {
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      events: [],
      layout: { padding: { top: rail, right: 1, bottom: 20 } },
      scales: {
        x: {
          type: 'linear',
          grid: { display: false },
          border: { display: false },
          ticks: { display: false },
        },
        y: {
          type: 'linear',
          border: { display: false },
          afterBuildTicks: (scale) => {
            scale.ticks = view.axis.ticks.map(({ value, label }) => ({ value, label }));
          },
          afterFit: (scale) => {
            scale.width = yWidth;
          },
          grid: { tickLength: 0, lineWidth: 1 },
          ticks: {
            font,
            autoSkip: false,
            padding: 6,
            callback: (_value, index) => view.axis.ticks[index]?.label ?? '',
          },
        },
      },
    },
  });

  function show(next: ChartView, nextColours: Colours): void {
    view = next;
    colours = nextColours;
    const { x, y } = chart.options.scales ?? {};
    if (!x || !y) return;
    Object.assign(x, { min: view.span.from, max: view.span.to });
    Object.assign(y, { min: view.axis.low, max: view.axis.high });
    Object.assign(y.ticks ?? {}, { color: colours.text });
    Object.assign(y.grid ?? {}, {
      color: view.axis.ticks.map(({ value }) => (value === 0 ? colours.zero : colours.grid)),
    });
    chart.data.datasets = view.lines.map((line) => dataset(line, colours));
    chart.update('none');
  }

  show(first, firstColours);
  return {
    show,
    point(next) {
      overlay = next;
      chart.draw();
    },
    timeAt(clientX) {
      const x = chart.scales['x'];
      const value = x?.getValueForPixel(clientX - canvas.getBoundingClientRect().left) ?? view.span.from;
      return Math.min(view.span.to, Math.max(view.span.from, value));
    },
    destroy: () => chart.destroy(),
  };
}
