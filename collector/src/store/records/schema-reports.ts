/** Tables of the capability reports. */

interface ReportPlansTable {
  id: string;
  /** JSON, with the version. */
  body: string;
  done_to: number;
  version: number;
}

interface BrandsTable {
  id: string;
  /** JSON. */
  body: string;
  version: number;
}

interface ReportsTable {
  id: string;
  kind: string;
  plan: string | null;
  due_at: number | null;
  state: string;
  started_at: number;
  /** JSON: what does not change while it is made. */
  body: string;
  progress_ppm: number;
  doing: string;
  /** Who makes it; null: nobody yet, or it is over. */
  maker: string | null;
  touched_at: number;
  tries: number;
  version: number;
}

interface ReportDocumentsTable {
  report: string;
  /** JSON, by Brotli, in base 64. */
  brotli: string;
}

interface ReportSendsTable {
  report: string;
  /** The address as addresses are compared. */
  address_key: string;
  address: string;
  channel: string;
  /** JSON. */
  attach: string;
  state: string;
  attempts: number;
  next_at: number | null;
  time: number;
  answer: string;
}

export interface ReportTables {
  report_plans: ReportPlansTable;
  brands: BrandsTable;
  reports: ReportsTable;
  report_documents: ReportDocumentsTable;
  report_sends: ReportSendsTable;
}
