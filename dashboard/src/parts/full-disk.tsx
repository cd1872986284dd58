import { moment } from '../format/time.ts';
import { now } from '../state/clock.ts';
import { session } from '../state/session.ts';
import { Icon } from './symbols.tsx';

/** Said on every page while the collector's disk is full: it answers, and takes nothing new. */
export function FullDisk() {
  const storage = session.value?.storage;
  if (storage?.state !== 'full') return null;
  return (
    <div class="banner critical">
      <Icon name="critical" label="critical" />
      <span>
        <b role="status">The collector’s disk is full since {moment(storage.since, now.value)}.</b> It takes nothing
        new: agents keep their frames, and nothing can be changed here. Make room where it runs; it goes on by itself.
      </span>
    </div>
  );
}
