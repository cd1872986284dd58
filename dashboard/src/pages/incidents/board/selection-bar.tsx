import type { Incident } from '@fettle/shared/api/incidents';
import { counted } from '../../../format/count.ts';
import { isLost } from '../../../state/lost.ts';
import { session } from '../../../state/session.ts';
import { ask } from '../asking.ts';
import { perform } from '../deeds.ts';
import { selectNone } from '../selection.ts';

/** What may be done with everything that is selected, at the foot of the page. */
export function SelectionBar({ incidents }: { incidents: readonly Incident[] }) {
  if (incidents.length === 0) return null;
  const open = incidents.filter(({ state }) => state === 'open');
  const me = session.value?.person?.id ?? null;
  const lost = isLost.value;
  return (
    <div class="selection" role="region" aria-label="Selected incidents">
      <b role="status">{counted(incidents.length, 'incident')} selected</b>
      {lost ? <span class="quiet">No connection: nothing can be done now</span> : null}
      <div class="acts">
        <button
          class="b main"
          type="button"
          disabled={lost || open.length === 0}
          onClick={() => void perform(open, { kind: 'acknowledge' })}
        >
          Acknowledge {open.length > 0 && open.length < incidents.length ? open.length : ''}
        </button>
        <button
          class="b"
          type="button"
          disabled={lost}
          onClick={() => void perform(incidents, { kind: 'own', owner: me })}
        >
          Take
        </button>
        <button class="b" type="button" disabled={lost} onClick={() => ask('own', incidents)}>
          Hand over…
        </button>
        <button class="b" type="button" disabled={lost} onClick={() => ask('snooze', incidents)}>
          Snooze…
        </button>
        <button class="b" type="button" disabled={lost} onClick={() => ask('resolve', incidents)}>
          Resolve…
        </button>
        <button class="b bare" type="button" onClick={selectNone}>
          Select none
        </button>
      </div>
    </div>
  );
}
