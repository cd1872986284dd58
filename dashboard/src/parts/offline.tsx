import { clockSeconds, span } from '../format/time.ts';
import { liveState, retryNow } from '../live/live.ts';
import { now } from '../state/clock.ts';
import { Icon } from './symbols.tsx';

/** Said while the collector cannot be reached: the last truth stays below, with its age on it. */
export function Offline() {
  const state = liveState.value;
  if (state.kind !== 'lost') return null;
  const wait = Math.max(0, state.next - now.value);
  return (
    <div class="banner">
      <Icon name="unknown" />
      <span>
        <b role="status">No connection to the collector since {clockSeconds(state.since)}.</b> What you see is{' '}
        {span(now.value - state.since)} old. {wait > 0 ? `Next try in ${span(wait)}.` : 'Trying now.'}
      </span>
      <button class="b" type="button" onClick={retryNow}>
        Try now
      </button>
    </div>
  );
}
