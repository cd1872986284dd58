import { counted } from '../format/count.ts';
import { plain } from '../format/text.ts';
import { useReach } from '../state/reach.ts';
import { TextField } from './fields.tsx';

interface SelectorFieldProps {
  readonly value: string;
  readonly set: (value: string) => void;
  readonly label?: string;
  readonly error?: string | undefined;
}

const few = 6;

/** Which devices: a selector, with how many it fits now and which. */
export function SelectorField({ value, set, label = 'Devices', error }: SelectorFieldProps) {
  const { reach, problem } = useReach(value);
  const wrong = error ?? problem?.message;
  return (
    <TextField
      label={label}
      value={value}
      set={set}
      mono
      whole
      hint="all devices, or:  role=db and site=Berlin"
      error={wrong}
      note={
        <span class="reach" role="status">
          {reach ? (
            <>
              <b>
                {counted(reach.names.length, 'device')} of {reach.total}
              </b>
              {reach.names.length === 0
                ? '. Labels are asked for by their key: role=db'
                : `: ${reach.names
                    .slice(0, few)
                    .map((one) => plain(one, 40))
                    .join(', ')}`}
              {reach.names.length > few ? ` and ${reach.names.length - few} more` : ''}
            </>
          ) : (
            'Counting the devices.'
          )}
        </span>
      }
    />
  );
}
