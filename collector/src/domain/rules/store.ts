import type { RuleId } from '@fettle/shared/ids';
import type { Note } from '../events/index.ts';
import type { Rule } from './types.ts';

/** One step of a write. `before` is the version that was read; 0: there was none. */
export type RuleWrite =
  | { readonly what: 'put'; readonly rule: Rule; readonly before: number }
  | { readonly what: 'remove'; readonly id: RuleId; readonly before: number };

/** Each method is one atomic step. Rules belong to no site: they are for all whom their selectors fit. */
export interface RuleStore {
  /** All rules, by id. */
  rules(): Promise<Rule[]>;
  rule(id: RuleId): Promise<Rule | null>;
  /**
   * All of the writes, or none when one of the rules is not any more as it was read. Called twice at once with the same
   * versions, one wins.
   * @param shipped rules of the default set that were dealt with, so that one which somebody deletes is not put back
   */
  write(
    writes: readonly RuleWrite[],
    note: Note,
    shipped?: readonly RuleId[],
  ): Promise<'written' | { readonly changedMeanwhile: RuleId }>;
  /** Rules of the default set that were ever put here. */
  shipped(): Promise<ReadonlySet<RuleId>>;
}
