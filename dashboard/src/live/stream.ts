import type { EventItem } from '@fettle/shared/api/events';
import type { LiveFleet, LiveFrame, LiveHello, LiveNotice, LiveOutput, LiveRun } from '@fettle/shared/api/live';
import type { StorageItem } from '@fettle/shared/api/storage';
import { addressOf } from '../api/request.ts';
import { queryOf, type Topics } from './topics.ts';

/** What comes over the stream, as tabs hand it on to each other. */
export type LiveMessage =
  | { readonly name: 'hello'; readonly data: LiveHello }
  | { readonly name: 'event'; readonly data: EventItem }
  | { readonly name: 'reset'; readonly data: Record<string, never> }
  | { readonly name: 'frame'; readonly data: LiveFrame }
  | { readonly name: 'fleet'; readonly data: LiveFleet }
  | { readonly name: 'notice'; readonly data: LiveNotice }
  | { readonly name: 'run'; readonly data: LiveRun }
  | { readonly name: 'output'; readonly data: LiveOutput }
  | { readonly name: 'storage'; readonly data: StorageItem };

const names = ['hello', 'event', 'reset', 'frame', 'fleet', 'notice', 'run', 'output', 'storage'] as const;

export interface StreamListener {
  message(message: LiveMessage): void;
  /** The connection is gone; the stream is closed and does not come back by itself. */
  lost(): void;
}

/** Opens one stream. The function it gives closes it, without `lost`. */
export function openStream(topics: Topics, listener: StreamListener): () => void {
  const source = new EventSource(addressOf('/live', queryOf(topics)));
  for (const name of names) {
    source.addEventListener(name, (event: MessageEvent<string>) => {
      const data: unknown = JSON.parse(event.data);
      listener.message({ name, data } as LiveMessage);
    });
  }
  source.addEventListener('error', () => {
    // The browser would try again at a pace of its own; the back-off here is ours, and the page says when.
    source.close();
    listener.lost();
  });
  return () => source.close();
}
