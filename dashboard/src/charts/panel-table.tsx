import { Figure } from '../parts/figure.tsx';
import { clockSeconds, day, moment } from '../format/time.ts';
import { type ChartView, valueAt } from './view.ts';

const mostRows = 40;

/** Times evenly over the span, newest first, on points that are there. */
function timesOf({ keys, whole }: ChartView): number[] {
  const all = new Set([...(whole ?? []), ...keys.flatMap(({ points }) => points)].map(([time]) => time));
  const sorted = [...all].toSorted((a, b) => b - a);
  const every = Math.max(1, Math.ceil(sorted.length / mostRows));
  return sorted.filter((_, index) => index % every === 0);
}

/** A chart's values in rows, for those who read rather than look. */
export function PanelTable({
  view,
  unit,
  decimals,
  title,
}: {
  view: ChartView;
  unit: string;
  decimals: number;
  title: string;
}) {
  const times = timesOf(view);
  const { from, to } = view.span;
  return (
    <div class="scroll chart-table" tabIndex={0} role="region" aria-label={`${title}, table`}>
      <table class="t">
        <thead>
          <tr>
            <th>Time</th>
            {view.keys.map(({ key, label }) => (
              <th key={key} class="n">
                {label}
              </th>
            ))}
            {view.whole ? <th class="n">{view.keys.length > 1 ? 'together' : 'value'}</th> : null}
          </tr>
        </thead>
        <tbody>
          {times.map((time) => (
            <tr key={time}>
              <td class="quiet">{to - from <= day ? clockSeconds(time) : moment(time, to)}</td>
              {view.keys.map(({ key, points }) => (
                <td key={key} class="n">
                  <Figure value={valueAt(points, time, 1)} unit={unit} decimals={decimals} />
                </td>
              ))}
              {view.whole ? (
                <td class="n">
                  <Figure value={valueAt(view.whole, time, 1)} unit={unit} decimals={decimals} />
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
