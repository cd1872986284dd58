import { permission, switchNotices } from '../state/browser-notices.ts';
import { preferences } from '../state/preferences.ts';
import { Icon } from './symbols.tsx';

/** Whether this browser shows notices, and what keeps it from that. */
function standing(): { readonly on: boolean; readonly words: string } {
  if (permission.value === 'missing') return { on: false, words: 'This browser has no notifications' };
  if (permission.value === 'denied')
    return { on: false, words: 'This browser blocks notifications from here; its settings say so' };
  const on = preferences.value.notices && permission.value === 'granted';
  return { on, words: on ? 'Notices are shown by this browser' : 'Show notices in this browser' };
}

/** The bell of the bar. */
export function Bell() {
  const { on, words } = standing();
  return (
    <button
      class={on ? 'icon bell on' : 'icon bell'}
      type="button"
      aria-label={words}
      title={words}
      aria-pressed={on}
      onClick={() => void switchNotices()}
    >
      <Icon name="notice" />
    </button>
  );
}

/** The same in words, among the settings. */
export function NoticesSwitch() {
  const { on, words } = standing();
  const barred = permission.value === 'missing' || permission.value === 'denied';
  return (
    <label class="check">
      <input type="checkbox" checked={on} disabled={barred} onChange={() => void switchNotices()} />
      <span>{barred ? words : 'Show notices in this browser'}</span>
    </label>
  );
}
