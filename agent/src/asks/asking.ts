/**
 * The door to what people at the machine ask: until somebody asks something, nothing behind it is loaded, and a look at one folder's time
 * is all that it costs.
 */
import { readdirSync, statSync } from 'node:fs';
import type { Askable, Asked, FromAgent } from '@fettle/shared/protocol/messages';
import type { Static } from '@fettle/shared/protocol/schema';
import type { Clock } from '../clock.ts';
import type { Said } from '../link/needs.ts';
import type { Log } from '../log.ts';
import type { AskDesk } from './desk.ts';
import { type AskPlace, makeAskPlace } from './place.ts';

export interface AskingNeeds {
  readonly data: string;
  readonly say: (message: FromAgent, most: number) => Said;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Asking {
  start(): void;
  /** With each measurement, when everything is awake anyway. */
  look(): void;
  /** There is a new connection. */
  restart(): void;
  take(message: Static<typeof Asked> | Static<typeof Askable>): void;
  stop(): void;
}

export function createAsking(needs: AskingNeeds): Asking {
  const { data, log } = needs;
  let place: AskPlace | null = null;
  let desk: AskDesk | null = null;
  let loading: Promise<void> | null = null;
  let stopped = false;
  /** Of the spool, when it was read last. */
  let seen = 0;

  async function load(found: AskPlace): Promise<void> {
    const { openAskDesk } = await import('./desk.ts');
    if (!stopped) desk = openAskDesk(needs, found);
  }

  /** Does it once the desk is there; a full disk is no reason to end, and what is left in the spool is read again. */
  async function pass(work: (to: AskDesk) => void): Promise<void> {
    if (place === null || stopped) return;
    loading ??= load(place);
    try {
      await loading;
      if (desk !== null && !stopped) work(desk);
    } catch (error) {
      if (desk === null) loading = null;
      seen = 0;
      log.error({ err: error }, 'what somebody at this machine asks cannot be taken now');
    }
  }

  function changed(): boolean {
    if (place === null) return false;
    const { mtimeMs } = statSync(place.in);
    if (mtimeMs === seen) return false;
    seen = mtimeMs;
    return true;
  }

  return {
    start() {
      try {
        place = makeAskPlace(data);
        const left = [place.in, place.kept].some((folder) => readdirSync(folder).length > 0);
        if (left) void pass((to) => to.scan());
        changed();
      } catch (error) {
        log.warn({ err: error }, 'nobody at this machine can ask for anything: its folder cannot be made');
      }
    },
    look() {
      try {
        if (changed()) void pass((to) => to.scan());
      } catch (error) {
        seen = 0;
        log.warn({ err: error }, 'what people at this machine ask cannot be read');
      }
    },
    restart() {
      if (desk !== null || loading !== null) void pass((to) => to.restart());
      else needs.say({ type: 'wonder', keys: [] }, 64 * 1024);
    },
    take: (message) => void pass((to) => (message.type === 'asked' ? to.asked(message) : to.askable(message))),
    stop() {
      stopped = true;
      desk?.stop();
    },
  };
}
