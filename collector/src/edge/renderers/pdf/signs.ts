import type { Run } from './flow.ts';
import type { Pdf } from './sheet.ts';

const filled: Partial<Readonly<Record<NonNullable<Run['sign']>, string>>> = {
  critical: 'M8 0l8 8-8 8-8-8z',
  warning: 'M8 1l8 14H0z',
  up: 'M8 2l7 12H1z',
  down: 'M8 14l7 -12H1z',
  window: 'M2 1h4.5v14H2zM9.5 1H14v14H9.5z',
  quiet: 'M4.5 4.5h7v7h-7z',
};
const drawn: Partial<Readonly<Record<NonNullable<Run['sign']>, string>>> = {
  right: 'M1.5 8.5l4.5 4.5l8.5 -10',
  tick: 'M1.5 8.5l4.5 4.5l8.5 -10',
  to: 'M0 8h14M9 3l5 5l-5 5',
};

/** A shape of a state, or a sign that no font has, in a square of this size. */
export function drawSign(
  pdf: Pdf,
  sign: NonNullable<Run['sign']>,
  x: number,
  y: number,
  size: number,
  colour: string,
  actual: string,
): void {
  if (actual !== '') pdf.markContent('Span', { actual });
  pdf
    .save()
    .translate(x, y)
    .scale(size / 16);
  const [area, line] = [filled[sign], drawn[sign]];
  if (area !== undefined) pdf.path(area).fill(colour);
  else if (line !== undefined) pdf.path(line).lineWidth(2.4).strokeColor(colour).stroke();
  else pdf.rect(1.5, 1.5, 13, 13).lineWidth(2.4).dash(4, { space: 2.5 }).strokeColor(colour).stroke();
  pdf.restore();
  if (actual !== '') pdf.endMarkedContent();
}
