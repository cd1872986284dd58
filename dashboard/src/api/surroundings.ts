/** What lies around incidents: windows and rules. Types come from shared/api. */
import type { Rule } from '@fettle/shared/api/rules';
import type { WindowSpan } from '@fettle/shared/api/windows';
import { all } from './request.ts';

export const readRules = (signal?: AbortSignal) => all<Rule>('/rules', {}, signal, 2_000);
/** Planned maintenance in a span, of all devices or of one. */
export const readWindowSpans = (query: { from: number; to: number; device?: string }, signal?: AbortSignal) =>
  all<WindowSpan>('/windows/spans', query, signal, 1_000);
