import type { Calendar } from '@fettle/shared/api/levels';
import { counted } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { moment, span } from '../../format/time.ts';
import { step } from '../../parts/keys.ts';
import { Page } from '../../parts/page.tsx';
import type { Piece } from '../../parts/piece.ts';
import { Section } from '../../parts/section.tsx';
import { StateMark } from '../../parts/state-mark.tsx';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { calendarPath, go } from '../../routes.ts';
import { clockNow, now } from '../../state/clock.ts';
import { hasRole } from '../../state/people.ts';
import { calendars } from '../../state/services.ts';
import { coming } from '../windows/coming.ts';
import { Tabs } from '../services/tabs.tsx';
import { hoursBetween, nextHours, sumOf } from './hours.ts';

const names = () => [...document.querySelectorAll<HTMLElement>('td.name a')];
const week = 7 * 86_400_000;
const again = () => calendars.renew();

function sentenceOf(all: readonly Calendar[], time: number): Piece[] {
  if (all.length === 0) {
    return [
      { text: 'No business hours are kept. ' },
      { text: 'Without them every hour of the day counts.', lesser: true },
    ];
  }
  const open = all.filter((one) => (nextHours(one, time, 1)[0]?.from ?? Infinity) <= time);
  if (open.length === 0) return [{ text: 'It is out of hours everywhere now.' }];
  return [
    { text: open.map(({ name }) => plain(name, 60)).join(', '), strong: true },
    { text: ` ${open.length === 1 ? 'is' : 'are'} open now. ` },
    { text: `${counted(all.length, 'calendar')} in all.`, lesser: true },
  ];
}

/** Business hours: what objectives measure, and what outage costs money. */
export function CalendarsPage() {
  const all = calendars.value.value;
  const mayChange = hasRole('manager');
  return (
    <Page
      name="calendars"
      crumb={<b>Calendars</b>}
      pieces={
        all
          ? sentenceOf(all, Math.floor(now.value / 60_000) * 60_000)
          : [{ text: 'Reading the calendars.', lesser: true }]
      }
      acts={
        mayChange ? (
          <a class="b main" href="/calendars/new">
            New calendar
          </a>
        ) : null
      }
      read={again}
      heeds={['calendar.']}
      keys={{ n: () => go('/calendars/new'), j: () => step(names(), 1), k: () => step(names(), -1) }}
      told={[
        [['j', 'k'], 'next, previous'],
        [['n'], 'new calendar'],
      ]}
    >
      <Tabs />
      {all?.length === 0 ? (
        <div class="frame">
          <h3>No calendar is kept.</h3>
          <p>A calendar says when work is done: office hours, shifts, holidays, each in its own zone.</p>
          {mayChange ? (
            <div class="acts">
              <a class="b" href="/calendars/new">
                Make the first
              </a>
            </div>
          ) : null}
        </div>
      ) : null}
      {all && all.length > 0 ? (
        <Section title="Calendars" note={counted(all.length, 'calendar')}>
          <table class="t pile">
            <thead>
              <tr>
                <th scope="col">Now</th>
                <th scope="col">Calendar</th>
                <th scope="col">Hours</th>
                <th scope="col" class="opt">
                  Zone
                </th>
                <th scope="col" class="n opt">
                  These 7 days
                </th>
                <th scope="col" class="n">
                  Next
                </th>
              </tr>
            </thead>
            <tbody>
              {all.map((one) => (
                <Row key={one.id} calendar={one} />
              ))}
            </tbody>
          </table>
        </Section>
      ) : null}
      {!all && calendars.problem.value ? (
        <Failed what="The list of calendars" problem={calendars.problem.value} again={again} />
      ) : null}
      {!all && !calendars.problem.value ? <Waiting what="the calendars" rows={4} cancel={calendars.cancel} /> : null}
    </Page>
  );
}

const dayNames = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** "Mon–Fri 08:00–18:00, Sat 09:00–12:00" */
export function hoursWords(hours: Calendar['hours']): string {
  return hours
    .map(({ days, from, to }) => {
      const sorted = days.toSorted((a, b) => a - b);
      const [first = 1] = sorted;
      const last = sorted.at(-1) ?? first;
      const run = sorted.length > 2 && last - first === sorted.length - 1;
      const said =
        sorted.length === 7
          ? 'every day'
          : run
            ? `${dayNames[first - 1]}–${dayNames[last - 1]}`
            : sorted.map((one) => dayNames[one - 1]).join(', ');
      return `${said} ${from}–${to}`;
    })
    .join('; ');
}

function Row({ calendar }: { calendar: Calendar }) {
  const at = clockNow();
  const [next, after] = nextHours(calendar, at, 2);
  const open = next !== undefined && next.from <= at;
  const { id, name, hours, holidays, zone } = calendar;
  return (
    <tr>
      <td class="s">
        <StateMark shape={open ? 'right' : 'off'} word={open ? 'open' : 'closed'} />
      </td>
      <td class="name">
        <a href={calendarPath(id)}>{plain(name, 80)}</a>
      </td>
      <td class="why">
        {hoursWords(hours)}
        {holidays.length > 0 ? <span class="quiet">, without {counted(holidays.length, 'day')}</span> : null}
      </td>
      <td class="opt quiet nowrap">{plain(zone, 40)}</td>
      <td class="n opt">{span(sumOf(hoursBetween(calendar, at, at + week)))}</td>
      <td class="n main-v nowrap">
        {open && next ? (
          `until ${moment(next.to, at)}`
        ) : next ? (
          coming(next.from, at)
        ) : after ? (
          ''
        ) : (
          <span class="quiet">never</span>
        )}
      </td>
    </tr>
  );
}
