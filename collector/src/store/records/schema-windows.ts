/** Tables of the capability windows. */

interface WindowsTable {
  id: string;
  name: string;
  selector: string;
  /** JSON; null: whichever the selector chooses. */
  devices: string | null;
  /** JSON. */
  scope: string;
  reason: string;
  /** JSON. */
  opens: string;
  enabled: number;
  created_by: string | null;
  created_at: number;
  version: number;
}

export interface WindowTables {
  windows: WindowsTable;
}
