// pure
import { FettleError } from '@fettle/shared/errors';
import { parseSelector } from '@fettle/shared/selector/parse';
import type { ContactWay, Scope } from './types.ts';

/** A name without space at its ends and without what cannot be seen. @throws FettleError `input_invalid` */
export function personName(text: string): string {
  const name = text.trim().normalize('NFC');
  if (name.length === 0 || name.length > 128 || /[\p{C}\p{Zl}\p{Zp}]/u.test(name)) {
    throw new FettleError('input_invalid', 'A name has 1 to 128 visible characters.');
  }
  return name;
}

/** Sites without doubles. @throws FettleError `input_invalid` */
export function checkedSites(sites: Scope['sites']): Scope['sites'] {
  if (sites === 'all') return sites;
  if (sites.length === 0) throw new FettleError('input_invalid', 'Name at least one site, or “all”.');
  for (const site of sites) {
    if (site.trim() === '' || site.length > 128 || /\p{C}/u.test(site)) {
      throw new FettleError('input_invalid', 'A site’s name has 1 to 128 visible characters.');
    }
  }
  return [...new Set(sites)];
}

/** @throws FettleError `input_invalid`, with the position of what cannot be read */
export function checkedSelector(text: string): string {
  const selector = text.trim();
  if (selector.length > 1_024) throw new FettleError('input_invalid', 'A selector has at most 1,024 characters.');
  parseSelector(selector);
  return selector;
}

/** @throws FettleError `input_invalid` */
export function checkedZone(zone: string): string {
  if (!isZone(zone)) {
    throw new FettleError(
      'input_invalid',
      `There is no time zone “${zone}”. Give a name such as Europe/Berlin or UTC.`,
    );
  }
  return zone;
}

function isZone(zone: string): boolean {
  // Offsets such as +01:00 are understood too, but know no summer.
  if (!/^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/.test(zone)) return false;
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** @throws FettleError `input_invalid` */
export function checkedContacts(contacts: readonly ContactWay[]): readonly ContactWay[] {
  if (contacts.length > 8) throw new FettleError('input_invalid', 'Somebody has at most 8 ways to be reached.');
  for (const way of contacts) {
    if (
      way.kind === 'email' &&
      !(way.address.length <= 254 && /^[^\s@<>,;:"\p{C}]+@[^\s@<>,;:"\p{C}]+$/u.test(way.address))
    ) {
      throw new FettleError('input_invalid', 'An e-mail address is of the form name@example.org.');
    }
    if (way.kind === 'channel' && !/^[a-z0-9][a-z0-9-]{0,63}$/.test(way.channel)) {
      throw new FettleError('input_invalid', 'A channel is named by its id: small letters, digits and dashes.');
    }
  }
  return contacts;
}
