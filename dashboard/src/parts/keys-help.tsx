import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { change, preferences } from '../state/preferences.ts';

/** Whether the list of keys is open. */
export const helpOpen = signal(false);

const keys: readonly (readonly [string[], string])[] = [
  [['/'], 'find in the list, or find and do anything'],
  [['j'], 'next of the list'],
  [['k'], 'the one before'],
  [['Enter'], 'open'],
  [['x'], 'select an incident'],
  [['a'], 'acknowledge'],
  [['o'], 'take it: become its owner'],
  [['n'], 'write a note; on a list: something new'],
  [['r'], 'run a script: on a device, for an incident'],
  [['u'], 'undo what was just done'],
  [['Esc'], 'one step back: out of a field, a zoom, the wall, to the list'],
  [['1', '…', '7'], 'time range: 1 h, 6 h, 24 h, 7 d, 30 d, 90 d, 1 y'],
  [['['], 'earlier'],
  [[']'], 'later'],
  [['←', '→'], 'move the cross-hair of all charts'],
  [['c'], 'compare with an earlier period'],
  [['w'], 'wall; of windows: week, m month'],
  [['g', 'f'], 'go to the fleet'],
  [['g', 'i'], 'incidents'],
  [['g', 'u'], 'rules'],
  [['g', 'w'], 'windows'],
  [['g', 'o'], 'on call'],
  [['g', 'b'], 'problems'],
  [['g', 'c'], 'channels'],
  [['g', 's'], 'scripts'],
  [['g', 'r'], 'orders and their runs'],
  [['g', 'h'], 'changes'],
  [['g', 'q'], 'requests'],
  [['g', 't'], 'trust'],
  [['g', 'p'], 'people'],
  [['g', 'v'], 'services'],
  [['g', 'e'], 'reports'],
  [['g', 'm'], 'the month'],
  [['g', 'x'], 'explore a metric'],
  [['d'], 'density'],
  [['t'], 'light or dark'],
  [['?'], 'this list'],
];

/** All keys, and the way to switch single letters off. */
export function KeysHelp() {
  const dialog = useRef<HTMLDialogElement>(null);
  const open = helpOpen.value;
  useEffect(() => {
    if (open && !dialog.current?.open) dialog.current?.showModal();
    if (!open) dialog.current?.close();
  }, [open]);
  return (
    <dialog ref={dialog} class="sheet" aria-labelledby="keys-title" onClose={() => (helpOpen.value = false)}>
      <h2 id="keys-title">Keys</h2>
      <dl class="facts keys-list">
        {keys.map(([names, words]) => (
          <div key={words}>
            <dt>
              {names.map((name) => (
                <kbd key={name}>{name}</kbd>
              ))}
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      <label class="check">
        <input
          type="checkbox"
          checked={preferences.value.letters}
          onChange={(event) => change({ letters: event.currentTarget.checked })}
        />
        <span>Single letters are keys</span>
      </label>
      <form method="dialog" class="acts">
        <button class="b main" type="submit">
          Close
        </button>
      </form>
    </dialog>
  );
}
