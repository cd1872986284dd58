import { FettleError } from '@fettle/shared/errors';
import type { RuleId } from '@fettle/shared/ids';
import type { RuleBody } from '@fettle/shared/rules/rule';
import { type Actor, allow } from '../access/index.ts';
import type { RulesContext, RuleStep } from './context.ts';
import { defaultRules } from './defaults/index.ts';
import { normalRule, sameRule } from './normal.ts';
import { afterPut, writeSteps } from './steps.ts';
import type { Rule } from './types.ts';

export type DefaultSet = ReadonlyMap<RuleId, RuleBody>;

/**
 * Puts the rules that ship with this version: those that are missing, and those that nobody edited since an older
 * version put them. What somebody edited or deleted stays as he left it. Gives how many it made, changed and took away.
 * @throws FettleError `not_allowed`, `changed_meanwhile` when others change rules all the time
 */
export async function installDefaults(
  ports: RulesContext,
  actor: Actor,
  set: DefaultSet = defaultRules,
): Promise<number> {
  allow(actor, 'rule.change');
  try {
    return await install(ports, actor, set);
  } catch (error) {
    // Of two collectors that start at once the second finds what the first has put.
    if (!(error instanceof FettleError) || error.code !== 'changed_meanwhile') throw error;
    return install(ports, actor, set);
  }
}

async function install(ports: RulesContext, actor: Actor, set: DefaultSet): Promise<number> {
  const shipped = await ports.store.shipped();
  const kept = await ports.store.rules();
  const steps = stepsTo(set, new Map(kept.map((rule) => [rule.id, rule])), shipped, ports.now);
  const fresh = [...set.keys()].filter((id) => !shipped.has(id));
  await writeSteps(ports, actor, steps, fresh);
  return steps.length;
}

function stepsTo(
  set: DefaultSet,
  kept: ReadonlyMap<RuleId, Rule>,
  shipped: ReadonlySet<RuleId>,
  now: number,
): RuleStep[] {
  const put = [...set].flatMap(([id, rule]): RuleStep[] => {
    const before = kept.get(id) ?? null;
    const untouched = before === null ? !shipped.has(id) : before.origin === 'default';
    if (!untouched || (before !== null && sameRule(before, rule))) return [];
    return [{ id, before, after: afterPut(id, before, normalRule(rule), 'default', now) }];
  });
  const gone = [...kept.values()].filter(({ id, origin }) => origin === 'default' && !set.has(id));
  return [...put, ...gone.map((before): RuleStep => ({ id: before.id, before, after: null }))];
}
