/** The tables of the script library. */

export interface ScriptsTable {
  name: string;
  origin: string;
  /** JSON; null: nothing waits for a signature. */
  draft: string | null;
  draft_by: string | null;
  draft_at: number | null;
  published: number | null;
  shipped: string | null;
  created_at: number;
  changed_at: number;
  version: number;
}

export interface ScriptReleasesTable {
  name: string;
  version: number;
  body: string;
  envelope: string;
  statement: string;
  published_at: number;
  signers: string;
}

/** Bodies by their SHA-256, whoever names them. */
export interface BlobsTable {
  sha256: string;
  text: string;
}

export interface ScriptSchema {
  scripts: ScriptsTable;
  script_releases: ScriptReleasesTable;
  blobs: BlobsTable;
}
