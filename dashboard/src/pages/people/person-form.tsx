import type { Invited, Person } from '@fettle/shared/api/people';
import { type Role, roles } from '@fettle/shared/api/session';
import { useState } from 'preact/hooks';
import { changePerson, invite, inviteAgain } from '../../api/people.ts';
import { plain } from '../../format/text.ts';
import { ownZone, zones } from '../../format/zones.ts';
import { Ask } from '../../parts/ask.tsx';
import { SelectField, TextField } from '../../parts/fields.tsx';
import { SaidProblem } from '../../parts/said-problem.tsx';
import { Section } from '../../parts/section.tsx';
import { SelectorField } from '../../parts/selector-field.tsx';
import { tell } from '../../parts/toast.tsx';
import { people, readAllPeople } from '../../state/people.ts';
import { session } from '../../state/session.ts';
import { type Saving, useSaving } from '../../state/saving.ts';
import { isSame, useUnsaved } from '../../state/unsaved.ts';
import { emailOf, withEmail } from './contacts.ts';
import { Link } from './link.tsx';
import { sitesOf, sitesText } from './words.ts';

interface FormProps {
  /** Absent: somebody new. */
  readonly person: Person | undefined;
  readonly close: () => void;
}

const start = (person: Person | undefined, role: Role = 'technician') => ({
  name: person?.name ?? '',
  role: person?.role ?? role,
  sites: person ? sitesText(person.sites) : '',
  selector: person?.selector ?? '',
  zone: person?.zone ?? ownZone(),
  email: emailOf(person?.contacts ?? []),
});

/** Nobody gives a role above their own. */
const rolesToGive = () => {
  const own = session.value?.person?.role;
  return roles.filter((role) => own !== undefined && roles.indexOf(role) <= roles.indexOf(own));
};

/** Invites somebody, or changes what they are and may do. */
export function PersonForm({ person, close }: FormProps) {
  const [draft, setDraft] = useState(start(person));
  const [invited, setInvited] = useState<Invited>();
  const saving = useSaving();
  const change = (some: Partial<Draft>) => setDraft((before) => ({ ...before, ...some }));
  useUnsaved(!invited && !isSame(draft, start(person)));
  if (invited) return <Link invited={invited} close={close} />;

  async function save() {
    const { name, role, sites, selector, zone, email } = draft;
    const described = { name, role, sites: sitesOf(sites), selector, zone };
    await saving.run(async () => {
      const contacts = withEmail(person?.contacts ?? [], email);
      if (!person) {
        setInvited(await invite({ ...described, contacts }));
      } else {
        await changePerson(person.id, { version: person.version, ...described, contacts });
        tell(`${plain(name, 60)} is changed.`);
        close();
      }
      readAllPeople();
    });
  }

  return (
    <Section title={person ? `Change ${plain(person.name, 60)}` : 'Invite somebody'} class="asking">
      <form
        class="person-form"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <SaidProblem problem={saving.problem} readAgain={() => (people.renew(), close())} />
        <Fields draft={draft} change={change} />
        <div class="acts">
          <button class="b main" type="submit" disabled={saving.busy}>
            {person ? 'Save' : 'Make the invitation'}
          </button>
          <button class="b" type="button" onClick={close}>
            Cancel
          </button>
          {person ? <Standing person={person} saving={saving} show={setInvited} close={close} /> : null}
        </div>
      </form>
    </Section>
  );
}

type Draft = ReturnType<typeof start>;

function Fields({ draft, change }: { draft: Draft; change: (some: Partial<Draft>) => void }) {
  return (
    <div class="fields">
      <TextField label="Name" value={draft.name} set={(name) => change({ name })} note="With it they sign in." />
      <SelectField
        label="Role"
        value={draft.role}
        set={(role) => change({ role: role as Role })}
        choices={rolesToGive().map((role) => ({ value: role, name: role }))}
        note="Each may what those before it may."
      />
      <TextField
        label="Sites"
        value={draft.sites}
        set={(sites) => change({ sites })}
        hint="all, or: berlin, rome"
        note="Nothing: all sites."
      />
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
        note="Where notices reach them. It may be empty."
      />
      <SelectorField label="Of these devices only" value={draft.selector} set={(selector) => change({ selector })} />
    </div>
  );
}

interface StandingProps {
  readonly person: Person;
  readonly saving: Saving;
  readonly show: (invited: Invited) => void;
  readonly close: () => void;
}

/** A new link, out, and in again. */
function Standing({ person, saving, show, close }: StandingProps) {
  const [asking, setAsking] = useState(false);
  const name = plain(person.name, 60);
  const disable = (disabled: boolean) =>
    saving.run(async () => {
      const { version } = await changePerson(person.id, { version: person.version, disabled });
      tell(disabled ? `${name} is shut out.` : `${name} may come in again.`, async () => {
        await changePerson(person.id, { version, disabled: !disabled });
        readAllPeople();
      });
      readAllPeople();
      close();
    });
  if (person.state === 'disabled') {
    return (
      <button class="b" type="button" disabled={saving.busy} onClick={() => void disable(false)}>
        Let in again
      </button>
    );
  }
  const again = () => saving.run(async () => show(await inviteAgain(person.id)));
  return (
    <>
      <button class="b" type="button" disabled={saving.busy} onClick={() => void again()}>
        {person.state === 'invited' ? 'New link' : 'Link for a new password'}
      </button>
      <button class="b danger" type="button" disabled={saving.busy} onClick={() => setAsking(true)}>
        Shut out…
      </button>
      {asking ? (
        <Ask
          title={`Shut ${name} out?`}
          deed="Shut out"
          danger
          yes={() => {
            setAsking(false);
            void disable(true);
          }}
          no={() => setAsking(false)}
        >
          Sessions and the tokens {name} made end at once. What {name} did stays, and you can let them in again.
        </Ask>
      ) : null}
    </>
  );
}
