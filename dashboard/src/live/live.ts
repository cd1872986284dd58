import { effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { clockNow, setClock } from '../state/clock.ts';
import { preferences } from '../state/preferences.ts';
import { checkSession, storageTold } from '../state/session.ts';
import type { LiveState } from './keeper.ts';
import type { LiveMessage } from './stream.ts';
import { Tabs } from './tabs.ts';
import { nothing, type Topics, union } from './topics.ts';

/** How the connection to the collector stands. */
export const liveState = signal<LiveState>({ kind: 'closed' });
/** Counts up when something may have been missed: whoever shows something reads it anew. */
export const missed = signal(0);
/** Counts up with every stream that begins: what was read before it may lack what happened in between. */
export const begun = signal(0);

/** A page hidden for so long needs no values. */
const hiddenMs = 10_000;
/** What a page that is left wanted is kept for so long. */
const leftMs = 100;
const listeners = new Set<(message: LiveMessage) => void>();
const wishes = new Set<Topics>();
let tabs: Tabs | undefined;
/** The stream was lost: what came meanwhile is missing. */
let gap = false;
/** This tab was hidden for so long that it stopped to listen. */
let away = false;

function onMessage(message: LiveMessage): void {
  if (message.name === 'hello') {
    setClock(message.data.time);
    begun.value += 1;
    if (gap) {
      gap = false;
      missed.value += 1;
    }
  }
  if (message.name === 'reset') missed.value += 1;
  if (message.name === 'storage') storageTold(message.data);
  for (const listener of listeners) listener(message);
}

function onState(state: LiveState): void {
  const before = untracked(() => liveState.value.kind);
  liveState.value = state;
  if (state.kind === 'lost') {
    gap = true;
    if (before !== 'lost') void checkSession();
  }
}

function follow(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  document.addEventListener('visibilitychange', () => {
    clearTimeout(timer);
    if (document.hidden) {
      timer = setTimeout(() => {
        away = true;
        // Who asked for notices hears of them in a tab that is not seen too; of nothing else.
        if (preferences.peek().notices) tabs?.want({ ...nothing, events: true });
        else tabs?.leave();
      }, hiddenMs);
    } else resume();
  });
}

function resume(): void {
  tabs?.join();
  tabs?.want(union(wishes));
  if (!away) return;
  // Another tab may have kept the stream open, so that no new one begins here: read at once.
  away = false;
  missed.value += 1;
}

/** Whether this tab speaks for all tabs of the browser: what must be done once is done by it. */
export const isLeader = () => tabs?.leads ?? false;

/** Tries at once when the connection is lost. */
export const retryNow = () => tabs?.retry();

/** Begins to take part. Called once; streams open when a page wants something. */
export function startLive(): void {
  tabs = new Tabs({ message: onMessage, state: onState }, clockNow);
  if (!document.hidden) tabs.join();
  follow();
}

/** Wants topics until the function it gives is called. */
export function want(topics: Topics): () => void {
  wishes.add(topics);
  tabs?.want(union(wishes));
  return () => {
    wishes.delete(topics);
    // The page that comes next may want the same: one stream goes on then.
    setTimeout(() => tabs?.want(union(wishes)), leftMs);
  };
}

/** Hears every message until the function it gives is called. */
export function hear(listener: (message: LiveMessage) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export interface LiveUse {
  readonly message: (message: LiveMessage) => void;
  /** Something may have been missed: read everything anew. */
  readonly missed: () => void;
  /** A stream began: what was read a moment before may lack what happened in between. */
  readonly begun?: () => void;
}

/** While the component is on the page: wants topics and hears of them. `key` tells when it is another component. */
export function useLive(topics: Topics, use: LiveUse, key: string): void {
  useEffect(() => {
    const stopWanting = want(topics);
    const stopHearing = hear(use.message);
    const stopMissed = whenCounted(missed, use.missed);
    const stopBegun = whenCounted(begun, () => use.begun?.());
    return () => {
      stopBegun();
      stopMissed();
      stopHearing();
      stopWanting();
    };
  }, [key]);
}

/** Runs for every count after now. */
function whenCounted(counter: ReadonlySignal<number>, run: () => void): () => void {
  const start = counter.peek();
  return effect(() => {
    if (counter.value !== start) untracked(run);
  });
}
