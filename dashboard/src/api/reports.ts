/** What the pages of reports read and change. Types come from shared/api. */
import type {
  BasisView,
  Brand,
  BrandPut,
  Report,
  ReportAsk,
  ReportKindId,
  ReportPlan,
  ReportPlanBody,
} from '@fettle/shared/api/reports';
import type { ReportDocument } from '@fettle/shared/reports/document';
import { addressOf, all, get, request } from './request.ts';

export interface KindView {
  readonly id: ReportKindId;
  readonly title: string;
  readonly describe: string;
  readonly example: string;
}
const report = (id: string) => `/reports/${encodeURIComponent(id)}`;
const plan = (id: string) => `/report-plans/${encodeURIComponent(id)}`;
const brand = (id: string) => `/brands/${encodeURIComponent(id)}`;

export const readKinds = (signal?: AbortSignal) => all<KindView>('/report-kinds', {}, signal);
/** Newest first, at most 200. */
export const readReports = (signal?: AbortSignal) => all<Report>('/reports', { limit: 200 }, signal, 200);
export const readReport = (id: string, signal?: AbortSignal) => get<Report>(report(id), {}, signal);
export const readDocument = (id: string, signal?: AbortSignal) =>
  get<ReportDocument>(`${report(id)}/document`, {}, signal);
/** A document that is made now and not kept. */
export const readPreview = (ask: ReportAsk, signal?: AbortSignal) =>
  get<ReportDocument>('/report-preview', ask, signal);
export const readBasis = (id: string, key: string, signal?: AbortSignal) =>
  get<BasisView>(`${report(id)}/bases/${encodeURIComponent(key)}`, {}, signal);
export const askReport = (body: ReportAsk) => request<Report>('POST', addressOf('/reports'), { body });
/** Calls off one that is being made, removes one that is over. */
export const dropReport = (id: string, version: number) =>
  request<unknown>('DELETE', addressOf(report(id), { version }));
export type FileKind = ReportPlanBody['attach'][number];
export const fileAddress = (id: string, as: FileKind, table?: string) => addressOf(`${report(id)}/file`, { as, table });
export interface Sending {
  readonly to: readonly string[];
  readonly channel: string;
  readonly attach: readonly FileKind[];
}
/** Answers to whom it goes now: where it went already it does not go twice. */
export const sendReport = (id: string, body: Sending) =>
  request<{ sent: string[] }>('POST', addressOf(`${report(id)}/send`), { body });

export const readPlans = (signal?: AbortSignal) => all<ReportPlan>('/report-plans', {}, signal);
/** Makes it (`version` 0) or changes it. @throws ApiProblem `changed_meanwhile` */
export const putPlan = (id: string, body: ReportPlanBody & { readonly version: number }) =>
  request<ReportPlan>('PUT', addressOf(plan(id)), { body });
export const deletePlan = (id: string, version: number) => request<unknown>('DELETE', addressOf(plan(id), { version }));
export const makePlanNow = (id: string) => request<Report>('POST', addressOf(`${plan(id)}/make`));

export const readBrands = (signal?: AbortSignal) => all<Brand>('/brands', {}, signal);
export const putBrand = (id: string, body: BrandPut) => request<Brand>('PUT', addressOf(brand(id)), { body });
export const deleteBrand = (id: string, version: number) =>
  request<unknown>('DELETE', addressOf(brand(id), { version }));
