import type { Person } from '@fettle/shared/api/people';
import { useState } from 'preact/hooks';
import { changeMe } from '../../api/people.ts';
import { zones } from '../../format/zones.ts';
import { TextField } from '../../parts/fields.tsx';
import { SaidProblem } from '../../parts/said-problem.tsx';
import { Section } from '../../parts/section.tsx';
import { tell } from '../../parts/toast.tsx';
import { me } from '../../state/people.ts';
import { checkSession } from '../../state/session.ts';
import { useSaving } from '../../state/saving.ts';
import { isSame, useUnsaved } from '../../state/unsaved.ts';
import { emailOf, withEmail } from '../people/contacts.ts';

/** Name, zone and where one is reached. */
export function ProfileForm({ person }: { person: Person }) {
  const [start] = useState({ name: person.name, zone: person.zone, email: emailOf(person.contacts) });
  const [draft, setDraft] = useState(start);
  useUnsaved(!isSame(draft, start));
  const saving = useSaving();
  const change = (some: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...some }));
  const save = () =>
    saving.run(async () => {
      const { name, zone, email } = draft;
      await changeMe({ version: person.version, name, zone, contacts: withEmail(person.contacts, email) });
      tell('Saved.');
      me.renew();
      await checkSession();
    });
  return (
    <Section title="How you are called and reached">
      <form
        class="person-form"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <SaidProblem problem={saving.problem} readAgain={me.renew} />
        <div class="fields">
          <TextField label="Name" value={draft.name} set={(name) => change({ name })} note="You sign in with it." />
          <TextField
            label="Time zone"
            value={draft.zone}
            set={(zone) => change({ zone })}
            known={zones()}
            note="For rosters and the times in notices."
          />
          <TextField
            label="E-mail"
            value={draft.email}
            set={(email) => change({ email })}
            note="Where notices reach you. It may be empty."
          />
        </div>
        <div class="acts">
          <button class="b main" type="submit" disabled={saving.busy}>
            Save
          </button>
        </div>
      </form>
    </Section>
  );
}
