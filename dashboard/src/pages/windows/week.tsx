import type { WindowSpan } from '@fettle/shared/api/windows';
import { plain } from '../../format/text.ts';
import { clock, date as dateWords, exact, weekday } from '../../format/time.ts';
import { type Day, type Slice, slicesOf } from './calendar.ts';

interface WeekProps {
  readonly days: readonly Day[];
  readonly spans: readonly WindowSpan[];
  readonly now: number;
}

const hours = [0, 6, 12, 18, 24];
const percent = (share: number) => `${(share * 100).toFixed(3)}%`;

/** Seven days below each other on the same axis, each opening as long as it is. */
export function Week({ days, spans, now }: WeekProps) {
  return (
    <div class="week">
      <div class="axis" aria-hidden="true">
        <span />
        <svg>
          {hours.map((hour) => (
            <text
              key={hour}
              x={percent(hour / 24)}
              y="11"
              text-anchor={hour === 0 ? 'start' : hour === 24 ? 'end' : 'middle'}
            >
              {String(hour).padStart(2, '0')}:00
            </text>
          ))}
        </svg>
      </div>
      <ol>
        {days.map((day) => (
          <DayLine key={day.date} day={day} slices={slicesOf(day, spans)} now={now} />
        ))}
      </ol>
    </div>
  );
}

function DayLine({ day, slices, now }: { day: Day; slices: readonly Slice[]; now: number }) {
  const today = now >= day.start && now < day.end;
  const lanes = Math.max(1, ...slices.map(({ lane }) => lane + 1));
  return (
    <li class={today ? 'today' : undefined}>
      <a href={`/windows/new?day=${day.date}`} title="Plan a window on this day">
        <b>{weekday(day.start).slice(0, 3)}</b> {dateWords(day.start)}
      </a>
      <div class="lane" style={{ '--lanes': String(lanes) }}>
        <svg aria-hidden="true">
          {hours.map((hour) => (
            <line key={hour} x1={percent(hour / 24)} x2={percent(hour / 24)} y1="0" y2="100%" />
          ))}
          {today ? (
            <line
              class="now"
              x1={percent((now - day.start) / (day.end - day.start))}
              x2={percent((now - day.start) / (day.end - day.start))}
              y1="0"
              y2="100%"
            />
          ) : null}
        </svg>
        {slices.map(({ span, from, wide, lane, goesOn }) => (
          <a
            key={`${span.window} ${span.from}`}
            class="opening"
            href={`/windows/${span.window}`}
            style={{ '--from': percent(from), '--wide': percent(wide), '--lane': String(lane) }}
            title={`${plain(span.name, 80)}: ${exact(span.from)} to ${exact(span.to)}${span.note ? `. ${span.note}` : ''}`}
          >
            <b>{goesOn ? '…' : clock(span.from)}</b> <span>{plain(span.name, 60)}</span>
          </a>
        ))}
      </div>
    </li>
  );
}
