import { plain } from '../format/text.ts';
import { endSession, session } from '../state/session.ts';
import { change, type Density, preferences, type Theme } from '../state/preferences.ts';
import { NoticesSwitch } from './bell.tsx';
import { helpOpen } from './keys-help.tsx';
import { Segment } from './segment.tsx';

const themes = [
  { value: 'auto', name: 'Auto' },
  { value: 'light', name: 'Light' },
  { value: 'dark', name: 'Dark' },
] as const satisfies { value: Theme; name: string }[];
const densities = [
  { value: 'compact', name: 'Compact' },
  { value: 'roomy', name: 'Roomy' },
] as const satisfies { value: Density; name: string }[];

const initials = (name: string) =>
  plain(name)
    .split(/\s+/u)
    .slice(0, 2)
    .map((word) => String.fromCodePoint(word.codePointAt(0) ?? 32).toUpperCase())
    .join('');

/** Who is signed in, how the page looks, and the way out. */
export function Account() {
  const person = session.value?.person;
  if (!person) return null;
  return (
    <>
      <button class="who" type="button" popovertarget="account">
        {initials(person.name)}
        <span class="hide">, signed in as {plain(person.name)}, settings</span>
      </button>
      <div id="account" class="sheet menu" popover="auto" role="dialog" aria-label="Account and looks">
        <p>
          <b>{plain(person.name)}</b> <span class="quiet">{person.role}</span>
        </p>
        <Segment
          label="Theme"
          choices={themes}
          chosen={preferences.value.theme}
          choose={(theme) => change({ theme })}
        />
        <Segment
          label="Density"
          choices={densities}
          chosen={preferences.value.density}
          choose={(density) => change({ density })}
        />
        <NoticesSwitch />
        <div class="acts">
          <a class="b" href="/me">
            Your settings
          </a>
          <button class="b" type="button" onClick={() => (helpOpen.value = true)} popovertarget="account">
            Keys…
          </button>
          <button class="b" type="button" onClick={() => void endSession()}>
            Sign out
          </button>
        </div>
        <p class="quiet">Fettle {session.value?.version}</p>
      </div>
    </>
  );
}
