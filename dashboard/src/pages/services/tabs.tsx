import { address } from '../../routes.ts';
import { hasRole } from '../../state/people.ts';

const tabs = [
  ['/month', 'Month'],
  ['/services', 'Services'],
  ['/objectives', 'Objectives'],
  ['/calendars', 'Calendars'],
  ['/public-links', 'Public links'],
  ['/value', 'Value'],
] as const;

/** The pages about what people rely on. */
export function Tabs({ children }: { children?: preact.ComponentChildren }) {
  const { path } = address.value;
  return (
    <div class="tabs">
      <nav class="seg" aria-label="Services">
        {tabs
          .filter(([href]) => (href !== '/public-links' && href !== '/value') || hasRole('manager'))
          .map(([href, name]) => (
            <a key={href} href={href} aria-current={path === href ? 'page' : undefined}>
              {name}
            </a>
          ))}
      </nav>
      {children}
    </div>
  );
}
