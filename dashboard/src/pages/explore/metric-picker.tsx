import { useId, useMemo, useState } from 'preact/hooks';
import { catalogue } from '../../state/device.ts';
import { type Choice, choicesIn, matching, mostChoices } from './metric-choice.ts';

interface MetricPickerProps {
  readonly metric: string;
  readonly choose: (name: string) => void;
}

/** The metric, found by its title, its name or what it means; a list opens below while one types. */
export function MetricPicker({ metric, choose }: MetricPickerProps) {
  const id = useId();
  const [text, setText] = useState<string>();
  const [at, setAt] = useState(0);
  const all = useMemo(() => choicesIn(catalogue.value.value ?? []), [catalogue.value.value]);
  const open = text !== undefined;
  const found = useMemo(() => (open ? matching(all, text) : []), [all, text]);
  const shown = found.slice(0, mostChoices);
  const chosen = all.find((one) => one.metric.name === metric);
  const close = () => (setText(undefined), setAt(0));
  const take = (one: Choice | undefined) => {
    if (!one) return;
    close();
    choose(one.metric.name);
  };
  const move = (by: number) => {
    const next = Math.max(0, Math.min(shown.length - 1, at + by));
    setAt(next);
    document.getElementById(`${id}-${next}`)?.scrollIntoView({ block: 'nearest' });
  };
  function press(event: KeyboardEvent): void {
    if (event.key === 'ArrowDown' && !open) setText('');
    else if (event.key === 'ArrowDown') move(1);
    else if (event.key === 'ArrowUp') move(-1);
    else if (event.key === 'Enter') take(shown[at]);
    else if (event.key === 'Escape' && open) close();
    else return;
    event.preventDefault();
  }
  return (
    <div class="l metric-picker">
      <label for={id}>Metric</label>
      <input
        id={id}
        class="f"
        role="combobox"
        aria-expanded={open}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={open && shown.length > 0 ? `${id}-${at}` : ''}
        aria-describedby={`${id}-about`}
        autocomplete="off"
        spellcheck={false}
        placeholder="processor, memory, latency …"
        value={text ?? chosen?.title ?? metric}
        onInput={(event) => (setText(event.currentTarget.value), setAt(0))}
        onFocus={(event) => event.currentTarget.select()}
        onClick={() => setText(text ?? '')}
        onBlur={close}
        onKeyDown={press}
      />
      <ul id={`${id}-list`} role="listbox" aria-label="Metrics" hidden={!open || shown.length === 0}>
        {shown.map((one, index) => (
          <li
            key={one.metric.name}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === at}
            // Before the field loses the focus, or the list would be gone.
            onPointerDown={(event) => (event.preventDefault(), take(one))}
          >
            <b>{one.title}</b> <span class="quiet">{one.family}</span>
            <code>{one.metric.name}</code>
          </li>
        ))}
      </ul>
      <small id={`${id}-about`}>
        {open && found.length === 0
          ? 'No metric has these words. Fewer of them find more.'
          : open && found.length > shown.length
            ? `${shown.length} of ${found.length}; one more word narrows it.`
            : (chosen?.metric.words ?? 'Any metric of the catalogue.')}
      </small>
    </div>
  );
}
