import { FettleError } from '@fettle/shared/errors';
import { parseSelector, type Selector } from '@fettle/shared/selector/parse';
import type { RuleBody } from '@fettle/shared/rules/rule';
import { type Actor, allow } from '../access/index.ts';

/**
 * Whoever has some devices only may change rules that are for these and no others: their selector says `site=…`, and all
 * that the selector of his own scope says.
 * @throws FettleError `not_allowed`
 */
export function allowRule(actor: Actor, rules: readonly (Pick<RuleBody, 'selector'> | null)[]): void {
  allow(actor, 'rule.change');
  const { sites, selector = '' } = actor.scope;
  const own = termsOf(parseSelector(selector)).map(textOf);
  const isOwn = ({ selector: text }: Pick<RuleBody, 'selector'>) => {
    const chosen = parseSelector(text);
    const terms = new Set(termsOf(chosen).map(textOf));
    return (sites === 'all' || isConfined(chosen, sites)) && own.every((term) => terms.has(term));
  };
  if (rules.every((rule) => rule === null || isOwn(rule))) return;
  const parts = [sites === 'all' ? '' : `site in (${sites.join(', ')})`, selector].filter((part) => part !== '');
  throw new FettleError(
    'not_allowed',
    `This rule is for devices too that are not yours. Begin its scope with ${parts.join(', ')}.`,
    { permission: 'rule.change' },
  );
}

/** All of which hold. */
function termsOf(selector: Selector): readonly Selector[] {
  return selector.form === 'all' ? selector.of.flatMap(termsOf) : [selector];
}

const textOf = (selector: Selector) => JSON.stringify(selector);

/** Whether a selector chooses nothing outside these sites, whatever the labels. */
function isConfined(selector: Selector, sites: readonly string[]): boolean {
  return termsOf(selector).some(
    (term) => term.form === 'in' && term.key === 'site' && term.values.every((site) => sites.includes(site)),
  );
}
