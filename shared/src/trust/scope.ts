/** The selector of a standing order: the grammar of shared/selector over what a grant says, which is signed, and nothing else. */
import { matches } from '../selector/match.ts';
import { parseSelector, type Selector } from '../selector/parse.ts';
import { TrustError } from './errors.ts';
import { text } from './fields.ts';
import type { Grant } from './grant.ts';

/** Outside double quotes a selector that is signed has printable ASCII only, so that all programs read it alike. */
const form = /^(?:[ !#-~]|"(?:[^"\\]|\\["\\])*")*$/;

/** @throws TrustError `fields` when it cannot be read, is empty, or asks for `os` or `kind`, which no grant says */
export function readSelector(value: unknown): string {
  const found = text(value, 'selector', form);
  if (found.trim() === '' || found.length > 1_024) throw new TrustError('fields', 'selector is empty or too long');
  const own = keys(parsed(found)).find((key) => key === 'os' || key === 'kind');
  if (own !== undefined) throw new TrustError('fields', `selector asks for ${own}, which no grant says: use a label`);
  return found;
}

/** Whether a grant's site and labels fit. @throws TrustError `fields` when the selector cannot be read */
export function fits(selector: string, { site, labels }: Pick<Grant, 'site' | 'labels'>): boolean {
  return matches(parsed(selector), { site, labels, os: '', kind: '' });
}

function parsed(selector: string): Selector {
  try {
    return parseSelector(selector);
  } catch (error) {
    throw new TrustError('fields', `selector: ${String(error)}`);
  }
}

function keys(selector: Selector): string[] {
  if (selector.form === 'all') return selector.of.flatMap(keys);
  return selector.form === 'not' ? keys(selector.of) : [selector.key];
}
