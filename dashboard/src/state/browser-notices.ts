import type { LiveNotice } from '@fettle/shared/api/live';
import { signal } from '@preact/signals';
import { plain } from '../format/text.ts';
import { hear, isLeader } from '../live/live.ts';
import { go, incidentPath } from '../routes.ts';
import { change, preferences } from './preferences.ts';
import { showToast } from './toast.ts';

/** What the browser lets us do: `missing` where it has no notifications. */
export type Permission = NotificationPermission | 'missing';

const asked = (): Permission => (typeof Notification === 'undefined' ? 'missing' : Notification.permission);
export const permission = signal<Permission>(asked());

/** Shows notices in this browser from now on, if its user lets us; or no longer. */
export async function switchNotices(): Promise<void> {
  if (preferences.peek().notices) return change({ notices: false });
  if (permission.peek() === 'missing') return;
  permission.value = await Notification.requestPermission();
  change({ notices: permission.value === 'granted' });
}

/** Where a notice leads: to its incident, or to the board when it tells of several. */
const pathOf = ({ incidents }: LiveNotice) =>
  incidents.length === 1 && incidents[0] !== undefined ? incidentPath(incidents[0]) : '/incidents';

function show(notice: LiveNotice): void {
  // The tag keeps it one, should two tabs think that they lead.
  const shown = new Notification(plain(notice.subject, 200), { tag: notice.key, body: 'Fettle' });
  shown.addEventListener('click', () => {
    window.focus();
    go(pathOf(notice));
    shown.close();
  });
}

const mostKept = 200;
const seen = new Set<string>();

function onNotice(notice: LiveNotice): void {
  if (seen.has(notice.key)) return;
  seen.add(notice.key);
  if (seen.size > mostKept) seen.delete([...seen][0] ?? '');
  if (!document.hidden) showToast({ words: plain(notice.subject, 200), href: pathOf(notice), shape: notice.severity });
  if (preferences.peek().notices && asked() === 'granted' && isLeader()) show(notice);
}

/** Begins to listen. Called once. */
export function startNotices(): void {
  hear((message) => {
    if (message.name === 'notice') onNotice(message.data);
  });
}
