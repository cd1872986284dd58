import type { Forecast } from '@fettle/shared/api/capacity';
import { useState } from 'preact/hooks';
import { number } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { date, exact } from '../../format/time.ts';
import { Figure } from '../../parts/figure.tsx';
import { Level } from '../../parts/level.tsx';
import { StateMark } from '../../parts/state-mark.tsx';
import { decimalsOf, forecastPath, readUnit, shapeOf, share, spreadWords } from './words.ts';

/** So many are shown before one asks for the rest; of those without a date only what is nearly full. */
const shownFirst = 40;
const nearlyFull = 0.9;

/** What fills up, soonest first. */
export function ForecastTable({ all, now }: { all: readonly Forecast[]; now: number }) {
  const [whole, setWhole] = useState(false);
  const near = all.filter((one) => one.fullAt !== null || share(one) >= nearlyFull).slice(0, shownFirst);
  const shown = whole || near.length === 0 ? all.slice(0, whole ? all.length : shownFirst) : near;
  return (
    <>
      <table class="t pile capacity">
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col" class="n">
              Full
            </th>
            <th scope="col" class="opt">
              Used
            </th>
            <th scope="col" class="n opt">
              Of
            </th>
            <th scope="col" class="n opt">
              A month
            </th>
            <th scope="col">Remark</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((one) => (
            <Row key={one.id} forecast={one} now={now} />
          ))}
        </tbody>
      </table>
      {all.length > shown.length ? (
        <p>
          <button class="b bare" type="button" onClick={() => setWhole(true)}>
            {number(all.length - shown.length)} more, without a date or later
          </button>
        </p>
      ) : null}
    </>
  );
}

function Row({ forecast, now }: { forecast: Forecast; now: number }) {
  const { id, title, value, limit, slopePerDay, fullAt, remark } = forecast;
  const unit = readUnit(forecast.unit);
  const shape = shapeOf(forecast, now);
  const spread = spreadWords(forecast, now);
  const decimals = decimalsOf(unit);
  const percent = Math.round(share(forecast) * 100);
  return (
    <tr>
      <td class="name">
        <a href={forecastPath(id)}>{plain(title, 120)}</a>
      </td>
      <td class="n main-v" title={fullAt === null ? undefined : exact(fullAt)}>
        {shape ? <StateMark shape={shape} word={fullText(fullAt, now)} /> : <span>{fullText(fullAt, now)}</span>}
      </td>
      <td class="used opt">
        <Level share={share(forecast)} shape={shape} limits={[1]} label={`${percent} percent used`} />
        <span class="of">
          {percent}
          <span class="u">%</span>
        </span>
      </td>
      <td class="n opt">
        <Figure value={limit} unit={unit} decimals={decimals} />
      </td>
      <td class="n opt">
        {slopePerDay === 0 || fullAt === null ? (
          <span class="quiet">{value === 0 ? 'unused' : 'as it is'}</span>
        ) : (
          <Figure value={slopePerDay * 30} unit={unit} decimals={decimals} />
        )}
      </td>
      <td class="why">{[spread === '' ? '' : `${spread}.`, plain(remark, 300)].filter(Boolean).join(' ')}</td>
    </tr>
  );
}

function fullText(fullAt: number | null, now: number): string {
  if (fullAt === null) return 'no date';
  return fullAt <= now ? 'now' : date(fullAt, now);
}
