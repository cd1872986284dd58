import type { Roster } from '@fettle/shared/api/notices';
import { useState } from 'preact/hooks';
import { createOverride, deleteOverride, readRosters } from '../../api/notices.ts';
import { plain } from '../../format/text.ts';
import { localOf, utcOf } from '../../format/zoned.ts';
import { ownZone } from '../../format/zones.ts';
import { SelectField, TextField } from '../../parts/fields.tsx';
import { SaidProblem } from '../../parts/said-problem.tsx';
import { tell } from '../../parts/toast.tsx';
import { clockNow } from '../../state/clock.ts';
import { people, personName, rosters } from '../../state/notices.ts';
import { useSaving } from '../../state/saving.ts';

/** Gives a part of the time to somebody else: from now to the end of the turn, until one says otherwise. */
export function HandOver({ roster, done }: { roster: Roster; done: () => void }) {
  const zone = ownZone();
  const others = roster.people.filter((id) => id !== roster.now?.person.id);
  const [person, setPerson] = useState(others[0] ?? roster.people[0] ?? '');
  const [from, setFrom] = useState(localOf(clockNow(), zone));
  const [to, setTo] = useState(localOf(roster.now?.until ?? clockNow() + 86_400_000, zone));
  const [reason, setReason] = useState('');
  const saving = useSaving();
  const span = { from: utcOf(from, zone), to: utcOf(to, zone) };
  const wrong = Number.isNaN(span.from) || Number.isNaN(span.to) ? 'Choose a day and a time.' : undefined;
  const backwards = wrong === undefined && span.to <= span.from ? 'It ends after it begins.' : undefined;
  const known = people.value.value ?? [];
  const choices = known.length > 0 ? known.map(({ id, name }) => ({ value: id, name: plain(name, 80) })) : [];
  const named = choices.length > 0 ? choices : roster.people.map((id) => ({ value: id, name: personName(id) }));
  async function save() {
    if (wrong || backwards) return;
    await saving.run(async () => {
      await createOverride(roster.id, { person, ...span, reason: reason.trim() });
      await rosters.load();
      tell(`${personName(person)} has it then.`, async () => {
        const now = (await readRosters()).find(({ id }) => id === roster.id);
        const made = now?.overrides.find(
          (one) => one.person === person && one.from === span.from && one.to === span.to,
        );
        if (made) await deleteOverride(roster.id, made.id);
        await rosters.load();
      });
      done();
    });
  }
  return (
    <form
      class="hand-over"
      aria-label={`Swap a turn of ${plain(roster.name, 80)}`}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <SaidProblem problem={saving.problem} />
      <div class="fields">
        <SelectField label="Takes it" value={person} set={setPerson} choices={named} />
        <TextField label="From" type="datetime-local" value={from} set={setFrom} error={wrong} note="Your time." />
        <TextField label="To" type="datetime-local" value={to} set={setTo} error={backwards} note="End of the turn." />
        <TextField label="Why" value={reason} set={setReason} />
      </div>
      <div class="acts">
        <button class="b" type="submit" disabled={saving.busy}>
          {saving.busy ? 'Saving' : 'Hand it over'}
        </button>
        <button class="b" type="button" onClick={done}>
          Cancel
        </button>
      </div>
    </form>
  );
}
