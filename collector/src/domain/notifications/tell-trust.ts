import { everywhere } from '../access/index.ts';
import type { Event, EventStore } from '../events/index.ts';
import { keyOf, type NoticesContext } from './context.ts';
import { newDelivery } from './deliveries-of.ts';
import { desktop } from './pipeline/route.ts';
import { ownTarget } from './pipeline/recipients.ts';
import { moment, span } from './text/times.ts';
import type { Channel, Delivery } from './types.ts';

const day = 86_400_000;

export interface TrustNoticeContext extends Pick<NoticesContext, 'notices' | 'channels' | 'now'> {
  readonly events: Pick<EventStore, 'list'>;
}

/** How trust stands by what was told of it last. */
type Freshness =
  | { readonly is: 'ending'; readonly until: number; readonly since: number }
  | { readonly is: 'fresh'; readonly until: number; readonly since: number; readonly before: number };

/** Null: nobody ever had to hear of it. */
async function freshnessOf({ events }: Pick<TrustNoticeContext, 'events'>): Promise<Freshness | null> {
  const newest = async (kind: string) => (await events.list(everywhere, { kind, limit: 1 }))[0];
  const [stale, fresh] = [await newest('trust.stale'), await newest('trust.fresh')];
  if (stale === undefined) return null;
  if (fresh === undefined || fresh.sequence < stale.sequence) {
    return { is: 'ending', until: untilOf(stale), since: stale.time };
  }
  return { is: 'fresh', until: untilOf(fresh), since: fresh.time, before: untilOf(stale) };
}

const untilOf = ({ time, detail }: Event) => (typeof detail['until'] === 'number' ? detail['until'] : time);

/** What every page says while trust ends: what is so and what to do; null: nothing. */
export async function trustRemark(context: Pick<TrustNoticeContext, 'events' | 'now'>): Promise<string | null> {
  const found = await freshnessOf(context);
  return found?.is === 'ending' ? endingWords(found.until, context.now) : null;
}

function endingWords(until: number, now: number): string {
  const help = 'Any operator ends this by unlocking a key, as with `fettle fresh`.';
  return until > now
    ? `Trust ends in ${span(until - now)}. ${help}`
    : `Trust has ended: devices measure, and run nothing but what only reads. ${help}`;
}

/**
 * Tells by every channel that trust is about to end, once a day until somebody makes it fresh; and then once that it is. It is of no
 * device, so it is no incident. Doing it twice tells nothing twice. Gives how many deliveries it made.
 */
export async function tellTrust(context: TrustNoticeContext): Promise<number> {
  const { now, channels, notices } = context;
  const found = await freshnessOf(context);
  if (found === null || (found.is === 'fresh' && now - found.since > day)) return 0;
  const [key, words] =
    found.is === 'ending'
      ? [`ending ${found.until} ${Math.floor((now - found.since) / day)}`, endingWords(found.until, now)]
      : [`fresh ${found.before}`, `Trust is fresh again, until ${moment(found.until, 'UTC')}.`];
  const deliveries = placesOf(await channels.channels()).map((place) => noticeTo(place, { key, words, now, found }));
  await notices.add(deliveries);
  return deliveries.length;
}

interface Place {
  readonly channel: string;
  readonly target: string;
}

function placesOf(channels: readonly Channel[]): Place[] {
  const own = channels.flatMap((channel) => {
    const target = channel.enabled ? ownTarget(channel) : null;
    return target === null ? [] : [{ channel: channel.id, target }];
  });
  return [{ channel: desktop, target: 'who is signed in' }, ...own];
}

interface Told {
  readonly key: string;
  readonly words: string;
  readonly now: number;
  readonly found: Freshness;
}

function noticeTo(place: Place, { key, words, now, found }: Told): Delivery {
  return newDelivery({
    ...place,
    key: keyOf(`trust ${key} ${place.channel}`),
    incidents: [],
    site: null,
    kind: 'trust',
    person: null,
    others: [],
    notice: {
      kind: 'trust',
      severity: found.is === 'ending' && found.until <= now ? 'critical' : 'warning',
      ruleName: '',
      items: [],
      words,
      cause: null,
      processes: [],
      knownError: null,
      runbook: '',
      step: null,
      time: now,
      zone: 'UTC',
    },
    now,
  });
}
