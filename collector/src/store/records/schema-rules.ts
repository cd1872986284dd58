export interface RulesTable {
  id: string;
  /** JSON of a RuleBody. */
  body: string;
  origin: string;
  created_at: number;
  changed_at: number;
  version: number;
}

/** Rules of the default set that were put here once, whether or not they still are. */
export interface ShippedRulesTable {
  id: string;
}

export interface RulesSchema {
  rules: RulesTable;
  shipped_rules: ShippedRulesTable;
}
