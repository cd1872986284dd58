import { address } from '../../routes.ts';

const tabs = [
  ['/on-call', 'On call'],
  ['/on-call/routes', 'Routes'],
  ['/channels', 'Channels'],
  ['/on-call/deliveries', 'Deliveries'],
] as const;

/** The four pages about who is told. */
export function Tabs() {
  const { path } = address.value;
  return (
    <nav class="seg" aria-label="Who is told">
      {tabs.map(([href, name]) => (
        <a key={href} href={href} aria-current={path === href ? 'page' : undefined}>
          {name}
        </a>
      ))}
    </nav>
  );
}
