import { plain } from '../../format/text.ts';
import { SelectField } from '../../parts/fields.tsx';
import { people, personName } from '../../state/notices.ts';

interface OrderProps {
  readonly chosen: readonly string[];
  readonly set: (ids: string[]) => void;
  readonly error?: string | undefined;
}

/** People one after the other. */
export function Order({ chosen, set, error }: OrderProps) {
  const others = (people.value.value ?? []).filter(({ id, state }) => !chosen.includes(id) && state !== 'disabled');
  const swap = (index: number) => {
    const ids = [...chosen];
    const [one] = ids.splice(index, 1);
    if (one !== undefined) ids.splice(index - 1, 0, one);
    set(ids);
  };
  return (
    <>
      <ol class="rows order-of">
        {chosen.map((id, index) => (
          <li key={id}>
            <div class="top">
              <span>
                {index + 1}. <b>{plain(personName(id), 80)}</b>
              </span>
              <span class="acts">
                {index === 0 ? null : (
                  <button class="b" type="button" onClick={() => swap(index)}>
                    Earlier<span class="hide">: {plain(personName(id), 80)}</span>
                  </button>
                )}
                <button class="b" type="button" onClick={() => set(chosen.filter((one) => one !== id))}>
                  Remove<span class="hide">: {plain(personName(id), 80)}</span>
                </button>
              </span>
            </div>
          </li>
        ))}
      </ol>
      <div class="fields">
        <SelectField
          label="Add"
          value=""
          set={(id) => (id === '' ? undefined : set([...chosen, id]))}
          choices={[
            { value: '', name: others.length === 0 ? 'everybody is in it' : 'choose a person' },
            ...others.map(({ id, name }) => ({ value: id, name: plain(name, 80) })),
          ]}
          error={error}
        />
      </div>
    </>
  );
}
