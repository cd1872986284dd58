/** The tables of services: what they are made of, what was out, and what is shown to people without a login. */

interface ServicesTable {
  id: string;
  /** JSON: all of it. */
  body: string;
  version: number;
}

interface CompositionsTable {
  service: string;
  from_time: number;
  /** JSON: parts and the devices of each. */
  body: string;
}

export interface SpellsTable {
  id: string;
  kind: string;
  device: string;
  site: string;
  incident: string | null;
  rule: string | null;
  instance: string | null;
  severity: string | null;
  words: string;
  from_time: number;
  /** Null: it lasts. */
  to_time: number | null;
}

export interface WindowTermsTable {
  window_id: string;
  from_time: number;
  to_time: number | null;
  /** JSON: when it opens. */
  opens: string;
  /** JSON: ids of devices. */
  devices: string;
}

interface SpellCursorTable {
  id: number;
  sequence: number;
}

interface ServiceStatesTable {
  service: string;
  state: string;
  since: number;
}

export interface PublicLinksTable {
  id: string;
  /** SHA-256 of the token, hex. */
  hash: string;
  /** JSON: all but what stands beside it. */
  body: string;
  last_used_at: number | null;
  version: number;
}

export interface ServiceSchema {
  services: ServicesTable;
  compositions: CompositionsTable;
  spells: SpellsTable;
  window_terms: WindowTermsTable;
  spell_cursor: SpellCursorTable;
  service_states: ServiceStatesTable;
  public_links: PublicLinksTable;
}
