import type { Rule as RuleItem } from '@fettle/shared/api/rules';
import { ruleWords } from '@fettle/shared/rules/sentence';
import { matches } from '@fettle/shared/selector/match';
import { parseSelector } from '@fettle/shared/selector/parse';
import type { Actor } from '../../../domain/access/index.ts';
import { bodyOf, type Rule } from '../../../domain/rules/index.ts';
import { ruleKind, textOf } from '../../files/index.ts';
import type { HttpContext } from '../context.ts';

/** Makes of rules what the API gives, with what somebody may see of their devices and incidents. */
export async function ruleViews(
  { devices, openByRule }: Pick<HttpContext, 'devices' | 'openByRule'>,
  { scope }: Actor,
): Promise<(rule: Rule) => RuleItem> {
  const all = (await devices.devices(scope)).filter(({ state }) => state !== 'retired');
  const open = await openByRule(scope);
  return (rule) => {
    const selector = parseSelector(rule.selector);
    return {
      ...(rule as unknown as Omit<RuleItem, 'words' | 'file' | 'devices' | 'incidents'>),
      words: ruleWords(rule),
      file: textOf(ruleKind, [{ id: rule.id, body: bodyOf(rule) }]),
      devices: all.filter((device) => matches(selector, device)).length,
      incidents: open.get(rule.id) ?? 0,
    };
  };
}
