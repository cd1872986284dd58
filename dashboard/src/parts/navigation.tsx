import { useEffect, useRef } from 'preact/hooks';
import { address } from '../routes.ts';
import { approvals } from '../state/approvals.ts';
import { standing } from '../state/overall.ts';
import { number } from '../format/count.ts';

/**
 * The pages of the bar, the most used first. Where there is less room those marked `far` are behind a button, then those
 * marked `more` too.
 */
const entries = [
  { href: '/', name: 'Fleet', room: '' },
  { href: '/incidents', name: 'Incidents', room: '' },
  { href: '/scripts', name: 'Scripts', room: '' },
  { href: '/orders', name: 'Orders', room: '' },
  { href: '/services', name: 'Services', room: 'more' },
  { href: '/reports', name: 'Reports', room: 'more' },
  { href: '/rules', name: 'Rules', room: 'more' },
  { href: '/windows', name: 'Windows', room: 'more' },
  { href: '/on-call', name: 'On call', room: 'more' },
  { href: '/problems', name: 'Problems', room: 'far' },
  { href: '/changes', name: 'Changes', room: 'far' },
  { href: '/requests', name: 'Requests', room: 'far' },
  { href: '/improvements', name: 'Improvements', room: 'far' },
  { href: '/trust', name: 'Trust', room: 'far' },
  { href: '/people', name: 'People', room: 'far' },
  { href: '/explore', name: 'Explore', room: 'far' },
] as const;

/** Pages that belong to one of the bar without being below its address. */
const belongs: Readonly<Record<string, string>> = {
  devices: '/',
  channels: '/on-call',
  me: '/people',
  push: '/scripts',
  runs: '/orders',
  drafts: '/orders',
  approvals: '/orders',
  standing: '/orders',
  objectives: '/services',
  calendars: '/services',
  'public-links': '/services',
  month: '/services',
  value: '/services',
  load: '/people',
  'hand-over': '/people',
  'request-items': '/requests',
  projects: '/improvements',
  'report-plans': '/reports',
  brands: '/reports',
};

function currentOf(path: string): string {
  const first = path.split('/')[1] ?? '';
  return first === '' ? '/' : (belongs[first] ?? `/${first}`);
}

/** How many of a page somebody should look at. */
function Count({ count, what }: { count: number; what: string }) {
  if (count === 0) return null;
  return (
    <span class="count">
      {number(count)}
      <span class="hide"> {what}</span>
    </span>
  );
}

const openCount = () => (standing.value.value ? standing.value.value.critical + standing.value.value.warning : 0);

function Entry({ entry: { href, name, room }, current }: { entry: (typeof entries)[number]; current: string }) {
  return (
    <a href={href} class={room === '' ? undefined : room} aria-current={current === href ? 'page' : undefined}>
      {name}
      {href === '/incidents' ? <Count count={openCount()} what="open" /> : null}
      {href === '/orders' ? (
        <Count count={approvals.value.value?.length ?? 0} what="waiting for a second signature" />
      ) : null}
    </a>
  );
}

/** The button of the others is marked where the page is among them. */
function othersClass(current: string): string {
  const room = entries.find(({ href }) => href === current)?.room ?? '';
  return room === '' ? 'others' : `others here-${room}`;
}

/** The bar of pages. */
export function Navigation() {
  const current = currentOf(address.value.path);
  const sheet = useRef<HTMLDivElement>(null);
  useEffect(() => sheet.current?.hidePopover(), [address.value.path]);
  const folded = entries.filter(({ room }) => room !== '');
  return (
    <nav aria-label="Main">
      {entries.map((entry) => (
        <Entry key={entry.href} entry={entry} current={current} />
      ))}
      <button class={othersClass(current)} type="button" popovertarget="other-pages">
        More
      </button>
      <div ref={sheet} id="other-pages" class="sheet menu pages-menu" popover="auto">
        {folded.map(({ href, name, room }) => (
          <a key={href} href={href} class={`in-${room}`} aria-current={current === href ? 'page' : undefined}>
            {name}
          </a>
        ))}
      </div>
    </nav>
  );
}
