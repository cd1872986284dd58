export { applyPlans, planBody, type PlanStep, plansOf, type WantedPlans } from './apply.ts';
export { BasisBook, keyPart, lengthOf, looseEnds } from './basis-book.ts';
export { beginReport, previewOf } from './begin.ts';
export { deleteBrand, dressOf, listBrands, putBrand } from './brands.ts';
export { type BuildAsk, buildReport, kindNamed } from './build.ts';
export type { ReportsContext } from './context.ts';
export { type FireContext, fireDue } from './fire.ts';
export { type Dress, frame, subtitleOf } from './frame.ts';
export type { Ask, Progress, ReportBody, ReportKind } from './kind.ts';
export { kinds } from './kinds.ts';
export { build, type BuildContext, make, type MakeAsk, type MakeContext, makeNext } from './make.ts';
export { orderOf } from './order.ts';
export { type Period, periodsIn, type PeriodSpan, periodsUpTo, type SpanAsk, spanOf, spanWords } from './period.ts';
export { deletePlan, listPlans, makePlan, type PlanInput, putPlan } from './plans.ts';
export type { ReportPorts } from './ports.ts';
export { isAddress } from './recipients.ts';
export {
  deleteReport,
  getBasis,
  getDocument,
  getReport,
  madeReport,
  listKinds,
  listReports,
  type ReportListQuery,
} from './read.ts';
export { type BusinessDay, type Due, dueAfter, duesIn, type Schedule, weekdays, wrongSchedule } from './schedule.ts';
export {
  type Attachment,
  type MailAnswer,
  type MailContext,
  type ReportMail,
  type SendInput,
  sendReport,
  sendReports,
} from './send.ts';
export type { Made, PackedDocument, ReportEnd, ReportQuery, ReportStore, SendOutcome } from './store.ts';
export type * from './types.ts';
