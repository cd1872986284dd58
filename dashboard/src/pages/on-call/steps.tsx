import type { Target } from '@fettle/shared/api/notices';
import { SelectField, type Choice, TextField } from '../../parts/fields.tsx';
import { namesNow } from './names.ts';
import type { StepDraft } from './route-draft.ts';
import { targetWords } from './target-words.ts';

interface StepsProps {
  readonly steps: readonly StepDraft[];
  readonly errors: ReadonlyMap<string, string>;
  readonly set: (steps: StepDraft[]) => void;
}

const most = 10;
const keyOf = ({ kind, id }: Target) => `${kind} ${id}`;

function choicesOf(): Choice[] {
  const { people, teams, rosters, channels } = namesNow();
  const of = (kind: Target['kind'], group: string, all: readonly { id: string; name: string }[]) =>
    all.map(({ id, name }) => ({ value: `${kind} ${id}`, name, group }));
  return [
    ...of('on-call', 'Who is on call for', rosters),
    ...of('person', 'People', people),
    ...of('team', 'Teams', teams),
    ...of('channel', 'Channels', channels),
  ];
}

/** Who is told first, and who next. */
export function Steps({ steps, errors, set }: StepsProps) {
  const change = (index: number, some: Partial<StepDraft>) =>
    set(steps.map((one, at) => (at === index ? { ...one, ...some } : one)));
  return (
    <>
      <ol class="many">
        {steps.map((step, index) => (
          <li key={index}>
            <One step={step} index={index} errors={errors} change={(some) => change(index, some)} />
            {steps.length > 1 ? (
              <div class="acts">
                <button class="b" type="button" onClick={() => set(steps.filter((_, at) => at !== index))}>
                  Remove step {index + 1}
                </button>
              </div>
            ) : null}
          </li>
        ))}
      </ol>
      {steps.length < most ? (
        <div class="acts">
          <button class="b" type="button" onClick={() => set([...steps, { after: '15 min', targets: [] }])}>
            Add a step
          </button>
        </div>
      ) : null}
    </>
  );
}

interface OneProps {
  readonly step: StepDraft;
  readonly index: number;
  readonly errors: ReadonlyMap<string, string>;
  readonly change: (some: Partial<StepDraft>) => void;
}

function One({ step: { after, targets }, index, errors, change }: OneProps) {
  const names = namesNow();
  const chosen = new Set(targets.map(keyOf));
  const add = (key: string) => {
    const [kind = '', id = ''] = key.split(' ');
    if (id !== '') change({ targets: [...targets, { kind, id } as Target] });
  };
  return (
    <>
      <div class="fields">
        <TextField
          label={index === 0 ? 'After' : 'After the step before'}
          value={after}
          set={(text) => change({ after: text })}
          error={errors.get(`steps.${index}.after`)}
          note={index === 0 ? 'Since the incident opened. 0: at once.' : 'If nobody acknowledged: 15 min, 1 h.'}
        />
        <SelectField
          label="Tell"
          value=""
          set={add}
          choices={[{ value: '', name: 'choose whom' }, ...choicesOf().filter(({ value }) => !chosen.has(value))]}
          error={errors.get(`steps.${index}.targets`)}
        />
      </div>
      <ul class="chips" aria-label={`Told in step ${index + 1}`}>
        {targets.map((target) => (
          <li key={keyOf(target)}>
            <span>{targetWords(target, names)}</span>
            <button
              class="b bare"
              type="button"
              onClick={() => change({ targets: targets.filter((one) => keyOf(one) !== keyOf(target)) })}
            >
              Remove<span class="hide">: {targetWords(target, names)}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
