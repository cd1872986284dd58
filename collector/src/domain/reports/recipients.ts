import type { PersonId } from '@fettle/shared/ids';
import type { ReportsContext } from './context.ts';
import type { Report, ReportPlan, ReportSend } from './types.ts';

/** One at sign, a domain with a dot or of one word, nothing that ends a line. What the other end takes it says itself. */
export function isAddress(text: string): boolean {
  return text.length <= 254 && /^[^\s@<>(),;:"\\\p{C}]+@[^\s@<>(),;:"\\\p{C}]+$/u.test(text);
}

/** Addresses of a plan's or a wish's recipients, each once without regard to case; people stand for their first mail address. */
export async function addressesOf(
  { access }: Pick<ReportsContext, 'access'>,
  to: readonly string[],
): Promise<string[]> {
  const found = new Map<string, string>();
  for (const one of to) {
    const address = isAddress(one) ? one : await mailOf({ access }, one as PersonId);
    if (address !== null && !found.has(address.toLowerCase())) found.set(address.toLowerCase(), address);
  }
  return [...found.values()];
}

/** Null: there is no such person, they can do nothing here any more, or have no mail address. */
async function mailOf({ access }: Pick<ReportsContext, 'access'>, id: PersonId): Promise<string | null> {
  const person = await access.person(id);
  if (person === null || person.state === 'disabled') return null;
  const way = person.contacts.find(({ kind }) => kind === 'email');
  return way?.kind === 'email' && isAddress(way.address) ? way.address : null;
}

/** What a plan's report is sent as, once it is made. */
export async function sendsOf(
  context: Pick<ReportsContext, 'access' | 'store'>,
  { id, plan }: Pick<Report, 'id' | 'plan'>,
  now: number,
): Promise<ReportSend[]> {
  const found = plan === null ? null : await context.store.plan(plan);
  return found === null ? [] : sendsTo(id, found, await addressesOf(context, found.to), now);
}

export function sendsTo(
  report: ReportSend['report'],
  { channel, attach }: Pick<ReportPlan, 'channel' | 'attach'>,
  addresses: readonly string[],
  now: number,
): ReportSend[] {
  if (channel === null) return [];
  return addresses.map((address) => ({
    report,
    address,
    channel,
    attach,
    state: 'waiting',
    attempts: 0,
    nextAt: now,
    time: now,
    answer: '',
  }));
}
