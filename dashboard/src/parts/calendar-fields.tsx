import type { Calendar } from '@fettle/shared/rules/rule';
import { ownZone, zones } from '../format/zones.ts';
import { Checks, TextField } from './fields.tsx';

export const weekdays = [
  { value: 1, name: 'Mon' },
  { value: 2, name: 'Tue' },
  { value: 3, name: 'Wed' },
  { value: 4, name: 'Thu' },
  { value: 5, name: 'Fri' },
  { value: 6, name: 'Sat' },
  { value: 7, name: 'Sun' },
] as const;

interface CalendarFieldsProps {
  readonly calendar: Calendar;
  readonly set: (calendar: Calendar) => void;
  readonly error?: string | undefined;
}

/** Times of a week in a zone. */
export function CalendarFields({ calendar, set, error }: CalendarFieldsProps) {
  return (
    <>
      <Checks
        label="On these days"
        choices={weekdays}
        chosen={calendar.days as (typeof weekdays)[number]['value'][]}
        set={(days) => set({ ...calendar, days })}
        error={error}
      />
      <div class="fields">
        <TextField
          label="From"
          type="time"
          value={calendar.from}
          set={(from) => set({ ...calendar, from })}
          note="At or after “to”: into the next day."
        />
        <TextField label="To" type="time" value={calendar.to} set={(to) => set({ ...calendar, to })} />
        <TextField
          label="Zone"
          value={calendar.zone ?? ''}
          set={(zone) => {
            const { zone: _, ...rest } = calendar;
            set(zone === '' ? rest : { ...rest, zone });
          }}
          known={zones()}
          hint="UTC"
          note={`Yours is ${ownZone()}.`}
        />
      </div>
    </>
  );
}
