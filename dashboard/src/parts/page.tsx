import { useEffect } from 'preact/hooks';
import { useLive } from '../live/live.ts';
import type { LiveMessage } from '../live/stream.ts';
import { isLost } from '../state/lost.ts';
import { Fascia } from './fascia.tsx';
import { openFinder } from './finder.tsx';
import { Foot } from './foot.tsx';
import { FullDisk } from './full-disk.tsx';
import { type Keys, useKeys } from './keys.ts';
import { Offline } from './offline.tsx';
import type { Piece } from './piece.ts';

interface PageProps {
  /** Tells one page from another while the frame stays. */
  readonly name: string;
  readonly crumb: preact.ComponentChildren;
  readonly pieces: readonly Piece[];
  readonly wrong?: boolean;
  readonly acts?: preact.ComponentChildren;
  readonly keys?: Keys;
  /** Those of its keys that stand in the foot. */
  readonly told?: readonly (readonly [names: readonly string[], words: string])[];
  /** Reads what the page shows: when it opens, and when something may have been missed. */
  readonly read: () => void;
  /** Something happened: kinds of events that change what the page shows begin with one of these. */
  readonly heeds?: readonly string[];
  readonly seek?: () => void;
  /** What is found by it, if not a device: "Find a rule" */
  readonly find?: string;
  /** The last 24 hours of what the page is about. */
  readonly line?: preact.ComponentChildren;
  readonly children: preact.ComponentChildren;
}

const topics = { fleet: false, devices: [], events: true };

/** A page of lists and forms: its head, what it shows, its keys. */
export function Page(props: PageProps) {
  const { name, crumb, pieces, wrong = false, acts, keys = {}, told = [], read, heeds = [], children } = props;
  const seek = props.seek ?? openFinder;
  const find = props.find ?? (props.seek ? undefined : 'Find or do anything');
  useEffect(read, [name]);
  const message = (heard: LiveMessage) => {
    if (heard.name === 'event' && heeds.some((one) => heard.data.kind.startsWith(one))) read();
  };
  useLive(topics, { message, missed: read }, name);
  useKeys({ '/': seek, ...keys });
  return (
    <>
      <Fascia
        crumb={crumb}
        pieces={pieces}
        wrong={wrong}
        live={{ newest: undefined, interval: undefined, what: '' }}
        seek={seek}
        {...(find === undefined ? {} : { find })}
        acts={acts}
        line={props.line}
      />
      <main id="main" tabIndex={-1} class={isLost.value ? 'stale' : ''}>
        <Offline />
        <FullDisk />
        {children}
      </main>
      <Foot keys={[...told, [['d'], 'density'], [['t'], 'theme']]} />
    </>
  );
}
