import { signal } from '@preact/signals';
import { useEffect, useId, useMemo, useRef, useState } from 'preact/hooks';
import { plain } from '../format/text.ts';
import { devicePath, go, servicePath } from '../routes.ts';
import { catalogue } from '../state/device.ts';
import { fleet } from '../state/fleet.ts';
import { services } from '../state/services.ts';
import { deeds, foundIn, pages, type Place } from './finder-model.ts';

/** Whether it is asked where to go. */
export const finderOpen = signal(false);

/** Opens it, with what can be found by then read. */
export function openFinder(): void {
  fleet.renew();
  services.renew();
  if (catalogue.value.peek() === undefined) void catalogue.load();
  finderOpen.value = true;
}

function places(): Place[] {
  return [
    ...pages,
    ...deeds,
    ...(services.value.value ?? []).map(({ id, name }) => ({
      name: plain(name, 80),
      kind: 'service',
      href: servicePath(id),
    })),
    ...[...(fleet.value.value?.devices.values() ?? [])].map(({ id, name, site }) => ({
      name: plain(name, 64),
      kind: 'device',
      href: devicePath(id),
      about: plain(site, 64),
    })),
    ...(catalogue.value.value ?? []).flatMap(({ metrics }) =>
      metrics.map(({ name, chart, words }) => ({
        name: chart?.title ?? name,
        kind: 'metric',
        href: `/explore?metric=${encodeURIComponent(name)}`,
        about: `${name} ${words}`,
      })),
    ),
  ];
}

/** Find or do anything: pages, what is begun, services, devices, metrics; on the page only while it asks. */
export function Finder() {
  return finderOpen.value ? <Asking /> : null;
}

function Asking() {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  useEffect(() => dialog.current?.showModal(), []);
  const all = useMemo(places, [fleet.value.value, services.value.value, catalogue.value.value]);
  const found = useMemo(() => foundIn(text.trim() === '' ? [...pages, ...deeds] : all, text), [all, text]);
  const take = (place: Place | undefined) => {
    if (!place) return;
    dialog.current?.close();
    go(place.href);
  };
  function press(event: KeyboardEvent): void {
    if (event.key === 'ArrowDown') setAt(Math.min(found.length - 1, at + 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(0, at - 1));
    else if (event.key === 'Enter') take(found[at]);
    else return;
    event.preventDefault();
  }
  return (
    <dialog
      ref={dialog}
      class="sheet finder"
      aria-label="Find or do anything"
      onClose={() => (finderOpen.value = false)}
    >
      <input
        class="f"
        role="combobox"
        aria-label="Find or do anything"
        aria-expanded={found.length > 0}
        aria-controls={id}
        aria-autocomplete="list"
        aria-activedescendant={found.length > 0 ? `${id}-${at}` : ''}
        autocomplete="off"
        spellcheck={false}
        autofocus
        placeholder="A page, a device, a service, a metric …"
        value={text}
        onInput={(event) => (setText(event.currentTarget.value), setAt(0))}
        onKeyDown={press}
      />
      <ul id={id} role="listbox" aria-label="Found">
        {found.map((place, index) => (
          <li
            key={`${place.kind} ${place.href}`}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === at}
            onPointerDown={(event) => (event.preventDefault(), take(place))}
          >
            <b>{place.name}</b> <span class="quiet">{place.kind}</span>
          </li>
        ))}
      </ul>
      {found.length === 0 ? <p class="quiet dense">Nothing is called so. Fewer words find more.</p> : null}
    </dialog>
  );
}
