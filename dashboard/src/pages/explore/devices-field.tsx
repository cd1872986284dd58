import { useEffect, useState } from 'preact/hooks';
import { plain } from '../../format/text.ts';
import { SelectorField } from '../../parts/selector-field.tsx';
import { TextField } from '../../parts/fields.tsx';
import { fleet } from '../../state/fleet.ts';
import type { ExploreView, Show } from './view.ts';

/** Long enough to finish a word. */
const soonMs = 500;

/** Which devices: those that are named, else whom a selector fits. */
export function DevicesField({ view, show }: { view: ExploreView; show: Show }) {
  return view.devices.length > 0 ? <Named view={view} show={show} /> : <Selected view={view} show={show} />;
}

function Selected({ view: { selector }, show }: { view: ExploreView; show: Show }) {
  const [text, setText] = useState(selector);
  useEffect(() => setText(selector), [selector]);
  useEffect(() => {
    if (text.trim() === selector) return undefined;
    const soon = setTimeout(() => show({ selector: text.trim() }, true), soonMs);
    return () => clearTimeout(soon);
  }, [text]);
  return <SelectorField value={text} set={setText} />;
}

function Named({ view: { devices }, show }: { view: ExploreView; show: Show }) {
  const [text, setText] = useState('');
  const known = fleet.value.value?.devices;
  const others = [...(known?.values() ?? [])].filter(({ id }) => !devices.includes(id));
  function add(name: string): void {
    const device = others.find((one) => one.name === name);
    setText(device ? '' : name);
    if (device) show({ devices: [...devices, device.id] });
  }
  return (
    <div class="l named-devices">
      <ul class="chips" aria-label="Devices shown">
        {devices.map((id) => (
          <li key={id} class="chip">
            {plain(known?.get(id)?.name ?? id, 40)}
            <button type="button" onClick={() => show({ devices: devices.filter((one) => one !== id) })}>
              <span class="hide">without {plain(known?.get(id)?.name ?? id, 40)}</span>
              <span aria-hidden="true">×</span>
            </button>
          </li>
        ))}
      </ul>
      <TextField
        label="Another device"
        value={text}
        set={add}
        known={others.slice(0, 1_000).map(({ name }) => name)}
        hint="its name"
        note="Without any of them a selector chooses."
      />
    </div>
  );
}
