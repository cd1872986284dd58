/** One device's words about orders, trust and requests: taken one after the other, and no more than can be worked off. */
import type { DeviceId } from '@fettle/shared/ids';
import type { FromAgent, FromCollector } from '@fettle/shared/protocol/messages';
import type { GatewayCounters } from './counters.ts';
import type { Log } from '../log.ts';
import type { WorkVerbs } from './work.ts';

type Word = Extract<
  FromAgent,
  { type: 'holds' | 'want' | 'progress' | 'output' | 'result' | 'remedied' | 'ask' | 'wonder' }
>;

/** Words that wait; an honest agent has one result and a few words of progress under way. */
const waitingAtMost = 64;

export interface WorkLinkNeeds {
  readonly work: WorkVerbs | undefined;
  readonly counters: GatewayCounters;
  readonly log: Log;
  readonly send: (message: FromCollector) => void;
}

export function createWorkLink(device: DeviceId, { work, counters, log, send }: WorkLinkNeeds) {
  let turn: Promise<void> = Promise.resolve();
  let waiting = 0;

  async function take(verbs: WorkVerbs, message: Word): Promise<void> {
    try {
      for (const answer of await answersTo(verbs, device, message)) send(answer);
    } catch (error) {
      // What cannot be taken is not kept, so the agent has it still; no other device is the worse for it.
      counters.workFailures++;
      log.warn({ device, type: message.type, err: error }, 'what an agent said of its orders could not be taken');
    }
  }

  return {
    /** Takes what is about orders and trust. False: it is about something else. */
    takes(message: FromAgent): message is Word {
      if (!isWord(message)) return false;
      if (work === undefined || waiting >= waitingAtMost) {
        counters.workDropped++;
        return true;
      }
      waiting++;
      turn = turn.then(() => take(work, message)).finally(() => waiting--);
      return true;
    },
    settle: () => turn,
    gone: () => work?.gone(device),
  };
}

const words = new Set(['holds', 'want', 'progress', 'output', 'result', 'remedied', 'ask', 'wonder']);
const isWord = (message: FromAgent): message is Word => words.has(message.type);

async function answersTo(work: WorkVerbs, device: DeviceId, message: Word): Promise<readonly FromCollector[]> {
  switch (message.type) {
    case 'holds':
      return work.holds(device, message);
    case 'want':
      return [await work.want(device, message)];
    case 'progress':
      await work.progress(device, message);
      return [];
    case 'output':
      await work.output(device, message);
      return [];
    case 'result':
      return listed(await work.result(device, message));
    case 'remedied':
      return listed(await work.remedied(device, message));
    case 'ask':
      return [await work.ask(device, message)];
    case 'wonder':
  }
  return work.wonder(device, message);
}

const listed = <Item>(item: Item | null): Item[] => (item === null ? [] : [item]);
