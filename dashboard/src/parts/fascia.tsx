import { useEffect } from 'preact/hooks';
import { age } from '../format/time.ts';
import { liveState } from '../live/live.ts';
import { type Piece, textOf } from './piece.ts';
import { now } from '../state/clock.ts';
import { switchTheme } from '../state/preferences.ts';
import { Account } from './account.tsx';
import { Bell } from './bell.tsx';
import { Navigation } from './navigation.tsx';
import { Sentence } from './sentence.tsx';
import { Icon } from './symbols.tsx';

/** A spirit level: the bubble stands between its ticks when all is in order and drifts right when it is not. */
function Mark({ wrong }: { wrong: boolean }) {
  return (
    <a class="mark" href="/">
      <svg viewBox="0 0 34 16" aria-hidden="true">
        <rect x="1" y="1" width="32" height="14" rx="7" fill="none" stroke="currentColor" stroke-width="1.8" />
        <path d="M11 1v14M23 1v14" stroke="currentColor" stroke-width="1.4" />
        <circle cx={wrong ? 26 : 17} cy="8" r="3.8" fill="currentColor" />
      </svg>
      Fettle<span class="hide">{wrong ? ', something is wrong' : ', all in order'}</span>
    </a>
  );
}

interface LiveNoteProps {
  /** When the newest frame in the scope of the page came; null: none yet. */
  readonly newest: number | null | undefined;
  /** How often it is measured; a frame older than 3 of it is late. */
  readonly interval: number | undefined;
  /** "newest frame", "frame" */
  readonly what: string;
  readonly note?: string | undefined;
}

/** How fresh what the page shows is. */
function LiveNote({ newest, interval, what, note }: LiveNoteProps) {
  const state = liveState.value.kind;
  const words = state === 'live' ? 'Live' : state === 'lost' ? 'No connection' : 'Connecting';
  const ms = newest === null || newest === undefined ? undefined : Math.max(0, now.value - newest);
  const stale = ms !== undefined && interval !== undefined && ms > 3 * interval;
  const shown = ms === undefined ? undefined : age(ms);
  return (
    <span class={state === 'live' && !stale ? 'live' : 'live stale'}>
      <Icon name={state === 'live' ? (stale ? 'off' : 'dot') : 'unknown'} />
      <span>
        <b>{words}</b>
        <span class="more">
          {shown === undefined
            ? newest === null
              ? ' · no frame yet'
              : ''
            : ` · ${what} ${shown.figure} ${shown.unit} ago`}
          {note === undefined ? '' : `, ${note}`}
        </span>
      </span>
    </span>
  );
}

interface FasciaProps {
  readonly crumb: preact.ComponentChildren;
  readonly pieces: readonly Piece[];
  readonly wrong: boolean;
  readonly live: LiveNoteProps;
  readonly seek: () => void;
  /** What the button beside it says. */
  readonly find?: string;
  readonly line?: preact.ComponentChildren;
  readonly acts?: preact.ComponentChildren;
}

/** The head of every page: where one is, what is wrong, what happened. */
export function Fascia({ crumb, pieces, wrong, live, seek, find = 'Find a device', line, acts }: FasciaProps) {
  const title = textOf(pieces).split('. ')[0] ?? '';
  useEffect(() => {
    document.title = title === '' ? 'Fettle' : `${title} · Fettle`;
    document.querySelector('link[rel=icon]')?.setAttribute('href', wrong ? '/mark-wrong.svg' : '/mark.svg');
  }, [title, wrong]);
  return (
    <header class="fascia">
      <div class="bar">
        <Mark wrong={wrong} />
        <Navigation />
        <div class="end">
          <button class="seek" type="button" aria-label={`${find}, press /`} onClick={seek}>
            <Icon name="seek" />
            <span>{find}</span>
            <kbd>/</kbd>
          </button>
          <LiveNote {...live} />
          <Bell />
          <button class="icon" type="button" aria-label="Light or dark" onClick={switchTheme}>
            <Icon name="theme" />
          </button>
          <Account />
        </div>
      </div>
      <div class="say">
        <h1>{crumb}</h1>
        <Sentence pieces={pieces} />
        {acts === undefined ? null : <div class="acts">{acts}</div>}
      </div>
      {line}
    </header>
  );
}

/** The head of the pages before one is signed in. */
export function PlainFascia({ title, children }: { title: string; children: preact.ComponentChildren }) {
  useEffect(() => {
    document.title = `${title} · Fettle`;
  }, [title]);
  return (
    <header class="fascia">
      <div class="bar">
        <Mark wrong={false} />
        <div class="end">
          <button class="icon" type="button" aria-label="Light or dark" onClick={switchTheme}>
            <Icon name="theme" />
          </button>
        </div>
      </div>
      <div class="say">
        <h1>
          <b>{title}</b>
        </h1>
        <p class="sentence">{children}</p>
      </div>
    </header>
  );
}
