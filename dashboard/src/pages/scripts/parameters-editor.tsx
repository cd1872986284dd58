import { Check, SelectField, TextField } from '../../parts/fields.tsx';
import { newParameter, type ParameterDraft } from './draft.ts';
import type { EditorPart } from './editor-part.ts';

const types = [
  { value: 'text', name: 'Text' },
  { value: 'integer', name: 'Whole number' },
  { value: 'flag', name: 'Yes or no' },
  { value: 'choice', name: 'One of several' },
  { value: 'secret', name: 'Secret' },
] as const;

const most = 32;

/** What is asked for when the script is pushed. */
export function ParametersEditor({ draft: { parameters }, errors, change }: EditorPart) {
  const set = (place: number, some: Partial<ParameterDraft>) =>
    change({ parameters: parameters.map((one, index) => (index === place ? { ...one, ...some } : one)) });
  return (
    <>
      {parameters.length === 0 ? <p class="quiet dense">It asks for nothing.</p> : null}
      <ul class="many">
        {parameters.map((parameter, place) => (
          <li key={place}>
            <One
              parameter={parameter}
              place={place}
              errorOf={(field) => errors.get(`parameters.${place}.${field}`)}
              set={(some) => set(place, some)}
              drop={() => change({ parameters: parameters.filter((_, index) => index !== place) })}
            />
          </li>
        ))}
      </ul>
      {parameters.length < most ? (
        <p>
          <button class="b bare" type="button" onClick={() => change({ parameters: [...parameters, newParameter] })}>
            One more parameter
          </button>
        </p>
      ) : null}
    </>
  );
}

interface OneProps {
  readonly parameter: ParameterDraft;
  readonly place: number;
  readonly errorOf: (field: string) => string | undefined;
  readonly set: (some: Partial<ParameterDraft>) => void;
  readonly drop: () => void;
}

function One({ parameter, place, errorOf, set, drop }: OneProps) {
  const { name, type, title, required } = parameter;
  return (
    <>
      <div class="acts">
        <h3 class="mono">{name === '' ? `parameter ${place + 1}` : name}</h3>
        <button class="b bare" type="button" onClick={drop}>
          Leave it out<span class="hide"> (parameter {place + 1})</span>
        </button>
      </div>
      <div class="fields">
        <TextField
          label="Asked for as"
          value={title}
          set={(to) => set({ title: to })}
          error={errorOf('title')}
          note={title === '' ? 'Older than, days' : ''}
        />
        <TextField
          label="Name in the program"
          value={name}
          set={(to) => set({ name: to })}
          error={errorOf('name')}
          mono
          note={name === '' ? 'older_than' : `FETTLE_P_${name.toUpperCase()}`}
        />
        <SelectField
          label="Kind"
          value={type}
          set={(to) => set({ type: to as ParameterDraft['type'] })}
          choices={types}
        />
      </div>
      <Limits parameter={parameter} errorOf={errorOf} set={set} />
      {type === 'flag' || type === 'secret' ? null : (
        <Check label="It is needed" on={required} set={(to) => set({ required: to })} />
      )}
      {type === 'secret' ? (
        <p class="quiet dense">Who signs is asked for it. It is sealed to each device and masked in what it prints.</p>
      ) : null}
    </>
  );
}

function Limits({ parameter, errorOf, set }: Pick<OneProps, 'parameter' | 'errorOf' | 'set'>) {
  const { type, usual, min, max, choices } = parameter;
  if (type === 'flag')
    return <Check label="Usually yes" on={usual === 'true'} set={(to) => set({ usual: String(to) })} />;
  const length = type === 'integer' ? '' : ' length';
  return (
    <div class="fields four">
      {type === 'secret' ? null : (
        <TextField
          label="Usually"
          value={usual}
          set={(to) => set({ usual: to })}
          error={errorOf('usual')}
          note="stands there already"
        />
      )}
      {type === 'choice' ? (
        <TextField
          label="Choices"
          value={choices}
          set={(to) => set({ choices: to })}
          error={errorOf('choices')}
          note="with commas between"
        />
      ) : (
        <>
          <TextField label={`Least${length}`} value={min} set={(to) => set({ min: to })} error={errorOf('min')} />
          <TextField label={`Most${length}`} value={max} set={(to) => set({ max: to })} error={errorOf('max')} />
        </>
      )}
    </div>
  );
}
