// pure
/** What the board is narrowed to; it stands in the address, so that it can be sent to somebody. */
export interface Filter {
  readonly state: 'open' | 'unacknowledged';
  readonly site: string;
  /** `''` for everybody's. */
  readonly owner: '' | 'me' | 'nobody';
  readonly search: string;
  /** The id of a rule; `''`: of any. */
  readonly rule: string;
}

export const everything: Filter = { state: 'open', site: '', owner: '', search: '', rule: '' };

/** What the address narrows it to; whatever is not of the right form narrows nothing. */
export function filterOf(search: string): Filter {
  const query = new URLSearchParams(search);
  const owner = query.get('owner');
  const found: Filter = {
    state: query.get('state') === 'unacknowledged' ? 'unacknowledged' : 'open',
    site: query.get('site') ?? '',
    owner: owner === 'me' || owner === 'nobody' ? owner : '',
    search: query.get('search') ?? '',
    rule: query.get('rule') ?? '',
  };
  return JSON.stringify(found) === JSON.stringify(everything) ? everything : found;
}

/** The address of the board so narrowed. */
export function boardPath(filter: Filter): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) {
    if (value !== everything[name as keyof Filter]) query.set(name, String(value));
  }
  const text = query.toString();
  return text === '' ? '/incidents' : `/incidents?${text}`;
}
