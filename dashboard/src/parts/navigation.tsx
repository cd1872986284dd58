import { useEffect, useRef } from 'preact/hooks';
import { address } from '../routes.ts';
import { standing } from '../state/overall.ts';
import { number } from '../format/count.ts';

/** The pages of the bar, the most used first; on a phone those marked `more` are behind a button. */
const entries = [
  { href: '/', name: 'Fleet', more: false },
  { href: '/incidents', name: 'Incidents', more: false },
  { href: '/rules', name: 'Rules', more: false },
  { href: '/windows', name: 'Windows', more: false },
  { href: '/on-call', name: 'On call', more: true },
  { href: '/problems', name: 'Problems', more: true },
  { href: '/people', name: 'People', more: true },
] as const;

/** Pages that belong to one of the bar without being below its address. */
const belongs: Readonly<Record<string, string>> = { devices: '/', channels: '/on-call', me: '/people' };

function currentOf(path: string): string {
  const first = path.split('/')[1] ?? '';
  return first === '' ? '/' : (belongs[first] ?? `/${first}`);
}

/** How many incidents somebody should look at. */
function Count() {
  const known = standing.value.value;
  const count = known ? known.critical + known.warning : 0;
  if (count === 0) return null;
  return (
    <span class="count">
      {number(count)}
      <span class="hide"> open</span>
    </span>
  );
}

function Entry({ entry: { href, name, more }, current }: { entry: (typeof entries)[number]; current: string }) {
  return (
    <a href={href} class={more ? 'more' : undefined} aria-current={current === href ? 'page' : undefined}>
      {name}
      {href === '/incidents' ? <Count /> : null}
    </a>
  );
}

/** The bar of pages. */
export function Navigation() {
  const current = currentOf(address.value.path);
  const sheet = useRef<HTMLDivElement>(null);
  useEffect(() => sheet.current?.hidePopover(), [address.value.path]);
  const folded = entries.filter(({ more }) => more);
  return (
    <nav aria-label="Main">
      {entries.map((entry) => (
        <Entry key={entry.href} entry={entry} current={current} />
      ))}
      <button
        class={folded.some(({ href }) => href === current) ? 'others here' : 'others'}
        type="button"
        popovertarget="other-pages"
      >
        More
      </button>
      <div ref={sheet} id="other-pages" class="sheet menu pages-menu" popover="auto">
        {folded.map(({ href, name }) => (
          <a key={href} href={href} aria-current={current === href ? 'page' : undefined}>
            {name}
          </a>
        ))}
      </div>
    </nav>
  );
}
