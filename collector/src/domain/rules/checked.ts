import { FettleError } from '@fettle/shared/errors';
import type { RuleId } from '@fettle/shared/ids';
import { checkRule } from '@fettle/shared/rules/check';
import type { RuleBody } from '@fettle/shared/rules/rule';
import { normalRule } from './normal.ts';
import { ownSheet } from './own-rules.ts';

/** Control and format characters, line and paragraph ends: a name must look like what it is. */
const hidden = /[\p{C}\p{Zl}\p{Zp}]/u;
const slug = /^[a-z0-9][a-z0-9-]{0,63}$/;

/** @throws FettleError `input_invalid` */
export function ruleId(text: string): RuleId {
  if (ownSheet(text as RuleId) !== null) {
    throw new FettleError('input_invalid', `${text} is the collector’s own rule. Choose another id.`);
  }
  if (slug.test(text)) return text as RuleId;
  throw new FettleError(
    'input_invalid',
    `A rule’s id has 1 to 64 small letters, digits and dashes, such as disk-space; not ${JSON.stringify(text)}.`,
  );
}

/** The rule in its normal form. @throws FettleError `input_invalid`, with all that is wrong in its text */
export function checkedRule(body: RuleBody): RuleBody {
  const rule = normalRule(body);
  const wrong = checkRule(rule).map(({ path, message }) => `${path.join('.')}: ${message}`);
  if (rule.name.length === 0 || rule.name.length > 128 || hidden.test(rule.name)) {
    wrong.unshift('name: A name has 1 to 128 visible characters.');
  }
  const sustained = [rule.forMs, rule.clearForMs].every((ms) => Number.isSafeInteger(ms) && ms >= 0);
  if (!sustained) wrong.push('forMs, clearForMs: Times are whole milliseconds from 0.');
  if (wrong.length > 0) throw new FettleError('input_invalid', wrong.join(' '), { problems: wrong });
  return rule;
}
