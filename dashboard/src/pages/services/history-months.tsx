import type { History } from '@fettle/shared/api/services';
import { counted } from '../../format/count.ts';
import { percentOf } from '../../format/percent.ts';
import { date, day, hour, minute, span, weekday } from '../../format/time.ts';
import { Section } from '../../parts/section.tsx';
import { now } from '../../state/clock.ts';
import { type DayOf, type MonthOf, monthsOf } from './history.ts';
import { looks } from './states.ts';

const cell = { size: 13, gap: 3 };

const isKnown = ({ state }: DayOf) => state !== null && state !== 'unknown';

/** The last 12 months: a cell a day with the worst of it, and what each month came to. */
export function HistoryMonths({ history, countedFrom }: { history: History; countedFrom: number }) {
  // Months before anything was known are not told.
  const year = monthsOf(history.items, now.peek());
  const all = year.slice(
    0,
    Math.max(
      0,
      year.findLastIndex(({ days }) => days.some(isKnown)),
    ) + 1,
  );
  const known = all.filter(({ measuredMs, days }) => measuredMs > 0 || days.some(({ state }) => state !== null));
  return (
    <Section
      title="12 months"
      note="each day by the worst of it; times around the clock, planned outage left out"
      aside={<span class="aside">known since {date(countedFrom, now.peek())}</span>}
    >
      {known.length === 0 ? <p class="quiet dense">Nothing is known of it yet.</p> : null}
      {known.length > 0 ? (
        <div class="scroll" tabIndex={0} role="region" aria-label="12 months">
          <table class="t months">
            <thead>
              <tr>
                <th scope="col">Month</th>
                <th scope="col">Days</th>
                <th scope="col" class="n">
                  Down
                </th>
                <th scope="col" class="n">
                  Degraded
                </th>
                <th scope="col" class="n">
                  There
                </th>
              </tr>
            </thead>
            <tbody>
              {known.map((month) => (
                <Month key={month.from} month={month} />
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </Section>
  );
}

const monthName = (from: number) => new Date(from).toLocaleString('en-GB', { month: 'short', year: 'numeric' });

function Month({ month: { from, days, downMs, degradedMs, measuredMs } }: { month: MonthOf }) {
  const outDays = days.filter(({ state }) => state === 'down').length;
  return (
    <tr>
      <th scope="row">{monthName(from)}</th>
      <td>
        <svg
          class="days"
          width={31 * (cell.size + cell.gap)}
          height={cell.size}
          role="img"
          aria-label={
            outDays === 0
              ? 'down on no day'
              : `down on ${counted(outDays, 'day')}: ${days
                  .filter(({ state }) => state === 'down')
                  .map((one) => `${date(one.from)} for ${span(one.downMs)}`)
                  .join(', ')}`
          }
        >
          {days.map((one, index) => (
            <Day key={one.from} day={one} at={index * (cell.size + cell.gap)} />
          ))}
        </svg>
      </td>
      <td class={downMs > 0 ? 'n hurtv critical' : 'n'}>
        {downMs === 0 ? <span class="quiet">none</span> : <Spent ms={downMs} />}
      </td>
      <td class="n">{degradedMs === 0 ? <span class="quiet">none</span> : <Spent ms={degradedMs} />}</td>
      <td class="n">
        {measuredMs === 0 ? <span class="quiet">no data</span> : <There down={downMs} measured={measuredMs} />}
      </td>
    </tr>
  );
}

function Day({ day: one, at }: { day: DayOf; at: number }) {
  const { from, state, downMs } = one;
  const shape = state === null ? 'none' : looks[state].shape;
  const words = `${weekday(from)} ${date(from)}: ${state === null ? 'not known' : looks[state].word}${downMs > 0 ? `, down for ${span(downMs)}` : ''}`;
  const inset = shape === 'order' ? 3.5 : shape === 'none' ? 5 : shape === 'window' ? 2.5 : 0.5;
  return (
    <g class={shape}>
      <title>{words}</title>
      <rect class="hit" x={at} y="0" width={cell.size} height={cell.size} />
      <rect
        class={shape === 'unknown' ? 'day dashed' : 'day'}
        x={at + inset}
        y={inset}
        width={cell.size - 2 * inset}
        height={cell.size - 2 * inset}
        rx="1.5"
      />
    </g>
  );
}

/** To the second where it is short. */
function Spent({ ms }: { ms: number }) {
  if (ms >= day) return <>{span(ms)}</>;
  const whole = Math.round(ms / 1_000) * 1_000;
  const hours = Math.floor(whole / hour);
  const minutes = Math.floor((whole % hour) / minute);
  const seconds = (whole % minute) / 1_000;
  return (
    <>
      {[hours > 0 ? `${hours} h` : '', minutes > 0 ? `${minutes} min` : '', seconds > 0 ? `${seconds} s` : '']
        .filter(Boolean)
        .join(' ')}
    </>
  );
}

function There({ down, measured }: { down: number; measured: number }) {
  return (
    <>
      {percentOf((1 - down / measured) * 1_000_000)}
      <span class="u">%</span>
    </>
  );
}
