/** The tables of incidents and problems. */

export interface IncidentsTable {
  id: string;
  rule: string;
  rule_name: string;
  device: string;
  instance: string;
  metric: string | null;
  attributes: string;
  reason: string;
  severity: string;
  worst: string;
  state: string;
  words: string;
  value: number | null;
  limit_value: number | null;
  opened_at: number;
  acknowledged_at: number | null;
  resolved_at: number | null;
  closed_at: number | null;
  reopened: number;
  owner: string | null;
  priority: number;
  /** JSON: what quiets it now, and everything that would. */
  quiet: string | null;
  hushes: string;
  /** What it follows from, as in `hushes`. */
  cause: string | null;
  /** 0 while a window, a cause or flapping quiets it. */
  loud: number;
  storm: string | null;
  problem: string | null;
  likely: string | null;
  clocks: string;
  turns: string;
  /** JSON: the newest run that was meant to put it right. */
  remedy: string | null;
  /** Lines of its timeline so far. */
  entries: number;
  version: number;
}

export interface TimelinesTable {
  incident: string;
  sequence: number;
  time: number;
  kind: string;
  actor: string | null;
  words: string;
  detail: string;
}

export interface EvidenceTable {
  incident: string;
  kind: string;
  time: number;
  content: string;
}

export interface IncidentTargetsTable {
  severity: string;
  acknowledge_ms: number;
  resolve_ms: number;
  version: number;
}

export interface ProblemsTable {
  id: string;
  title: string;
  state: string;
  /** What repeats, and which: one for each that is not closed or dismissed. */
  repeats: string;
  key: string;
  why: string;
  root_cause: string;
  workaround: string;
  owner: string | null;
  created_at: number;
  closed_at: number | null;
  version: number;
}

export interface IncidentSchema {
  incidents: IncidentsTable;
  timelines: TimelinesTable;
  evidence: EvidenceTable;
  incident_targets: IncidentTargetsTable;
  problems: ProblemsTable;
}
