import type { WindowSpan } from '@fettle/shared/api/windows';
import { useState } from 'preact/hooks';
import { counted } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { clock, date as dateWords, exact } from '../../format/time.ts';
import { weekdays } from '../../parts/calendar-fields.tsx';
import { type Day, slicesOf } from './calendar.ts';

interface MonthProps {
  readonly days: readonly Day[];
  readonly spans: readonly WindowSpan[];
  readonly today: string;
}

/** How far each arrow goes, in days. */
const ways: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
const most = 3;

/** A month with its openings; arrows walk over its days, Enter plans a window on one. */
export function Month({ days, spans, today }: MonthProps) {
  const [chosen, setChosen] = useState<string>();
  const stop = days.find(({ date }) => date === chosen) ?? days.find(({ date }) => date === today) ?? days[0];
  const weeks = Array.from({ length: days.length / 7 }, (_, n) => days.slice(n * 7, n * 7 + 7));
  function walk(event: KeyboardEvent, day: Day) {
    const by = ways[event.key];
    const next = by === undefined ? undefined : days[days.indexOf(day) + by];
    if (!next) return;
    event.preventDefault();
    setChosen(next.date);
    document.getElementById(`day-${next.date}`)?.focus();
  }
  return (
    <table class="month">
      <thead>
        <tr>
          {weekdays.map(({ value, name }) => (
            <th key={value} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]?.date}>
            {week.map((day) => (
              <DayCell key={day.date} day={day} spans={spans} today={today} stop={day === stop} walk={walk} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface DayCellProps extends Omit<MonthProps, 'days'> {
  readonly day: Day;
  /** It is the one tab stop. */
  readonly stop: boolean;
  readonly walk: (event: KeyboardEvent, day: Day) => void;
}

function DayCell({ day, spans, today, stop, walk }: DayCellProps) {
  const open = slicesOf(day, spans);
  const more = open.length - most;
  const said = open.length === 0 ? 'nothing planned' : counted(open.length, 'opening');
  return (
    <td class={`${day.inside ? '' : 'outside'} ${day.date === today ? 'today' : ''}`}>
      <a
        class="no"
        id={`day-${day.date}`}
        href={`/windows/new?day=${day.date}`}
        tabIndex={stop ? 0 : -1}
        aria-current={day.date === today ? 'date' : undefined}
        onKeyDown={(event) => walk(event, day)}
      >
        {Number(day.date.slice(8))}
        <span class="hide">
          {' '}
          {dateWords(day.start).replace(/^\d+ /, '')}, {said}; plan a window
        </span>
      </a>
      {open.slice(0, more === 1 ? most + 1 : most).map(({ span, goesOn }) => (
        <a
          key={`${span.window} ${span.from}`}
          class="opening"
          href={`/windows/${span.window}`}
          title={`${plain(span.name, 80)}: ${exact(span.from)} to ${exact(span.to)}${span.note ? `. ${span.note}` : ''}`}
        >
          <b>{goesOn ? '…' : clock(span.from)}</b> <span>{plain(span.name, 60)}</span>
        </a>
      ))}
      {more > 1 ? (
        <a class="rest" href={`/windows?view=week&at=${day.date}`}>
          and {more} more
        </a>
      ) : null}
    </td>
  );
}
