/** What the collector and the thread that makes reports say to each other. */
import { type ErrorCode, errorCodes, FettleError } from '@fettle/shared/errors';
import type { ReportId } from '@fettle/shared/ids';
import type { MakeAsk, ReportOrder } from './domain/reports/index.ts';
import type { RangeQuery, SeriesPoints } from './domain/series/index.ts';
import type { FileWork } from './reports-work.ts';

export type Asked =
  | { readonly work: 'make'; readonly ask: MakeAsk }
  | { readonly work: 'preview'; readonly order: ReportOrder; readonly now: number }
  | { readonly work: 'file'; readonly report: ReportId; readonly ask: FileWork };

/** `points` to `failed` answer a question for series. */
export type ToThread =
  | { readonly type: 'ask'; readonly id: number; readonly asked: Asked }
  | { readonly type: 'cancel'; readonly id: number }
  | { readonly type: 'points'; readonly id: number; readonly points: readonly SeriesPoints[] }
  | { readonly type: 'end'; readonly id: number }
  | { readonly type: 'failed'; readonly id: number; readonly failure: Failure }
  | { readonly type: 'close' };

/** `scan` to `stop` ask for series: those are read by whoever writes them, some still being in memory. */
export type FromThread =
  | { readonly type: 'progress'; readonly id: number; readonly share: number; readonly doing: string }
  | { readonly type: 'done'; readonly id: number; readonly answer: unknown }
  | { readonly type: 'failed'; readonly id: number; readonly failure: Failure }
  | { readonly type: 'scan'; readonly id: number; readonly query: RangeQuery }
  | { readonly type: 'more'; readonly id: number }
  | { readonly type: 'stop'; readonly id: number };

/** An error on its way; code null: it is not one for people. */
export interface Failure {
  readonly code: string | null;
  readonly message: string;
}

export function failureOf(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  return { code: error instanceof FettleError ? error.code : null, message };
}

export function errorOf({ code, message }: Failure): Error {
  return code !== null && code in errorCodes ? new FettleError(code as ErrorCode, message) : new Error(message);
}
