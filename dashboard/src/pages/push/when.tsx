import type { OrderDraft } from '@fettle/shared/api/orders';
import { readDuration } from '../../format/duration.ts';
import { utcOf } from '../../format/zoned.ts';
import { ownZone } from '../../format/zones.ts';
import { SelectField, TextField } from '../../parts/fields.tsx';
import { Rings } from '../../parts/rings.tsx';
import { Step } from '../../parts/step.tsx';
import { now } from '../../state/clock.ts';
import type { Part } from './part.ts';
import { at } from './prose.ts';

/** When it begins and is over, and how it stops by itself. */
export function When({ draft, errors, change, reckoned }: Part & { reckoned: OrderDraft | undefined }) {
  const begins = draft.begins === 'now' ? now.value : utcOf(draft.at, ownZone());
  const ends = begins + (readDuration(draft.expires) ?? 0);
  return (
    <Step no={3} title="When, and how it stops">
      <div class="fields">
        <SelectField
          label="Begins"
          value={draft.begins}
          set={(begin) => change({ begins: begin as typeof draft.begins })}
          choices={[
            { value: 'now', name: 'as soon as it is signed' },
            { value: 'at', name: 'not before a time' },
          ]}
        />
        {draft.begins === 'at' ? (
          <TextField
            label="Not before"
            type="datetime-local"
            value={draft.at}
            set={(to) => change({ at: to })}
            error={errors.get('at')}
            note={`Time of ${ownZone()}, yours.`}
          />
        ) : null}
        <TextField
          label="May be run for"
          value={draft.expires}
          set={(expires) => change({ expires })}
          error={errors.get('expires')}
          note={Number.isNaN(ends) ? '8 h, 2 d' : `Until ${at(ends, now.value)}; then “expired”, never later.`}
        />
        <SelectField
          label="How"
          value={draft.inRings ? 'rings' : 'once'}
          set={(how) => change({ inRings: how === 'rings' })}
          choices={[
            { value: 'rings', name: 'in rings, and stop by itself' },
            { value: 'once', name: 'everywhere at once' },
          ]}
        />
      </div>
      {draft.inRings ? <RingFields draft={draft} errors={errors} change={change} /> : null}
      {draft.inRings && reckoned && reckoned.rings.length > 1 ? (
        <Rings
          rings={reckoned.rings.map((count, index) => ({
            count,
            note: index === 0 ? 'first' : `after ${draft.wait} clean`,
          }))}
        />
      ) : null}
    </Step>
  );
}

function RingFields({ draft, errors, change }: Part) {
  return (
    <div class="fields four">
      <TextField
        label="First, devices"
        value={draft.first}
        set={(first) => change({ first })}
        error={errors.get('first')}
        note="the first ring"
      />
      <TextField
        label="Then, %"
        value={draft.share}
        set={(share) => change({ share })}
        error={errors.get('share')}
        note="the second; 0: none"
      />
      <TextField
        label="Wait between"
        value={draft.wait}
        set={(wait) => change({ wait })}
        error={errors.get('wait')}
        note="after a ring is over"
      />
      <TextField
        label="Stop if more fail, %"
        value={draft.haltAt}
        set={(haltAt) => change({ haltAt })}
        error={errors.get('haltAt')}
        note="of a ring’s ended runs"
      />
    </div>
  );
}
