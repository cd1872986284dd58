import { FettleError } from '@fettle/shared/errors';
import type { DeviceId } from '@fettle/shared/ids';
import { type Actor, allow } from '../access/index.ts';
import type { WindowsContext } from './context.ts';
import { spansIn } from './expand.ts';
import { isFor } from './open-at.ts';
import type { Span, Window } from './types.ts';

export interface SpanQuery {
  readonly from: number;
  readonly to: number;
  /** Only of windows that are for this device. */
  readonly device?: string;
}

const longestMs = 400 * 86_400_000;
const most = 5_000;

/**
 * The openings of enabled windows in a span, by their beginning: for calendars, charts and reckoning apart what was planned.
 * @throws FettleError `not_allowed`, `not_found` (device), `input_invalid`, `query_too_large`
 */
export async function listSpans(
  { store, devices }: Pick<WindowsContext, 'store' | 'devices'>,
  actor: Actor,
  { from, to, device: id }: SpanQuery,
): Promise<(Span & { readonly window: Window })[]> {
  allow(actor, 'window.read');
  if (to <= from) throw new FettleError('input_invalid', '`to` must lie after `from`.');
  if (to - from > longestMs) throw new FettleError('query_too_large', 'Ask for 400 days at most.');
  const device = id === undefined ? null : await devices.device(actor.scope, id as DeviceId);
  if (id !== undefined && device === null) throw new FettleError('not_found');
  const windows = (await store.windows(actor.scope)).filter(
    (window) => window.enabled && (device === null || isFor(window, device)),
  );
  const spans: (Span & { readonly window: Window })[] = [];
  for (const window of windows) {
    for (const span of spansIn(window.when, from, to)) spans.push({ ...span, window });
    if (spans.length > most)
      throw new FettleError('query_too_large', `More than ${most} openings. Ask for a shorter time.`);
  }
  return spans.toSorted((a, b) => a.from - b.from || a.to - b.to);
}
