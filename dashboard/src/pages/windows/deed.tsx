import type { Window } from '@fettle/shared/api/windows';
import { deleteWindow, putWindow } from '../../api/windows.ts';
import { counted } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { clock, date as dateWords, exact, span, weekday } from '../../format/time.ts';
import { Deed } from '../../parts/deed.tsx';
import { now } from '../../state/clock.ts';
import { useReach } from '../../state/reach.ts';
import { windows } from '../../state/windows.ts';
import type { WindowBody } from './draft.ts';
import { nextOpenings } from './openings.ts';
import { whenWords } from './when-words.ts';

interface WindowDeedProps {
  readonly window: Window | undefined;
  readonly id: string;
  readonly body: WindowBody | undefined;
  readonly dirty: boolean;
  readonly tried: () => void;
  readonly fill: () => void;
}

const shown = 5;

/** What the form comes to: whom it covers, and when it opens next. */
export function WindowDeed({ window, id, body, dirty, tried, fill }: WindowDeedProps) {
  const { reach } = useReach(body?.selector ?? '');
  return (
    <Deed
      kept={window && { id: window.id, name: window.name, version: window.version, body: bodyOf(window) }}
      id={id}
      body={body}
      dirty={dirty}
      tried={tried}
      fill={fill}
      list={windows}
      home="/windows"
      put={(at, some, version) => putWindow(at, { ...some, version })}
      remove={deleteWindow}
      make="Plan the window"
      losing="Its devices are told of again, also while it would be open."
    >
      <p class="prose">
        {body ? (
          <>
            <b>{capital(whenWords(body.when))}</b>, nobody is told of{' '}
            <b>{reach ? counted(reach.names.length, 'device') : 'its devices'}</b>
            {body.enabled ? '.' : '. It is switched off.'}
          </>
        ) : (
          'Once every field can be read, it stands here when the window opens.'
        )}
      </p>
      {body ? <Openings body={body} /> : null}
    </Deed>
  );
}

const capital = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);

function bodyOf({ name, selector, reason, when, enabled }: Window): WindowBody {
  return { name, selector, reason, when, enabled };
}

function Openings({ body: { when } }: { body: WindowBody }) {
  const next = nextOpenings(when, now.value, shown);
  return (
    <div class="seal">
      <h3 class="dense">{next.length === 1 ? 'It opens once more' : `The next ${next.length || ''} openings`}</h3>
      {next.length === 0 ? <p class="quiet dense">It does not open any more.</p> : null}
      <ol class="facts openings">
        {next.map(({ from, to, moved }) => (
          <li key={from} title={`${exact(from)} to ${exact(to)}`}>
            <span>
              {weekday(from).slice(0, 3)} {dateWords(from, now.value)}
            </span>
            <span>
              {clock(from)} to {clock(to)}
              {to - from >= 86_400_000 ? `, ${span(to - from)} later` : ''}
            </span>
            {from <= now.value ? <b>open now</b> : null}
            {moved ? <span class="quiet">the clocks leave out its hour that day</span> : null}
          </li>
        ))}
      </ol>
      <p class="quiet dense">In your time. {plain(when.zone, 64)} decides.</p>
    </div>
  );
}
