/** What people at endpoints ask, over the domain's verbs. */
import type { FromCollector } from '@fettle/shared/protocol/messages';
import { limits } from '@fettle/shared/protocol/limits';
import {
  answersFor,
  type EndpointAnswer,
  itemsFor,
  type RequestItem,
  type RequestPorts,
  takeAsk,
} from '../../domain/requests/index.ts';
import type { WorkVerbs } from './work.ts';

/** What the list of what may be asked for takes of a message, in bytes. */
const listBytes = 128 * 1024;

export function askWork(ports: () => RequestPorts): Pick<WorkVerbs, 'ask' | 'wonder'> {
  return {
    ask: async (device, message) => askedMessage(await takeAsk(ports(), device, message)),
    async wonder(device, { keys }) {
      const [items, answers] = await Promise.all([itemsFor(ports(), device), answersFor(ports(), device, keys)]);
      return [askableMessage(items), ...answers.map(askedMessage)];
    },
  };
}

export function askedMessage({ key, id, state, code, words, time }: EndpointAnswer): FromCollector {
  return { type: 'asked', key, id, state, code, words: words.slice(0, 2_000).toWellFormed(), time };
}

/** As many as find room, by id; the rest is counted. */
export function askableMessage(all: readonly RequestItem[]): Extract<FromCollector, { type: 'askable' }> {
  const shown = all.slice(0, limits.askables).map(({ id, name, description, questions }) => ({
    id,
    name,
    description,
    questions: questions.map(({ id: question, label, required, choices }) => ({
      id: question,
      label,
      required,
      choices,
    })),
  }));
  let left = listBytes;
  const items = shown.filter((item) => (left -= Buffer.byteLength(JSON.stringify(item))) >= 0);
  return { type: 'askable', items, omitted: all.length - items.length };
}
