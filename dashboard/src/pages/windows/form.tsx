import type { Window } from '@fettle/shared/api/windows';
import { useMemo, useState } from 'preact/hooks';
import { zones } from '../../format/zones.ts';
import { weekdays } from '../../parts/calendar-fields.tsx';
import { Check, Checks, SelectField, TextField } from '../../parts/fields.tsx';
import { Named } from '../../parts/named.tsx';
import { SelectorField } from '../../parts/selector-field.tsx';
import { Step } from '../../parts/step.tsx';
import { isSame } from '../../state/unsaved.ts';
import { WindowDeed } from './deed.tsx';
import { readWindowDraft, type WindowDraft } from './draft.ts';

interface WindowFormProps {
  readonly window: Window | undefined;
  readonly start: WindowDraft;
  readonly fill: () => void;
}

interface Part {
  readonly draft: WindowDraft;
  readonly errors: ReadonlyMap<string, string>;
  readonly change: (some: Partial<WindowDraft>) => void;
}

const repeats = [
  { value: 'once', name: 'Once' },
  { value: 'day', name: 'Every day' },
  { value: 'week', name: 'On days of the week' },
  { value: 'month', name: 'On a day of the month' },
  { value: 'month-weekday', name: 'On a weekday of the month' },
] as const;
const nths = [
  { value: '1', name: 'First' },
  { value: '2', name: 'Second' },
  { value: '3', name: 'Third' },
  { value: '4', name: 'Fourth' },
  { value: '-1', name: 'Last' },
];
const longDays = weekdays.map(({ value, name }) => ({ value: String(value), name }));

/** The form of a window; beside it what it says and when it opens. */
export function WindowForm({ window, start: given, fill }: WindowFormProps) {
  const [start] = useState(given);
  const [draft, setDraft] = useState(start);
  const [tried, setTried] = useState(false);
  const read = useMemo(() => readWindowDraft(draft), [draft]);
  const unwritten = (path: string) => (path === 'name' && draft.name === '') || (path === 'id' && draft.id === '');
  const errors = tried ? read.errors : new Map([...read.errors].filter(([path]) => !unwritten(path)));
  const part: Part = { draft, errors, change: (some) => setDraft((before) => ({ ...before, ...some })) };
  return (
    <div class="wiz">
      <form onSubmit={(event) => event.preventDefault()} aria-label="The window">
        <What {...part} made={window !== undefined} />
        <Step no={2} title="Where">
          <SelectorField value={draft.selector} set={(selector) => part.change({ selector })} />
        </Step>
        <When {...part} />
      </form>
      <WindowDeed
        window={window}
        id={draft.id}
        body={read.body}
        dirty={!isSame(draft, start)}
        tried={() => setTried(true)}
        fill={fill}
      />
    </div>
  );
}

function What({ draft, errors, change, made }: Part & { made: boolean }) {
  return (
    <Step no={1} title="What for">
      <Named draft={draft} errors={errors} change={change} made={made} />
      <TextField
        label="Reason"
        value={draft.reason}
        set={(reason) => change({ reason })}
        note="Whoever meets it on a chart or an incident reads this."
      />
      <Check label="On" on={draft.enabled} set={(enabled) => change({ enabled })} />
    </Step>
  );
}

function When(part: Part) {
  const { draft, errors, change } = part;
  return (
    <Step no={3} title="When">
      <div class="fields">
        <SelectField
          label="Repeats"
          value={draft.every}
          set={(every) => change({ every: every as WindowDraft['every'] })}
          choices={repeats}
        />
        <TextField
          label={draft.every === 'once' ? 'Begins' : 'Begins first'}
          type="datetime-local"
          value={draft.start}
          set={(start) => change({ start })}
          error={errors.get('start')}
          note="Local time of the zone."
        />
        <TextField
          label="Lasts"
          value={draft.lasts}
          set={(lasts) => change({ lasts })}
          error={errors.get('lasts')}
          note="90 min, 4 h, 2 d"
        />
        <TextField
          label="Zone"
          value={draft.zone}
          set={(zone) => change({ zone })}
          error={errors.get('zone')}
          known={zones()}
          note="It stays at its hour when the clocks change."
        />
      </div>
      <Repeat {...part} />
      {draft.every === 'once' ? null : (
        <div class="fields">
          <TextField
            label="Until"
            type="date"
            value={draft.until}
            set={(until) => change({ until })}
            error={errors.get('until')}
            note="No repetition begins after this day. Empty: without end."
          />
        </div>
      )}
    </Step>
  );
}

function Repeat({ draft, errors, change }: Part) {
  if (draft.every === 'week')
    return (
      <Checks
        label="On"
        choices={weekdays}
        chosen={draft.days as (typeof weekdays)[number]['value'][]}
        set={(days) => change({ days })}
        error={errors.get('days')}
      />
    );
  if (draft.every === 'month')
    return (
      <div class="fields">
        <TextField
          label="Day of the month"
          value={draft.day}
          set={(day) => change({ day })}
          error={errors.get('day')}
          note="A month without that day has it on its last."
        />
      </div>
    );
  if (draft.every !== 'month-weekday') return null;
  return (
    <div class="fields">
      <SelectField label="Which" value={draft.nth} set={(nth) => change({ nth })} choices={nths} />
      <SelectField label="Weekday" value={draft.weekday} set={(weekday) => change({ weekday })} choices={longDays} />
    </div>
  );
}
