import { type Role, roles } from '@fettle/shared/api/session';
import { parseDuration } from '@fettle/shared/duration';
import { useState } from 'preact/hooks';
import { createToken } from '../../api/people.ts';
import { CopyLine } from '../../parts/copy-line.tsx';
import { SelectField, TextField } from '../../parts/fields.tsx';
import { SaidProblem } from '../../parts/said-problem.tsx';
import { now } from '../../state/clock.ts';
import { readAllPeople } from '../../state/people.ts';
import { useSaving } from '../../state/saving.ts';
import { sitesOf } from './words.ts';

const blank = { name: '', role: 'viewer' as Role, sites: '', scopes: '', lasts: '90d' };
type Draft = typeof blank;

/** Makes a token and shows its secret, this once. */
export function TokenForm({ close }: { close: () => void }) {
  const [draft, setDraft] = useState(blank);
  const [secret, setSecret] = useState<string>();
  const saving = useSaving();
  const change = (some: Partial<Draft>) => setDraft((before) => ({ ...before, ...some }));
  const ms = parseDuration(draft.lasts.trim());
  const wrong = draft.lasts.trim() !== '' && (ms === null || ms <= 0) ? 'Write a time such as 12h or 90d.' : undefined;
  if (secret !== undefined) return <Secret secret={secret} close={close} />;

  const save = () =>
    saving.run(async () => {
      const scopes = draft.scopes.split(/[\s,]+/).filter((one) => one !== '');
      const { name, role } = draft;
      const { token } = await createToken({
        name,
        role,
        sites: sitesOf(draft.sites),
        ...(scopes.length > 0 && { scopes }),
        expiresAt: ms === null ? null : now.value + ms,
      });
      setSecret(token);
      readAllPeople();
    });
  return (
    <form
      class="person-form"
      aria-label="New token"
      onSubmit={(event) => {
        event.preventDefault();
        if (wrong === undefined) void save();
      }}
    >
      <SaidProblem problem={saving.problem} />
      <Fields draft={draft} change={change} wrong={wrong} />
      <div class="acts">
        <button class="b" type="submit" disabled={saving.busy}>
          Make the token
        </button>
        <button class="b" type="button" onClick={close}>
          Cancel
        </button>
      </div>
    </form>
  );
}

interface FieldsProps {
  readonly draft: Draft;
  readonly change: (some: Partial<Draft>) => void;
  /** With how long it is valid. */
  readonly wrong: string | undefined;
}

function Fields({ draft, change, wrong }: FieldsProps) {
  return (
    <div class="fields">
      <TextField label="Token for" value={draft.name} set={(name) => change({ name })} note="What program uses it." />
      <SelectField
        label="Role of the token"
        value={draft.role}
        set={(role) => change({ role: role as Role })}
        choices={roles.map((role) => ({ value: role, name: role }))}
        note="Never more than you may, at every use."
      />
      <TextField
        label="Sites of the token"
        value={draft.sites}
        set={(sites) => change({ sites })}
        hint="all, or: berlin, rome"
        note="Nothing: all sites."
      />
      <TextField
        label="Only"
        value={draft.scopes}
        set={(scopes) => change({ scopes })}
        hint="device.read, event.read"
        note="Permissions of the role; nothing: all of it."
      />
      <TextField
        label="Valid for"
        value={draft.lasts}
        set={(lasts) => change({ lasts })}
        error={wrong}
        note="Such as 12h or 90d; nothing: until it is ended."
      />
    </div>
  );
}

function Secret({ secret, close }: { secret: string; close: () => void }) {
  return (
    <div class="person-form">
      <p>
        Shown this once; only its fingerprint is kept. Programs send it as <code>Authorization: Bearer …</code>
      </p>
      <CopyLine line={secret} />
      <div class="acts">
        <button class="b" type="button" onClick={close}>
          Done
        </button>
      </div>
    </div>
  );
}
