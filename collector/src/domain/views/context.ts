import { randomBytes } from 'node:crypto';
import { FettleError } from '@fettle/shared/errors';
import { base32, type ViewId } from '@fettle/shared/ids';
import { type Actor, isAllowed, personOf } from '../access/index.ts';
import type { ViewStore } from './store.ts';
import type { SavedView } from './types.ts';

/** What the verbs of this capability need: the records and the time, ms since 1970. */
export interface ViewsContext {
  readonly store: ViewStore;
  readonly now: number;
}

/** So many are kept; beyond it somebody tidies up first. */
export const mostViews = 1_000;

export const newViewId = (): ViewId => `v${base32(randomBytes(10), 16)}` as ViewId;

/** One's own, and of those that they see a manager's too. */
export function mayChangeView(actor: Actor, { by }: Pick<SavedView, 'by'>): boolean {
  if (!isAllowed(actor, 'view.change')) return false;
  return (by !== null && by === personOf(actor)) || isAllowed(actor, 'view.manage');
}

/** @throws FettleError `not_allowed` */
export function allowView(actor: Actor, view: Pick<SavedView, 'by'>): void {
  if (mayChangeView(actor, view)) return;
  throw new FettleError('not_allowed', 'Somebody else saved this view. Save one of your own, or ask a manager.');
}
