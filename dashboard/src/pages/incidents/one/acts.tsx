import type { IncidentDetail } from '@fettle/shared/api/incidents';
import { plain } from '../../../format/text.ts';
import { hasRole } from '../../../state/people.ts';
import { scripts } from '../../../state/scripts.ts';
import { isLost } from '../../../state/lost.ts';
import { session } from '../../../state/session.ts';
import { ask } from '../asking.ts';
import { type Act, perform } from '../deeds.ts';
import { remedyOf, remedyPath } from './remedy-of.ts';

/** What may be done with it now, the next step first. */
export function Acts({ incident }: { incident: IncidentDetail }) {
  const { may, owner, state, quiet } = incident;
  const me = session.value?.person?.id ?? null;
  const lost = isLost.value;
  const open = state === 'open' || state === 'acknowledged';
  const button = (word: string, run: () => void, main = false) => (
    <button
      key={word}
      class={main ? 'b main' : 'b'}
      type="button"
      disabled={lost}
      title={lost ? 'No connection: nothing can be done now' : undefined}
      onClick={run}
    >
      {word}
    </button>
  );
  const deed = (act: Act) => () => void perform([incident], act);
  const can = (act: string) => may.includes(act);
  const remedy = open && hasRole('technician') ? remedyOf(incident, scripts.value.value ?? []) : undefined;
  return (
    <>
      {remedy ? (
        <a class="b main" href={remedyPath(incident, remedy)}>
          Run “{plain(remedy.title, 40)}”…
        </a>
      ) : null}
      {can('acknowledge') ? button('Acknowledge', deed({ kind: 'acknowledge' }), !remedy) : null}
      {can('resolve') ? button('Resolve…', () => ask('resolve', [incident]), !remedy && !can('acknowledge')) : null}
      {open && can('own') && owner?.id !== me ? button('Take', deed({ kind: 'own', owner: me })) : null}
      {open && can('own') ? button('Hand over…', () => ask('own', [incident])) : null}
      {open && can('snooze') && quiet?.by !== 'snoozed' ? button('Snooze…', () => ask('snooze', [incident])) : null}
      {can('reopen') ? button('Reopen…', () => ask('reopen', [incident])) : null}
      {can('close') ? button('Close', deed({ kind: 'close' }), state === 'resolved') : null}
    </>
  );
}
