// pure
import type { Limit, LimitPut } from '@fettle/shared/api/capacity';

/** A limit as it is typed. */
export interface LimitDraft {
  readonly id: string;
  readonly name: string;
  readonly kind: Limit['kind'];
  readonly site: string;
  /** Seats, or Mbit/s. */
  readonly limit: string;
  readonly selector: string;
  readonly software: string;
  readonly device: string;
  readonly port: string;
  /** In whole units of the currency; empty: not known. */
  readonly cost: string;
}

export const emptyLimit: LimitDraft = {
  id: '',
  name: '',
  kind: 'licence',
  site: '',
  limit: '',
  selector: '',
  software: '',
  device: '',
  port: '',
  cost: '',
};

/** A megabit a second in bytes a second. */
const perMbit = 125_000;

export function draftOf(limit: Limit): LimitDraft {
  const { id, name, kind, site, selector, software, device, interface: port, cost } = limit;
  const amount = kind === 'link' ? limit.limit / perMbit : limit.limit;
  const shownCost = cost === null ? '' : String(cost / 100);
  return {
    id,
    name,
    kind,
    site: site ?? '',
    limit: String(amount),
    selector,
    software,
    device: device ?? '',
    port,
    cost: shownCost,
  };
}

/** What is wrong by field, or what is to be kept. */
export function readLimit(
  draft: LimitDraft,
  version: number,
): { readonly errors: ReadonlyMap<string, string>; readonly body: LimitPut } {
  const errors = new Map<string, string>();
  const amount = Number(draft.limit.replace(',', '.'));
  const cost = draft.cost.trim() === '' ? null : Math.round(Number(draft.cost.replace(',', '.')) * 100);
  if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(draft.id)) errors.set('id', 'Small letters, digits and hyphens.');
  if (draft.name.trim() === '') errors.set('name', 'Give it a name.');
  if (!(amount > 0))
    errors.set('limit', draft.kind === 'link' ? 'How many Mbit/s it carries.' : 'How many seats there are.');
  if (draft.kind === 'link' && draft.device === '') errors.set('device', 'Which device’s interface it is.');
  if (draft.kind === 'link' && draft.port.trim() === '') errors.set('port', 'Its interface, such as eth0.');
  if (cost !== null && !(Number.isSafeInteger(cost) && cost >= 0)) errors.set('cost', 'An amount, or nothing.');
  const isLink = draft.kind === 'link';
  return {
    errors,
    body: {
      name: draft.name.trim(),
      kind: draft.kind,
      site: draft.site.trim() === '' ? null : draft.site.trim(),
      limit: isLink ? amount * perMbit : amount,
      selector: isLink ? '' : draft.selector,
      software: isLink ? '' : draft.software.trim(),
      device: isLink ? draft.device : null,
      interface: isLink ? draft.port.trim() : '',
      cost,
      version,
    },
  };
}
