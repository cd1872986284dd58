/** Tables of the capability views. */

interface ViewsTable {
  id: string;
  name: string;
  query: string;
  person: string | null;
  /** JSON. */
  scope: string;
  changed_at: number;
  version: number;
}

export interface ViewTables {
  views: ViewsTable;
}
