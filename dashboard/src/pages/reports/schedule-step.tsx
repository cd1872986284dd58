import { plain } from '../../format/text.ts';
import { zones } from '../../format/zones.ts';
import { SelectField, TextField } from '../../parts/fields.tsx';
import { Step } from '../../parts/step.tsx';
import { calendars } from '../../state/services.ts';
import type { BusinessRule, Often, PlanDraft } from './plan-draft.ts';

const oftens: readonly { value: Often; name: string }[] = [
  { value: 'month', name: 'every month' },
  { value: 'week', name: 'every week' },
  { value: 'weekday', name: 'every weekday' },
  { value: 'day', name: 'every day' },
  { value: 'other', name: 'by cron' },
  { value: 'never', name: 'only when asked for' },
];
const rules: readonly { value: BusinessRule; name: string }[] = [
  { value: 'any', name: 'make it all the same' },
  { value: 'after', name: 'make it on the next business day' },
  { value: 'before', name: 'make it on the business day before' },
  { value: 'skip', name: 'leave it out' },
];
const weekdayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

interface StepProps {
  readonly draft: PlanDraft;
  readonly errors: ReadonlyMap<string, string>;
  readonly change: (some: Partial<PlanDraft>) => void;
}

/** When it is made, in plain words. */
export function ScheduleStep({ draft, errors, change }: StepProps) {
  const { often } = draft;
  const timed = often !== 'never' && often !== 'other';
  return (
    <Step no={3} title="When">
      <div class="fields">
        <SelectField label="Made" value={often} set={(value) => change({ often: value as Often })} choices={oftens} />
        {often === 'week' ? (
          <SelectField
            label="On"
            value={draft.weekday}
            set={(weekday) => change({ weekday })}
            choices={[1, 2, 3, 4, 5, 6, 0].map((day) => ({ value: String(day), name: weekdayNames[day] ?? '' }))}
          />
        ) : null}
        {often === 'month' ? (
          <SelectField
            label="On day"
            value={draft.monthDay}
            set={(monthDay) => change({ monthDay })}
            choices={Array.from({ length: 28 }, (_, index) => ({ value: String(index + 1), name: String(index + 1) }))}
          />
        ) : null}
        {timed ? (
          <TextField
            label="At"
            type="time"
            value={draft.time}
            set={(time) => change({ time })}
            error={errors.get('time')}
          />
        ) : null}
        {often === 'other' ? (
          <TextField
            label="Cron"
            mono
            value={draft.cron}
            set={(cron) => change({ cron })}
            error={errors.get('cron')}
            note="minute hour day month weekday"
          />
        ) : null}
        <TextField
          label="Zone"
          value={draft.zone}
          set={(zone) => change({ zone })}
          error={errors.get('zone')}
          known={zones()}
          note="Of its time and of its periods."
        />
      </div>
      {often === 'never' ? null : (
        <div class="fields">
          <SelectField
            label="If that is no business day"
            value={draft.businessDay}
            set={(rule) => change({ businessDay: rule as BusinessRule })}
            choices={rules}
          />
          {draft.businessDay === 'any' ? null : (
            <SelectField
              label="Business days of"
              value={draft.calendar}
              set={(calendar) => change({ calendar })}
              choices={[
                { value: '', name: 'Monday to Friday' },
                ...(calendars.value.value ?? []).map(({ id, name }) => ({ value: id, name: plain(name, 60) })),
              ]}
            />
          )}
        </div>
      )}
    </Step>
  );
}
