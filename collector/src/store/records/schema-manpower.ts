/** The tables of what people cost, and of what they leave to each other. */

interface ValueSettingsTable {
  /** Always 1: they hold for all sites. */
  id: number;
  /** JSON: all of them. */
  body: string;
  version: number;
}

export interface HandOverNotesTable {
  id: string;
  time: number;
  made_by: string;
  made_by_name: string;
  /** JSON: `"all"` or a list of sites, of the writer. */
  sites: string;
  text: string;
}

export interface ManpowerSchema {
  value_settings: ValueSettingsTable;
  hand_over_notes: HandOverNotesTable;
}
