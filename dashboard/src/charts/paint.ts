import type { Chart } from 'chart.js';
import { type Colours, faded } from './colours.ts';
import type { Overlay } from './overlay.ts';
import { paintMarks } from './paint-marks.ts';
import type { ChartView } from './view.ts';

/** The plot in the canvas, and where a time or a value lies in it. */
function placesOf(chart: Chart<'line'>) {
  const { chartArea: area, ctx } = chart;
  const x = (time: number) => chart.scales['x']?.getPixelForValue(time) ?? 0;
  const y = (value: number) => chart.scales['y']?.getPixelForValue(value) ?? 0;
  return { area, ctx, x, y };
}
type Places = ReturnType<typeof placesOf>;

const spacing = 8.5;
const fontOf = (ctx: CanvasRenderingContext2D) => `11px ${getComputedStyle(ctx.canvas).fontFamily}`;

/** Slanted lines over a part of the plot: no data. */
function hatch({ ctx, area }: Places, left: number, right: number, colour: string): void {
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, area.top, right - left, area.bottom - area.top);
  ctx.clip();
  ctx.strokeStyle = faded(colour, 0.45);
  ctx.lineWidth = 1;
  const height = area.bottom - area.top;
  const start = Math.floor((left - height) / spacing) * spacing;
  ctx.beginPath();
  for (let at = start; at < right; at += spacing) {
    ctx.moveTo(at, area.bottom);
    ctx.lineTo(at + height, area.top);
  }
  ctx.stroke();
  ctx.restore();
}

function paintGaps(places: Places, view: ChartView, colours: Colours): void {
  const { ctx, area, x } = places;
  for (const gap of view.gaps) {
    const left = Math.max(area.left, x(gap.from));
    const right = Math.min(area.right, x(gap.to));
    if (right - left < 1) continue;
    hatch(places, left, right, colours.hatch);
    ctx.font = fontOf(ctx);
    const words = [gap.words, 'no data'].find((text) => ctx.measureText(text).width < right - left - 12);
    if (words === undefined) continue;
    ctx.textAlign = 'center';
    haloed(ctx, words, (left + right) / 2, area.bottom - 6, colours.text, colours.ground);
  }
}

/** Text that stays legible on whatever lies below it. */
function haloed(
  ctx: CanvasRenderingContext2D,
  text: string,
  x: number,
  y: number,
  colour: string,
  ground: string,
): void {
  ctx.lineWidth = 3;
  ctx.lineJoin = 'round';
  ctx.strokeStyle = ground;
  ctx.fillStyle = colour;
  ctx.strokeText(text, x, y);
  ctx.fillText(text, x, y);
}

/** Bands where a value hurts, with their lines. */
function paintLimits({ ctx, area, y }: Places, view: ChartView, colours: Colours): void {
  const { low, high } = view.axis;
  for (const [index, { value, shape, words = '' }] of view.limits.entries()) {
    if (value > high || value < low) continue;
    const beyond = view.limits[index + 1]?.value ?? (view.below ? low : high);
    const end = y(Math.min(high, Math.max(low, beyond)));
    const at = y(value);
    ctx.fillStyle = faded(colours[shape], 0.07);
    ctx.fillRect(area.left, Math.min(at, end), area.right - area.left, Math.abs(at - end));
    ctx.fillStyle = colours[shape];
    ctx.fillRect(area.left, Math.round(at), area.right - area.left, 1);
    ctx.font = fontOf(ctx);
    if (words === '' || ctx.measureText(words).width > (area.right - area.left) / 2) continue;
    // Beside a limit that is too near to stand below it, at the other end.
    const near = view.limits.slice(0, index).some(({ value: other }) => Math.abs(y(other) - at) < 13);
    ctx.textAlign = near ? 'right' : 'left';
    haloed(ctx, words, near ? area.right - 4 : area.left + 4, at - 5, colours[shape], colours.ground);
  }
}

/** Planned maintenance behind everything. */
function paintWindows({ ctx, area, x }: Places, view: ChartView, colours: Colours): void {
  ctx.fillStyle = faded(colours.window, 0.12);
  for (const { from, to } of view.windows) {
    const left = Math.max(area.left, x(from));
    const right = Math.min(area.right, x(to));
    if (right > left) ctx.fillRect(left, area.top, right - left, area.bottom - area.top);
  }
}

/** What lies behind the lines. */
export function paintBelow(chart: Chart<'line'>, view: ChartView, colours: Colours): void {
  const places = placesOf(chart);
  places.ctx.save();
  paintWindows(places, view, colours);
  paintLimits(places, view, colours);
  paintGaps(places, view, colours);
  places.ctx.restore();
}

/** The times below the plot: each below its point, those at the edges kept inside. */
export function paintTimes(chart: Chart<'line'>, view: ChartView, colours: Colours): void {
  const { ctx, area, x } = placesOf(chart);
  ctx.save();
  ctx.font = fontOf(ctx);
  ctx.fillStyle = colours.text;
  ctx.textBaseline = 'top';
  for (const { time, label } of view.times) {
    const at = x(time);
    const half = ctx.measureText(label).width / 2;
    ctx.textAlign = at + half > area.right ? 'right' : at - half < area.left ? 'left' : 'center';
    ctx.fillText(label, at, area.bottom + 7);
  }
  ctx.restore();
}

/** What the lines say at the cross-hair: on the side where there is more room, a swatch and a figure each. */
function paintReadings(places: Places, { hover, readings }: Overlay, colours: Colours): void {
  if (hover === undefined || readings.length === 0) return;
  const { ctx, area, x } = places;
  const at = x(hover);
  const right = at < (area.left + area.right) / 2;
  ctx.font = fontOf(ctx);
  ctx.textAlign = right ? 'left' : 'right';
  ctx.textBaseline = 'middle';
  const widest = Math.max(...readings.map(({ text }) => ctx.measureText(text).width));
  ctx.fillStyle = faded(colours.ground, 0.86);
  ctx.fillRect(right ? at + 3 : at - widest - 24, area.top + 1, widest + 21, readings.length * 14 + 2);
  for (const [row, { tone, text }] of readings.entries()) {
    const y = area.top + 9 + row * 14;
    const swatch = right ? at + 7 : at - 15;
    ctx.fillStyle = colours.tone[tone];
    ctx.fillRect(swatch, y - 2, 8, 4);
    ctx.fillStyle = colours.ink;
    ctx.fillText(text, right ? at + 19 : at - 19, y);
  }
}

/** What lies before the lines: changes, the part being marked, the cross-hair. */
export function paintAbove(chart: Chart<'line'>, overlay: Overlay, colours: Colours): void {
  const places = placesOf(chart);
  const { ctx, area, x } = places;
  const { hover, drag, marks } = overlay;
  ctx.save();
  paintMarks(chart, marks, colours);
  if (drag) {
    const [a, b] = [x(drag[0]), x(drag[1])];
    ctx.fillStyle = faded(colours.ink, 0.1);
    ctx.fillRect(Math.min(a, b), area.top, Math.abs(b - a), area.bottom - area.top);
  }
  if (hover !== undefined) {
    ctx.fillStyle = colours.ink;
    ctx.fillRect(Math.round(x(hover)), area.top, 1, area.bottom - area.top);
  }
  paintReadings(places, overlay, colours);
  ctx.restore();
}
