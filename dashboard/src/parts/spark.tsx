import type { Point } from '../charts/gaps.ts';
import { withGaps } from '../charts/gaps.ts';
import type { Shape } from '../state/standing.ts';

const width = 100;
const height = 20;
const round = (n: number) => Math.round(n * 10) / 10;

interface SparkProps {
  readonly points: readonly Point[];
  readonly from: number;
  readonly to: number;
  /** ms between points. */
  readonly step: number;
  /** The scale; without it the values' own. */
  readonly low?: number;
  readonly high?: number;
  readonly hurt?: Shape | undefined;
}

/** The drawn runs of a line as SVG path data: lines, and the areas below them. */
export function sparkPaths({ points, from, to, step, low = 0, high }: SparkProps): { line: string; area: string } {
  const { line } = withGaps(points, { from, to }, step);
  const known = line.filter(({ y }) => !Number.isNaN(y));
  const top = high ?? Math.max(1e-9, ...known.map(({ y }) => y)) * 1.1;
  const x = (time: number) => round(((time - from) / (to - from)) * width);
  const y = (value: number) =>
    round(height - ((Math.min(top, Math.max(low, value)) - low) / (top - low)) * (height - 1));
  const runs: string[][] = [[]];
  for (const point of line) {
    if (Number.isNaN(point.y)) runs.push([]);
    else if (point.x >= from) runs.at(-1)?.push(`${x(point.x)} ${y(point.y)}`);
  }
  const drawn = runs.filter((run) => run.length > 0);
  const start = (run: string[]) => run[0]?.split(' ')[0] ?? '';
  const end = (run: string[]) => run.at(-1)?.split(' ')[0] ?? '';
  return {
    line: drawn.map((run) => `M${run.join('L')}`).join(''),
    area: drawn.map((run) => `M${run.join('L')}L${end(run)} ${height}L${start(run)} ${height}Z`).join(''),
  };
}

/** A line without axes, in the span that its column's head says. */
export function Spark(props: SparkProps) {
  const { line, area } = sparkPaths(props);
  return (
    <svg
      class={props.hurt ? `spark hurt ${props.hurt}` : 'spark'}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path class="a" d={area} />
      <path d={line} />
    </svg>
  );
}
