import type { ScriptDetail } from '@fettle/shared/api/scripts';
import { useMemo, useState } from 'preact/hooks';
import { AreaField, Check, SelectField, TextField } from '../../parts/fields.tsx';
import { Named } from '../../parts/named.tsx';
import { Step } from '../../parts/step.tsx';
import { isSame } from '../../state/unsaved.ts';
import { ScriptDeed } from './deed.tsx';
import { readScriptDraft, type ScriptDraft } from './draft.ts';
import type { EditorPart } from './editor-part.ts';
import { ParametersEditor } from './parameters-editor.tsx';
import { ProgramsEditor } from './programs-editor.tsx';

interface EditorProps {
  readonly detail: ScriptDetail | undefined;
  readonly start: ScriptDraft;
  readonly fill: () => void;
}

/** What nobody has written yet is not called wrong before somebody tries to save. */
const unwritten = (draft: ScriptDraft, path: string): boolean => {
  if (path === 'name') return draft.name === '';
  if (path === 'id') return draft.id === '';
  const [, list, place, field] = /^(parameters)\.(\d+)\.(name|title|choices)$/.exec(path) ?? [];
  const parameter = list === undefined ? undefined : draft.parameters[Number(place)];
  return parameter !== undefined && parameter[field as 'name'] === '';
};

/** The form of a script; beside it how its parameters will look, and what it comes to. */
export function Editor({ detail, start: given, fill }: EditorProps) {
  const [start] = useState(given);
  const [draft, setDraft] = useState(start);
  const [tried, setTried] = useState(false);
  const read = useMemo(() => readScriptDraft(draft), [draft]);
  const errors = tried ? read.errors : new Map([...read.errors].filter(([path]) => !unwritten(draft, path)));
  const part: EditorPart = {
    draft,
    errors,
    change: (some) => setDraft((before) => ({ ...before, ...some })),
  };
  return (
    <div class="wiz">
      <form onSubmit={(event) => event.preventDefault()} aria-label="The script">
        <About {...part} made={detail !== undefined} />
        <Step no={2} title="Parameters" note="asked for when it is pushed">
          <ParametersEditor {...part} />
        </Step>
        <Step no={3} title="Programs" note="one for each kind of system">
          <ProgramsEditor {...part} />
        </Step>
        <How {...part} />
      </form>
      <ScriptDeed
        detail={detail}
        draft={draft}
        body={read.body}
        wrong={read.errors.size}
        dirty={!isSame(draft, start)}
        tried={() => setTried(true)}
        fill={fill}
      />
    </div>
  );
}

function About({ draft, errors, change, made }: EditorPart & { made: boolean }) {
  return (
    <Step no={1} title="What it is">
      <Named draft={draft} errors={errors} change={change} made={made} note="A verb and what it is done to." />
      <AreaField
        label="What it does"
        rows={2}
        value={draft.summary}
        set={(summary) => change({ summary })}
        note="One or two sentences, to what."
      />
      <AreaField
        label="When to use it"
        rows={5}
        value={draft.readme}
        set={(readme) => change({ readme })}
        note="What it needs, what it changes. Plain text; addresses become links."
      />
      <div class="fields">
        <SelectField
          label="Class"
          value={draft.kind}
          set={(kind) => change({ kind: kind as ScriptDraft['kind'] })}
          choices={[
            { value: 'read', name: 'it only looks' },
            { value: 'change', name: 'it changes the device' },
            { value: 'dangerous', name: 'dangerous: two people sign' },
          ]}
        />
        <TextField
          label="Tags"
          value={draft.tags}
          set={(tags) => change({ tags })}
          error={errors.get('tags')}
          note="disk, remedy"
        />
      </div>
    </Step>
  );
}

function How({ draft, errors, change }: EditorPart) {
  const text = (
    label: string,
    key: 'timeout' | 'runAs' | 'manualMinutes' | 'done' | 'notApplicable' | 'rebootNeeded',
    note: string,
  ) => (
    <TextField
      label={label}
      value={draft[key]}
      set={(value) => change({ [key]: value })}
      error={errors.get(key)}
      note={note}
    />
  );
  return (
    <Step no={4} title="How it runs, and how it ends">
      <div class="fields">
        {text('At most', 'timeout', 'then it is ended with all it began')}
        {text('Runs as', 'runAs', 'system, or a user of the device')}
        {text('By hand, minutes', 'manualMinutes', 'what it saves each time')}
      </div>
      <div class="fields">
        {text('Exit codes: done', 'done', '0')}
        {text('Not applicable', 'notApplicable', 'there was nothing to do')}
        {text('Restart needed', 'rebootNeeded', 'all others mean failed')}
      </div>
      <div class="checks">
        <Check label="It has a dry run (FETTLE_MODE=check)" on={draft.check} set={(check) => change({ check })} />
        <Check label="It can be undone (FETTLE_MODE=undo)" on={draft.undo} set={(undo) => change({ undo })} />
      </div>
    </Step>
  );
}
