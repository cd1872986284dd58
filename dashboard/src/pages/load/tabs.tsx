import { address } from '../../routes.ts';
import { hasRole } from '../../state/people.ts';

const tabs = [
  { href: '/load', name: 'Load', least: 'technician' },
  { href: '/hand-over', name: 'Hand-over', least: 'technician' },
  { href: '/people', name: 'Accounts', least: 'viewer' },
] as const;

/** The pages about people. */
export function PeopleTabs({ children }: { children?: preact.ComponentChildren }) {
  const { path } = address.value;
  return (
    <div class="tabs">
      <nav class="seg" aria-label="People">
        {tabs
          .filter(({ least }) => hasRole(least))
          .map(({ href, name }) => (
            <a key={href} href={href} aria-current={path === href ? 'page' : undefined}>
              {name}
            </a>
          ))}
      </nav>
      {children}
    </div>
  );
}
