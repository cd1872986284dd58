import type { RuleBody } from '@fettle/shared/rules/rule';
import { selectedDevices } from '../../../domain/devices/index.ts';
import { applyRules, bodyOf, listRules } from '../../../domain/rules/index.ts';
import type { Kind } from '../kind.ts';
import { readRule } from './read.ts';
import { writeRule } from '@fettle/shared/rules/write';

/** Rules in files. */
export const ruleKind: Kind<RuleBody> = {
  key: 'rules',
  one: 'rule',
  read: readRule,
  write: writeRule,

  async look({ devices: store }, { scope }, source, field, { selector }) {
    if (selector === '' || (await selectedDevices({ store }, scope, selector)).length > 0) return;
    const at = source.child(field, 'scope')?.valueAt ?? field.at;
    source.hint(at, `No device is chosen by “${selector}” now.`);
  },

  async kept({ rules: store }, actor) {
    return (await listRules({ store }, actor)).map((rule) => ({ id: rule.id, body: bodyOf(rule) }));
  },

  async apply({ rules: store, now }, actor, wanted, way) {
    const rules = wanted.map(({ id, body }) => ({ id, rule: body }));
    const steps = await applyRules({ store, now }, actor, { rules, ...way });
    return steps.map(({ id, before, after }) => ({
      id,
      before: before && bodyOf(before),
      after: after && bodyOf(after),
      same: before === after,
    }));
  },
};
