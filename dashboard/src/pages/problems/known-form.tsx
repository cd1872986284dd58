import type { Problem, ProblemChange } from '@fettle/shared/api/problems';
import { useState } from 'preact/hooks';
import { changeProblem } from '../../api/problems.ts';
import { plain } from '../../format/text.ts';
import { AreaField, SelectField, TextField } from '../../parts/fields.tsx';
import { SaidProblem } from '../../parts/said-problem.tsx';
import { Section } from '../../parts/section.tsx';
import { tell } from '../../parts/toast.tsx';
import { people } from '../../state/notices.ts';
import { problems } from '../../state/problems.ts';
import { useSaving } from '../../state/saving.ts';
import { useUnsaved } from '../../state/unsaved.ts';

type Some = Omit<ProblemChange, 'version' | 'state'>;
const keptOf = ({ title, rootCause, workaround, owner }: Problem) => {
  return { title, rootCause, workaround, owner: owner?.id ?? null };
};

/** What is known of a problem: its cause, and how one lives with it meanwhile. */
export function KnownForm({ problem }: { problem: Problem }) {
  const kept = keptOf(problem);
  const [draft, setDraft] = useState(kept);
  const saving = useSaving();
  const change = (some: Partial<typeof kept>) => setDraft((before) => ({ ...before, ...some }));
  const changed = (Object.keys(kept) as (keyof typeof kept)[]).filter((key) => draft[key] !== kept[key]);
  useUnsaved(changed.length > 0);
  const empty = draft.title.trim() === '' ? 'Give it a title.' : undefined;
  async function save() {
    if (changed.length === 0 || empty) return;
    const pick = (from: typeof kept): Some => Object.fromEntries(changed.map((key) => [key, from[key]]));
    await saving.run(async () => {
      const after = await changeProblem(problem.id, { version: problem.version, ...pick(draft) });
      await problems.load();
      tell('Saved.', async () => {
        await changeProblem(problem.id, { version: after.version, ...pick(kept) });
        await problems.load();
      });
    });
  }
  const readAgain = () => {
    saving.forget();
    void problems
      .load()
      .then(() => setDraft(keptOf(problems.value.peek()?.find(({ id }) => id === problem.id) ?? problem)));
  };
  return (
    <Section title="What is known" note="a known error’s workaround stands on its next incident">
      <form
        class="known"
        aria-label="What is known of it"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <SaidProblem problem={saving.problem} readAgain={readAgain} />
        <TextField label="Title" value={draft.title} set={(title) => change({ title })} error={empty} />
        <SelectField
          label="Owner"
          value={draft.owner ?? ''}
          set={(id) => change({ owner: id === '' ? null : id })}
          choices={[{ value: '', name: 'nobody' }, ...owners(problem)]}
        />
        <AreaField
          label="Root cause"
          value={draft.rootCause}
          set={(rootCause) => change({ rootCause })}
          rows={3}
          hint="not known yet"
        />
        <AreaField
          label="Workaround"
          value={draft.workaround}
          set={(workaround) => change({ workaround })}
          rows={3}
          hint="none yet"
        />
        <div class="acts">
          <button class="b" type="submit" disabled={saving.busy || changed.length === 0}>
            {saving.busy ? 'Saving' : 'Save'}
          </button>
        </div>
      </form>
    </Section>
  );
}

/** Who may own it; its owner also when the list of people did not come. */
function owners({ owner }: Problem): { value: string; name: string }[] {
  const known = (people.value.value ?? []).filter(({ state }) => state !== 'disabled');
  const all = known.map(({ id, name }) => ({ value: id, name: plain(name, 80) }));
  const there = owner === null || all.some(({ value }) => value === owner.id);
  return there || owner === null ? all : [...all, { value: owner.id, name: plain(owner.name, 80) }];
}
