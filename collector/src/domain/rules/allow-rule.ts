import { FettleError } from '@fettle/shared/errors';
import { parseSelector, type Selector } from '@fettle/shared/selector/parse';
import type { RuleBody } from '@fettle/shared/rules/rule';
import { type Actor, allow } from '../access/index.ts';

/**
 * Whoever has some sites only may change rules that are for these and no others: their selector says `site=…`.
 * @throws FettleError `not_allowed`
 */
export function allowRule(actor: Actor, rules: readonly (Pick<RuleBody, 'selector'> | null)[]): void {
  allow(actor, 'rule.change');
  const { sites } = actor.scope;
  if (sites === 'all') return;
  const beyond = rules.find((rule) => rule !== null && !isConfined(parseSelector(rule.selector), sites));
  if (beyond === undefined) return;
  throw new FettleError(
    'not_allowed',
    `This rule is for other sites too. Begin its scope with site in (${sites.join(', ')}).`,
    { permission: 'rule.change' },
  );
}

/** Whether a selector chooses nothing outside these sites, whatever the labels. */
function isConfined(selector: Selector, sites: readonly string[]): boolean {
  if (selector.form === 'all') return selector.of.some((term) => isConfined(term, sites));
  return selector.form === 'in' && selector.key === 'site' && selector.values.every((site) => sites.includes(site));
}
