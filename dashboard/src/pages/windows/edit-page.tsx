import type { Window } from '@fettle/shared/api/windows';
import { useState } from 'preact/hooks';
import { ApiProblem } from '../../api/problem.ts';
import { plain } from '../../format/text.ts';
import { ownZone } from '../../format/zones.ts';
import { Page } from '../../parts/page.tsx';
import type { Piece } from '../../parts/piece.ts';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { address, go } from '../../routes.ts';
import { clockNow, now } from '../../state/clock.ts';
import { windows } from '../../state/windows.ts';
import { dateOf } from './calendar.ts';
import { coming, toCome } from './coming.ts';
import { newWindow, windowDraft } from './draft.ts';
import { WindowForm } from './form.tsx';

const gone = new ApiProblem('not_found', 404, 'There is no window at this address.');

function headOf(window: Window | undefined, id: string, time: number): Piece[] {
  if (id === 'new')
    return [{ text: 'A new window. ' }, { text: 'While it is open, nobody is told of its devices.', lesser: true }];
  if (!window) return [{ text: 'Reading this window.', lesser: true }];
  if (!window.enabled) return [{ text: 'This window is switched off.', shape: 'off' }];
  const opening = toCome(window, time);
  const next = opening ? `It opens next ${coming(opening.from, time)}.` : 'It does not open again.';
  if (!window.open) return [{ text: next }];
  return [
    { text: 'Open now', shape: 'window' },
    { text: ': nobody is told of its devices. ' },
    { text: next, lesser: true },
  ];
}

function dayAsked(search: string): string {
  const day = new URLSearchParams(search).get('day') ?? '';
  return /^\d{4}-\d{2}-\d{2}$/.test(day) ? day : dateOf(clockNow());
}

/** One window, or one to be planned. */
export function WindowPage({ id }: { id: string }) {
  const all = windows.value.value;
  const window = all?.find((one) => one.id === id);
  /** A save or a new reading fills the form anew. */
  const [filled, setFilled] = useState(0);
  const ready = id === 'new' || window !== undefined;
  const problem = windows.problem.value ?? (all && !ready ? gone : undefined);
  const again = () => windows.renew();
  return (
    <Page
      name={`window ${id}`}
      crumb={
        <>
          <a href="/windows">Windows</a>
          <span class="sep">/</span>
          <b>{id === 'new' ? 'New window' : plain(window?.name ?? id, 80)}</b>
          {window?.createdBy ? (
            <>
              <span class="sep">·</span>planned by {plain(window.createdBy.name, 60)}
            </>
          ) : null}
        </>
      }
      pieces={headOf(window, id, now.value)}
      read={again}
      heeds={['window.']}
      keys={{ Escape: () => go('/windows') }}
      told={[[['Esc'], 'windows']]}
    >
      {ready ? (
        <WindowForm
          key={`${id} ${filled}`}
          window={window}
          start={window ? windowDraft(window) : newWindow(dayAsked(address.value.search), ownZone())}
          fill={() => setFilled(filled + 1)}
        />
      ) : problem ? (
        <Failed what="This window" problem={problem} again={again}>
          <a class="b main" href="/windows">
            To the windows
          </a>
        </Failed>
      ) : (
        <Waiting what="this window" rows={8} cancel={windows.cancel} />
      )}
    </Page>
  );
}
