/** Takes what people at the machine ask, keeps it until the collector has it, and tells them what became of it. */
import { rmSync } from 'node:fs';
import type { Ask, Askable, Asked } from '@fettle/shared/protocol/messages';
import type { Static } from '@fettle/shared/protocol/schema';
import { limits } from '@fettle/shared/protocol/limits';
import { writeDurably } from '../durable-file.ts';
import { openShelf } from '../runs/folder.ts';
import type { AskingNeeds } from './asking.ts';
import { hindrance, isOver, type KeptAsk, outworn, tellsRefusal, type ToldAsk } from './kept.ts';
import { type AskPlace, fileOf } from './place.ts';
import { readSpool, type Spooled, unspool } from './spool.ts';
import { userName } from './user-name.ts';

/** Bytes that may wait in the socket before an ask. */
const mostWaiting = 64 * 1024;
/** The collector may take so long to say that it has one; then it is said again. */
const answerMs = 30_000;
const soonMs = 1_000;

export interface AskDesk {
  /** Reads the spool. */
  scan(): void;
  /** There is a new connection. */
  restart(): void;
  asked(message: Static<typeof Asked>): void;
  askable(message: Static<typeof Askable>): void;
  stop(): void;
}

/** @throws FettleError `data_unwritable` */
export function openAskDesk({ say, clock, log }: AskingNeeds, place: AskPlace): AskDesk {
  const shelf = openShelf(place.kept, log);
  const kept = new Map<string, KeptAsk>();
  for (const key of shelf.names) {
    const one = shelf.read(key) as KeptAsk | null;
    if (one !== null) kept.set(key, one);
  }
  let cancel = () => {};
  let cancelScan = () => {};
  /** The one that was said and not answered. */
  let said: string | null = null;

  function put(one: KeptAsk): void {
    shelf.write(one.key, one);
    kept.set(one.key, one);
    const { key, item, title, time, state, id, code, words, changedAt } = one;
    const told: ToldAsk = { key, item, title, time, state, id, code, words, changedAt };
    // Whoever knows the key may read it, whichever user the agent is.
    writeDurably(fileOf(place.told, key), JSON.stringify(told), 0o644);
  }

  function take({ key, uid, body }: Spooled): void {
    const now = clock.wall();
    // One that comes again was kept right before the agent was killed.
    if (!kept.has(key)) {
      const all = [...kept.values()];
      const why =
        body === null
          ? 'It could not be read: it is too long, or not of the form that fettle-agent ask writes.'
          : hindrance(all, uid, now);
      if (why === null || tellsRefusal(all, uid, now)) {
        const what = body ?? { item: null, title: '', text: '', answers: {} };
        const refused = {
          state: 'not-taken',
          code: body === null ? 'input_invalid' : 'slow_down',
          words: why ?? '',
        } as const;
        const taken = { state: 'kept', code: null, words: 'It is kept here until the collector has it.' } as const;
        put({
          ...what,
          key,
          uid,
          name: userName(uid),
          time: now,
          id: null,
          changedAt: now,
          ...(why === null ? taken : refused),
        });
      } else log.warn({ uid }, 'somebody at this machine asks too much; it is dropped');
    }
    unspool(place.in, key);
  }

  function prune(): void {
    for (const key of outworn([...kept.values()], clock.wall())) {
      shelf.remove(key);
      kept.delete(key);
      rmSync(fileOf(place.told, key), { force: true });
    }
  }

  /** One after the other: the next is said when the one before is answered. */
  function pump(): void {
    if (said !== null) return;
    const next = [...kept.values()].filter(({ state }) => state === 'kept').toSorted((a, b) => a.time - b.time)[0];
    if (next === undefined) return;
    cancel();
    const answer = say(messageOf(next), mostWaiting);
    if (answer === 'down') return;
    if (answer === 'sent') said = next.key;
    cancel = clock.after(answer === 'sent' ? answerMs : soonMs, () => {
      said = null;
      pump();
    });
  }

  function scan(): void {
    cancelScan();
    const { found, more } = readSpool(place.in);
    for (const one of found) take(one);
    if (found.length > 0) prune();
    pump();
    if (more) cancelScan = clock.after(soonMs, scan);
  }

  return {
    scan,
    restart() {
      said = null;
      const open = [...kept.values()].filter((one) => !isOver(one) && one.state !== 'kept');
      say({ type: 'wonder', keys: open.slice(-limits.wonderKeys).map(({ key }) => key) }, mostWaiting);
      pump();
    },
    asked({ key, id, state, code, words }) {
      const before = kept.get(key);
      if (said === key) {
        said = null;
        cancel();
      }
      if (before && !(before.state === state && before.words === words)) {
        put({ ...before, id, state, code, words, changedAt: clock.wall() });
      }
      pump();
    },
    askable({ items, omitted }) {
      writeDurably(place.items, JSON.stringify({ items, omitted, time: clock.wall() }), 0o644);
    },
    stop() {
      cancel();
      cancelScan();
    },
  };
}

function messageOf({ key, uid, name, item, title, text, answers, time }: KeptAsk): Static<typeof Ask> {
  return { type: 'ask', key, asker: { id: String(uid), name }, item, title, text, answers, time };
}
