/** What the manager's page reads: a report made now, and one that is made to be kept, for its files. Types come from shared/api. */
import type { Report, ReportAsk } from '@fettle/shared/api/reports';
import type { ReportDocument } from '@fettle/shared/reports/document';
import { addressOf, get, request } from './request.ts';

export const previewReport = (ask: ReportAsk, signal?: AbortSignal) =>
  get<ReportDocument>('/report-preview', ask, signal);
export const beginReport = (ask: ReportAsk) => request<Report>('POST', addressOf('/reports'), { body: ask });
export const readReportState = (id: string, signal?: AbortSignal) =>
  get<Report>(`/reports/${encodeURIComponent(id)}`, {}, signal);
export const reportFile = (id: string, as: 'pdf' | 'csv') =>
  addressOf(`/reports/${encodeURIComponent(id)}/file`, { as });
