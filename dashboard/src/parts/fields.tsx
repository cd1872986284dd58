import { useId } from 'preact/hooks';

interface Told {
  readonly label: preact.ComponentChildren;
  /** What it is for, below it. */
  readonly note?: preact.ComponentChildren;
  /** What is wrong with it, in place of the note. */
  readonly error?: string | undefined;
  readonly whole?: boolean;
}

/** What a control needs so that its label, its note and its error belong to it. */
interface Bound {
  readonly id: string;
  readonly 'aria-describedby': string;
  readonly 'aria-invalid': boolean;
}

function Frame({ label, note, error, whole, control }: Told & { control: (bound: Bound) => preact.ComponentChildren }) {
  const id = useId();
  const about = `${id}-about`;
  return (
    <div class={whole ? 'l whole' : 'l'}>
      <label for={id}>{label}</label>
      {control({ id, 'aria-describedby': about, 'aria-invalid': error !== undefined })}
      <small id={about} class={error === undefined ? undefined : 'wrong'}>
        {error ?? note}
      </small>
    </div>
  );
}

interface TextProps extends Told {
  readonly value: string;
  readonly set: (value: string) => void;
  readonly type?: 'text' | 'number' | 'password' | 'time' | 'date' | 'datetime-local' | 'url';
  readonly mono?: boolean;
  readonly hint?: string;
  readonly fixed?: boolean;
  /** Texts to choose from while one types. */
  readonly known?: readonly string[];
}

/** A line of text. */
export function TextField({ value, set, type = 'text', mono, hint, fixed, known, ...told }: TextProps) {
  const list = useId();
  return (
    <Frame
      {...told}
      control={(bound) => (
        <>
          <input
            {...bound}
            class={mono ? 'f mono' : 'f'}
            {...({ type } as { type: 'text' })}
            value={value}
            placeholder={hint ?? ''}
            spellcheck={false}
            autocomplete={type === 'password' ? 'new-password' : 'off'}
            readOnly={fixed ?? false}
            {...(known ? { list } : {})}
            onInput={(event) => set(event.currentTarget.value)}
          />
          {known ? (
            <datalist id={list}>
              {known.map((one) => (
                <option key={one} value={one} />
              ))}
            </datalist>
          ) : null}
        </>
      )}
    />
  );
}

/** Several lines of text. */
export function AreaField({ value, set, rows = 4, hint, ...told }: TextProps & { readonly rows?: number }) {
  return (
    <Frame
      {...told}
      control={(bound) => (
        <textarea
          {...bound}
          class="f"
          rows={rows}
          value={value}
          placeholder={hint ?? ''}
          onInput={(event) => set(event.currentTarget.value)}
        />
      )}
    />
  );
}

export interface Choice {
  readonly value: string;
  readonly name: string;
  readonly group?: string;
}
interface SelectProps extends Told {
  readonly value: string;
  readonly set: (value: string) => void;
  readonly choices: readonly Choice[];
}

/** One of several, in groups where they have any. */
export function SelectField({ value, set, choices, ...told }: SelectProps) {
  const groups = Map.groupBy(choices, ({ group }) => group ?? '');
  const options = (some: readonly Choice[]) =>
    some.map((one) => (
      <option key={one.value} value={one.value}>
        {one.name}
      </option>
    ));
  return (
    <Frame
      {...told}
      control={(bound) => (
        <select {...bound} class="f" value={value} onChange={(event) => set(event.currentTarget.value)}>
          {[...groups].map(([group, some]) =>
            group === '' ? (
              options(some)
            ) : (
              <optgroup key={group} label={group}>
                {options(some)}
              </optgroup>
            ),
          )}
        </select>
      )}
    />
  );
}

/** Yes or no. */
export function Check({ label, on, set }: { label: string; on: boolean; set: (on: boolean) => void }) {
  return (
    <label class="check">
      <input type="checkbox" checked={on} onChange={(event) => set(event.currentTarget.checked)} />
      <span>{label}</span>
    </label>
  );
}

interface ChecksProps<Value> {
  readonly label: string;
  readonly choices: readonly { readonly value: Value; readonly name: string }[];
  readonly chosen: readonly Value[];
  readonly set: (chosen: Value[]) => void;
  readonly error?: string | undefined;
}

/** Any of several, in their order. */
export function Checks<Value extends string | number>({ label, choices, chosen, set, error }: ChecksProps<Value>) {
  const toggled = (value: Value) =>
    choices.map((one) => one.value).filter((one) => (one === value ? !chosen.includes(one) : chosen.includes(one)));
  return (
    <fieldset class="l whole">
      <legend>{label}</legend>
      <div class="checks">
        {choices.map(({ value, name }) => (
          <Check key={value} label={name} on={chosen.includes(value)} set={() => set(toggled(value))} />
        ))}
      </div>
      {error === undefined ? null : <small class="wrong">{error}</small>}
    </fieldset>
  );
}
