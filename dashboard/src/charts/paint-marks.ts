import type { Chart } from 'chart.js';
import { type Colours } from './colours.ts';
import { labelled, type Mark } from './marks.ts';

/** The shapes of the look, on a square of 16; a change is a ring with a dot. */
const shapes: Readonly<Record<Mark['kind'], string>> = {
  critical: 'M8 0l8 8-8 8-8-8z',
  warning: 'M8 1l8 14H0z',
  right: 'M1.5 8.5l4.5 4.5 8.5-10',
  run: 'M8 1v9M4 6.5l4 4 4-4M2 14.5h12',
  change: 'M13 8a5 5 0 1 1-10 0a5 5 0 1 1 10 0zM9 8a1 1 0 1 1-2 0a1 1 0 1 1 2 0z',
};
const size = 10;
/** Narrower plots have room for shapes only. */
const labelsFrom = 420;

function shape(ctx: CanvasRenderingContext2D, { kind }: Mark, at: number, top: number, colour: string): void {
  ctx.save();
  ctx.translate(at - size / 2, top);
  ctx.scale(size / 16, size / 16);
  const path = new Path2D(shapes[kind]);
  ctx.fillStyle = colour;
  ctx.strokeStyle = colour;
  ctx.lineWidth = 2.2;
  ctx[kind === 'change' || kind === 'run' || kind === 'right' ? 'stroke' : 'fill'](path);
  ctx.restore();
}

/** Marks on the rail above the plot with a line down each: dotted for a change, in its colour for an incident. */
export function paintMarks(chart: Chart<'line'>, marks: readonly Mark[], colours: Colours): void {
  const { ctx, chartArea: area } = chart;
  const x = (time: number) => Math.round(chart.scales['x']?.getPixelForValue(time) ?? 0) + 0.5;
  ctx.font = `11px ${getComputedStyle(ctx.canvas).fontFamily}`;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  const roomy = area.right - area.left >= labelsFrom;
  const placed = marks
    .map((mark) => ({ mark, at: x(mark.time), width: roomy ? ctx.measureText(mark.label).width : 0 }))
    .filter(({ at }) => at >= area.left && at <= area.right);
  const told = labelled(placed, area.right);
  for (const one of placed) {
    const { mark, at } = one;
    const calm = mark.kind === 'change' || mark.kind === 'run';
    const colour = mark.kind === 'change' || mark.kind === 'run' ? colours.text : colours[mark.kind];
    ctx.strokeStyle = colour;
    ctx.lineWidth = calm ? 1 : 1.25;
    ctx.setLineDash(calm ? [1, 3] : []);
    ctx.beginPath();
    ctx.moveTo(at, area.top - 3);
    ctx.lineTo(at, area.bottom);
    ctx.stroke();
    ctx.setLineDash([]);
    shape(ctx, mark, at, area.top - size - 4, colour);
    ctx.fillStyle = colours.text;
    if (told.has(one)) ctx.fillText(mark.label, at + 9, area.top - size / 2 - 3);
  }
}
