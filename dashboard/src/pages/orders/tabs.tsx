import { number } from '../../format/count.ts';
import { approvals } from '../../state/approvals.ts';
import { drafts } from '../../state/orders.ts';

const tabs = [
  { href: '/orders', name: 'Orders' },
  { href: '/approvals', name: 'Waiting for a signature' },
  { href: '/drafts', name: 'Drafts' },
  { href: '/standing', name: 'Standing orders' },
] as const;

/** The pages of orders. */
export function OrderTabs({ here }: { here: (typeof tabs)[number]['href'] }) {
  const counts: Readonly<Record<string, number>> = {
    '/approvals': approvals.value.value?.length ?? 0,
    '/drafts': drafts.value.value?.length ?? 0,
  };
  return (
    <nav class="seg" aria-label="Orders">
      {tabs.map(({ href, name }) => (
        <a key={href} href={href} aria-current={href === here ? 'page' : undefined}>
          {name}
          {(counts[href] ?? 0) > 0 ? <b>{number(counts[href] ?? 0)}</b> : null}
        </a>
      ))}
    </nav>
  );
}
