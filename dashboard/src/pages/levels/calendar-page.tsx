import type { Calendar, CalendarBody } from '@fettle/shared/api/levels';
import { useMemo, useState } from 'preact/hooks';
import { deleteCalendar, putCalendar } from '../../api/levels.ts';
import { counted } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { clock, date, exact, span, weekday } from '../../format/time.ts';
import { ownZone, zones } from '../../format/zones.ts';
import { weekdays } from '../../parts/calendar-fields.tsx';
import { Deed } from '../../parts/deed.tsx';
import { EditPage } from '../../parts/edit-page.tsx';
import { AreaField, Checks, TextField } from '../../parts/fields.tsx';
import { Named } from '../../parts/named.tsx';
import { Step } from '../../parts/step.tsx';
import { now } from '../../state/clock.ts';
import { calendars, services } from '../../state/services.ts';
import { isSame } from '../../state/unsaved.ts';
import { calendarDraft, type CalendarDraft, newCalendar, readCalendarDraft } from './calendar-draft.ts';
import { hoursWords } from './calendars-page.tsx';
import { hoursBetween, nextHours, sumOf } from './hours.ts';

/** One calendar, or one to be made. */
export function CalendarPage({ id }: { id: string }) {
  return (
    <EditPage
      id={id}
      list={calendars}
      home="/calendars"
      homeName="Calendars"
      what="calendar"
      also={() => services.renew()}
      head={(calendar: Calendar) => {
        const using = (services.value.value ?? []).filter((one) => one.calendar === calendar.id);
        return [
          { text: plain(calendar.name, 80), strong: true },
          { text: `: ${hoursWords(calendar.hours)}. ` },
          {
            text:
              using.length === 0
                ? 'No service has these hours.'
                : `The hours of ${using.map(({ name }) => plain(name, 60)).join(', ')}.`,
            lesser: true,
          },
        ];
      }}
      form={(calendar: Calendar | undefined, fill) => <Form calendar={calendar} fill={fill} />}
    />
  );
}

function Form({ calendar, fill }: { calendar: Calendar | undefined; fill: () => void }) {
  const [start] = useState(() => (calendar ? calendarDraft(calendar) : newCalendar(ownZone())));
  const [draft, setDraft] = useState(start);
  const [tried, setTried] = useState(false);
  const { errors: all, body } = useMemo(() => readCalendarDraft(draft), [draft]);
  const errors = tried ? all : new Map([...all].filter(([path]) => path !== 'name' && path !== 'id'));
  const change = (some: Partial<CalendarDraft>) => setDraft((before) => ({ ...before, ...some }));
  return (
    <div class="wiz">
      <form onSubmit={(event) => event.preventDefault()} aria-label="The calendar">
        <Step no={1} title="Whose hours">
          <Named draft={draft} errors={errors} change={change} made={calendar !== undefined} />
          <div class="fields">
            <TextField
              label="Zone"
              value={draft.zone}
              set={(zone) => change({ zone })}
              error={errors.get('zone')}
              known={zones()}
              note="They stay at their hour when the clocks change."
            />
          </div>
        </Step>
        <Step no={2} title="Open" note="local times of the zone">
          <HourRows draft={draft} errors={errors} change={change} />
        </Step>
        <Step no={3} title="Days without hours">
          <AreaField
            label="Holidays"
            value={draft.holidays}
            set={(holidays) => change({ holidays })}
            error={errors.get('holidays')}
            rows={5}
            hint={'2026-12-25 Christmas\n2027-01-01 New Year'}
            note="A line a day. Hours that begin on it are left out."
          />
        </Step>
      </form>
      <Deed
        kept={calendar && { id: calendar.id, name: calendar.name, version: calendar.version, body: bodyOf(calendar) }}
        id={draft.id}
        body={body}
        dirty={!isSame(draft, start)}
        tried={() => setTried(true)}
        fill={fill}
        list={calendars}
        home="/calendars"
        put={(at, some, version) => putCalendar(at, { ...some, version })}
        remove={deleteCalendar}
        make="Keep the calendar"
        losing="What has these hours must be given others first."
      >
        <p class="prose">
          {body ? (
            <>
              Open <b>{hoursWords(body.hours)}</b>, {plain(body.zone, 60)}
              {body.holidays.length > 0 ? `, but not on ${counted(body.holidays.length, 'holiday')}` : ''}.
            </>
          ) : (
            'Once every field can be read, the next openings stand here.'
          )}
        </p>
        {body ? <NextHours body={body} /> : null}
      </Deed>
    </div>
  );
}

function bodyOf({ name, zone, hours, holidays }: Calendar): CalendarBody {
  return { name, zone, hours, holidays };
}

interface RowsProps {
  readonly draft: CalendarDraft;
  readonly errors: ReadonlyMap<string, string>;
  readonly change: (some: Partial<CalendarDraft>) => void;
}

function HourRows({ draft: { hours }, errors, change }: RowsProps) {
  const put = (at: number, some: Partial<CalendarDraft['hours'][number]>) =>
    change({ hours: hours.map((one, index) => (index === at ? { ...one, ...some } : one)) });
  return (
    <>
      <ol class="many">
        {hours.map((one, at) => (
          <li key={at}>
            <Checks
              label="On"
              choices={weekdays}
              chosen={one.days as (typeof weekdays)[number]['value'][]}
              set={(days) => put(at, { days })}
              error={errors.get(`hours.${at}.days`)}
            />
            <div class="fields">
              <TextField
                label="From"
                value={one.from}
                set={(from) => put(at, { from })}
                error={errors.get(`hours.${at}.from`)}
                hint="08:00"
              />
              <TextField
                label="To"
                value={one.to}
                set={(to) => put(at, { to })}
                error={errors.get(`hours.${at}.to`)}
                hint="18:00"
                note="At or before “from”: into the next day."
              />
            </div>
            {hours.length > 1 ? (
              <div class="acts">
                <button
                  class="b bare"
                  type="button"
                  onClick={() => change({ hours: hours.filter((_, index) => index !== at) })}
                >
                  Without these hours
                </button>
              </div>
            ) : null}
          </li>
        ))}
      </ol>
      {hours.length < 20 ? (
        <p>
          <button
            class="b"
            type="button"
            onClick={() => change({ hours: [...hours, { days: [6], from: '09:00', to: '12:00' }] })}
          >
            More hours
          </button>
        </p>
      ) : null}
    </>
  );
}

const shown = 6;
const month = 30 * 86_400_000;

/** When it opens next, and how much that is in a month. */
function NextHours({ body }: { body: CalendarBody }) {
  const at = now.value;
  const next = nextHours(body, at, shown);
  return (
    <div class="seal">
      <h3 class="dense">The next {next.length} openings</h3>
      {next.length === 0 ? <p class="quiet dense">It does not open within 60 days.</p> : null}
      <ol class="facts openings">
        {next.map(({ from, to }) => (
          <li key={from} title={`${exact(from)} to ${exact(to)}`}>
            <span>
              {weekday(from).slice(0, 3)} {date(from, at)}
            </span>
            <span>
              {clock(from)} to {clock(to)}
            </span>
            <span class="quiet">{span(to - from)}</span>
            {from <= at ? <b>open now</b> : null}
          </li>
        ))}
      </ol>
      <p class="quiet dense">
        In your time; {plain(body.zone, 64)} decides. In the next 30 days{' '}
        {span(sumOf(hoursBetween(body, at, at + month)))}.
      </p>
    </div>
  );
}
