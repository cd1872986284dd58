import { sparkRuns } from '@fettle/shared/reports/charts';
import type { LevelValue, State } from '@fettle/shared/reports/document';
import type { Mark, Point, Scene } from '@fettle/shared/reports/scene';
import { dashes } from '@fettle/shared/reports/scene';
import { colourOf, markOfState } from './palette.ts';
import type { Pen } from './pen.ts';
import type { Pdf } from './sheet.ts';

const share = (value: number) => Math.min(1, Math.max(0, value));

/** The vial, 5.6 points high, from its top left corner. */
export function drawLevel(
  pdf: Pdf,
  { value, ticks, earlier }: LevelValue,
  state: State | undefined,
  x: number,
  y: number,
  width: number,
): void {
  const high = 5.6;
  pdf.save();
  pdf.roundedRect(x, y, width, high, high / 2).fill(colourOf('sunken'));
  if (share(value) > 0) {
    pdf.save();
    pdf.roundedRect(x, y, width, high, high / 2).clip();
    pdf.rect(x, y, width * share(value), high).fill(colourOf(markOfState(state)));
    pdf.restore();
  }
  pdf
    .roundedRect(x, y, width, high, high / 2)
    .lineWidth(0.6)
    .strokeColor(colourOf('control'))
    .stroke();
  if (earlier !== undefined) {
    const at = x + width * share(earlier);
    pdf
      .moveTo(at, y - 1.5)
      .lineTo(at, y + high + 1.5)
      .lineWidth(0.7)
      .dash(1.4, { space: 1.4 })
      .strokeColor(colourOf('ink-3'))
      .stroke()
      .undash();
  }
  for (const tick of ticks) {
    const at = x + width * share(tick);
    pdf
      .moveTo(at, y - 1.5)
      .lineTo(at, y + high + 1.5)
      .lineWidth(0.9)
      .strokeColor(colourOf('ink'))
      .stroke();
  }
  pdf.restore();
}

/** A line without axes. */
export function drawSpark(
  pdf: Pdf,
  values: readonly (number | null)[],
  state: State | undefined,
  x: number,
  y: number,
  width: number,
  high: number,
): void {
  const hurt = state !== undefined && state !== 'quiet';
  pdf.save().lineJoin('round');
  for (const run of sparkRuns(values)) {
    const points = run.map(([u, v]): Point => [x + u * width, y + v * high]);
    const [first] = points;
    const last = points.at(-1);
    if (!first || !last) continue;
    trace(pdf, [...points, [last[0], y + high], [first[0], y + high]]);
    pdf
      .closePath()
      .fillOpacity(0.16)
      .fill(colourOf(hurt ? state : 'quiet'))
      .fillOpacity(1);
    trace(pdf, points);
    pdf
      .lineWidth(0.8)
      .strokeColor(colourOf(hurt ? state : 'ink-3'))
      .stroke();
  }
  pdf.restore();
}

function trace(pdf: Pdf, points: readonly Point[]): void {
  for (const [index, [x, y]] of points.entries()) {
    if (index === 0) pdf.moveTo(x, y);
    else pdf.lineTo(x, y);
  }
}

/** Of a chart's pixels in points. */
export const chartScale = 0.8;
const letters = 6.6;

/** The marks of a chart, its plot from `x` on and so wide. */
export function drawScene(pen: Pen, scene: Scene, x: number, y: number, width: number): void {
  const place = ([u, v]: Point): Point => [x + u * width, y + v * chartScale];
  for (const { y: at, text } of scene.labels)
    writeAt(pen, text, x - 4, y + at * chartScale + 2.2, 'end', '#5d6c68', false);
  for (const mark of scene.marks) drawMark(pen, mark, place, width);
}

function drawMark(pen: Pen, mark: Mark, place: (point: Point) => Point, width: number): void {
  const { pdf } = pen;
  switch (mark.kind) {
    case 'rule':
      trace(pdf, [place(mark.from), place(mark.to)]);
      stroke(pdf, mark.ink, mark.width * 0.6, mark.dash);
      return;
    case 'bar': {
      const [x, y] = place([mark.u, mark.y]);
      pdf
        .fillOpacity(mark.opacity ?? 1)
        .rect(x, y, mark.wide * width, mark.high * chartScale)
        .fill(colourOf(mark.ink))
        .fillOpacity(1);
      return;
    }
    case 'hatch': {
      const [x, y] = place([mark.u, mark.y]);
      hatch(pdf, x, y, mark.wide * width, mark.high * chartScale);
      return;
    }
    case 'area':
      trace(pdf, mark.points.map(place));
      pdf.closePath().fillOpacity(mark.opacity).fill(colourOf(mark.ink)).fillOpacity(1);
      return;
    case 'path':
      pdf.lineJoin('round');
      trace(pdf, mark.points.map(place));
      stroke(pdf, mark.ink, mark.width * 0.75, mark.dash ?? dashes[mark.series]);
      return;
    case 'dot': {
      const [x, y] = place(mark.at);
      pdf.circle(x, y, mark.hurt ? 2.8 : 1.3).fill(colourOf(mark.ink));
      return;
    }
    case 'text': {
      const [x, y] = place(mark.at);
      writeAt(
        pen,
        mark.text,
        x,
        y,
        mark.anchor,
        colourOf(mark.ink === 'warning' || mark.ink === 'critical' ? `${mark.ink}-ink` : mark.ink),
        mark.strong ?? false,
      );
    }
  }
}

function stroke(pdf: Pdf, ink: Parameters<typeof colourOf>[0], width: number, dash: readonly number[] = []): void {
  pdf.lineWidth(width).strokeColor(colourOf(ink));
  // pdfkit keeps the list that it is given.
  if (dash.length > 0) pdf.dash(dash.map((one) => one * 0.8) as unknown as number, {});
  pdf.stroke();
  if (dash.length > 0) pdf.undash();
}

/** Where no data came. */
function hatch(pdf: Pdf, x: number, y: number, width: number, high: number): void {
  pdf.save().rect(x, y, width, high).clip().lineWidth(0.5).strokeColor(colourOf('ink-3')).strokeOpacity(0.55);
  for (let at = -high; at < width; at += 4.5)
    pdf
      .moveTo(x + at, y + high)
      .lineTo(x + at + high, y)
      .stroke();
  pdf.restore();
}

/** A short text on the ground `y`, with paper around its letters so that lines behind it do not cross them. */
function writeAt(
  pen: Pen,
  text: string,
  x: number,
  y: number,
  anchor: 'start' | 'middle' | 'end',
  colour: string,
  bold: boolean,
): void {
  const { pdf } = pen;
  // Blanks before it keep it off its mark, and are no ground of it.
  const shown = text.trim();
  const measure = (some: string) => pen.measure({ text: some, size: letters, bold, ink: 'ink-3' });
  const [wide, aside] = [measure(shown), measure(text) - measure(shown)];
  const left = anchor === 'start' ? x + aside : anchor === 'end' ? x - aside - wide : x - wide / 2;
  pdf
    .fillOpacity(0.82)
    .rect(left - 0.8, y - letters * 0.78, wide + 1.6, letters)
    .fill('#ffffff')
    .fillOpacity(1);
  pen.plain(shown, left, y, letters, bold, colour);
}
