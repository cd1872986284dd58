// pure
import { compileRule } from '@fettle/shared/rules/compile';
import type { CompiledRule } from '@fettle/shared/rules/compiled';
import type { Calendar } from '@fettle/shared/rules/rule';
import { parseSelector, type Selector } from '@fettle/shared/selector/parse';
import type { Rule } from '../types.ts';

/** A rule as the engine keeps it: read once, asked often. */
export interface Prepared {
  readonly rule: Rule;
  readonly compiled: CompiledRule;
  /** Null: all devices. */
  readonly selector: Selector | null;
  readonly overrides: readonly {
    readonly selector: Selector | null;
    readonly calendar: Calendar | null;
    /** Whether its calendar says that it is its time. */
    active: boolean;
  }[];
}

/** @throws FettleError `input_invalid` for a rule that cannot be evaluated */
export function prepare(rule: Rule): Prepared {
  return {
    rule,
    compiled: compileRule(rule.id, rule),
    selector: read(rule.selector),
    overrides: rule.overrides.map(({ selector = '', calendar = null }) => ({
      selector: read(selector),
      calendar,
      active: calendar === null,
    })),
  };
}

function read(text: string): Selector | null {
  return text.trim() === '' ? null : parseSelector(text);
}
