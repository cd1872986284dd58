// pure
import type { Person } from '@fettle/shared/api/people';
import { Count } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import type { Piece } from '../../parts/piece.ts';

/** Where somebody may look: "all sites", "berlin, rome, of these env=prod". */
export function where({ sites, selector = '' }: { sites: Person['sites']; selector?: string }): string {
  const at = sites === 'all' ? 'all sites' : sites.map((site) => plain(site, 40)).join(', ');
  return selector === '' ? at : `${at}, of these ${plain(selector, 80)}`;
}

/** Sites as people type them: "berlin, rome"; "all" or nothing is all of them. */
export function sitesOf(text: string): Person['sites'] {
  const sites = text
    .split(',')
    .map((site) => site.trim())
    .filter((site) => site !== '');
  return sites.length === 0 || sites.includes('all') ? 'all' : sites;
}

export const sitesText = (sites: Person['sites']): string => (sites === 'all' ? 'all' : sites.join(', '));

/** Who is here, in words. */
export function peopleSentence(people: readonly Person[]): Piece[] {
  const active = people.filter(({ state }) => state === 'active');
  const admins = active.filter(({ role }) => role === 'admin').length;
  const invited = people.filter(({ state }) => state === 'invited').length;
  const disabled = people.filter(({ state }) => state === 'disabled').length;
  const one = active.length === 1;
  const pieces: Piece[] = [
    { text: `${Count(active.length)} ${one ? 'person' : 'people'}`, strong: true },
    {
      text: ` may come in, ${admins === 0 ? 'no' : Count(admins).toLowerCase()} admin${admins === 1 ? '' : 's'} among them.`,
    },
  ];
  if (invited > 0) pieces.push({ text: ` ${Count(invited)} ${invited === 1 ? 'has' : 'have'} not accepted yet.` });
  if (disabled > 0)
    pieces.push({ text: ` ${Count(disabled)} ${disabled === 1 ? 'is' : 'are'} shut out.`, lesser: true });
  return pieces;
}
