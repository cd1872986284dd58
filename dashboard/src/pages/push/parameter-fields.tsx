import type { ScriptParameter } from '@fettle/shared/api/scripts';
import { plain } from '../../format/text.ts';
import { Check, SelectField, TextField } from '../../parts/fields.tsx';
import { Icon } from '../../parts/symbols.tsx';
import { textOf, type Values } from './parameters.ts';

interface ParameterFieldsProps {
  readonly parameters: readonly ScriptParameter[];
  readonly values: Values;
  readonly errorOf: (name: string) => string | undefined;
  readonly set: (name: string, value: string) => void;
}

/** A field for each parameter of a script, by its type. */
export function ParameterFields({ parameters, values, errorOf, set }: ParameterFieldsProps) {
  if (parameters.length === 0) return null;
  const secrets = parameters.filter(({ type }) => type === 'secret');
  const open = parameters.filter(({ type }) => type !== 'secret');
  return (
    <>
      {open.length > 0 ? (
        <div class="fields">
          {open.map((parameter) => (
            <Parameter
              key={parameter.name}
              parameter={parameter}
              value={textOf(parameter, values)}
              error={errorOf(parameter.name)}
              set={(value) => set(parameter.name, value)}
            />
          ))}
        </div>
      ) : null}
      {secrets.map(({ name, title }) => (
        <p key={name} class="quiet dense">
          <Icon name="lock" /> <b>{plain(title, 200)}</b>: who signs is asked for it, and it is sealed to each device.
          It never comes here.
        </p>
      ))}
    </>
  );
}

interface ParameterProps {
  readonly parameter: ScriptParameter;
  readonly value: string;
  readonly error: string | undefined;
  readonly set: (value: string) => void;
}

const range = ({ min, max }: ScriptParameter) => `${min} to ${max}`;

function Parameter({ parameter, value, error, set }: ParameterProps) {
  const { type, choices, required } = parameter;
  const label = plain(parameter.title, 200);
  if (type === 'flag') {
    return (
      <div class="l flag">
        <Check label={label} on={value === 'true'} set={(on) => set(String(on))} />
      </div>
    );
  }
  const note = required ? 'needed' : '';
  if (type === 'choice') {
    const none = required ? [] : [{ value: '', name: 'none' }];
    const all = [...none, ...choices.map((one) => ({ value: one, name: plain(one, 80) }))];
    return <SelectField label={label} value={value} set={set} choices={all} error={error} note={note} />;
  }
  const told = type === 'integer' ? [range(parameter), note].filter((one) => one !== '').join(', ') : note;
  return <TextField label={label} value={value} set={set} mono={type === 'text'} error={error} note={told} />;
}
