import type { RuleBody } from '@fettle/shared/rules/rule';
/** A rule as it stands in a file for `fettle apply`, YAML. The reader of the collector reads the same rule back. */
export declare function ruleFile(id: string, body: RuleBody): string;
