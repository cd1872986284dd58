import type { RuleBody } from '@fettle/shared/rules/rule';
import { type Actor, allow } from '../access/index.ts';
import { allowRule } from './allow-rule.ts';
import { checkedRule, ruleId } from './checked.ts';
import type { RulesContext, RuleStep } from './context.ts';
import { sameRule } from './normal.ts';
import { afterPut, writeSteps } from './steps.ts';

export interface RulesWanted {
  readonly rules: readonly { readonly id: string; readonly rule: RuleBody }[];
  /** Rules that an earlier file made and that are not among these are deleted. */
  readonly prune: boolean;
  /** Only says what would be. */
  readonly dryRun: boolean;
}

/**
 * Makes the rules of files so. All or nothing; a second time nothing is changed. Rules that are as they are wanted
 * keep their origin. Gives a step for each rule that is wanted or deleted, also for those that stay.
 * @throws FettleError `input_invalid`, `changed_meanwhile`, `not_allowed`
 */
export async function applyRules(ports: RulesContext, actor: Actor, wanted: RulesWanted): Promise<RuleStep[]> {
  allow(actor, 'rule.change');
  const kept = new Map((await ports.store.rules()).map((rule) => [rule.id, rule]));
  const steps = wanted.rules.map(({ id: text, rule }): RuleStep => {
    const id = ruleId(text);
    const body = checkedRule(rule);
    const before = kept.get(id) ?? null;
    const same = before !== null && sameRule(before, body);
    return { id, before, after: same ? before : afterPut(id, before, body, 'file', ports.now) };
  });
  const named = new Set(steps.map(({ id }) => id));
  if (wanted.prune) {
    const gone = [...kept.values()].filter(({ id, origin }) => origin === 'file' && !named.has(id));
    steps.push(...gone.map((before): RuleStep => ({ id: before.id, before, after: null })));
  }
  const different = steps.filter(({ before, after }) => before !== after);
  allowRule(
    actor,
    different.flatMap(({ before, after }) => [before, after]),
  );
  if (!wanted.dryRun) await writeSteps(ports, actor, different);
  return steps;
}
