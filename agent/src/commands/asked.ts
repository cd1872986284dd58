/** `fettle-agent asked`: what became of what this user asked. */
import { FettleError } from '@fettle/shared/errors';
import type { ToldAsk } from '../asks/kept.ts';
import { keyForm } from '../asks/place.ts';
import { isClosed } from '../durable-file.ts';
import { toldOf, visible } from './ask.ts';
import { ownAsks } from './own-asks.ts';

export type AskReport = ToldAsk | { readonly key: string; readonly time: number; readonly state: 'unread' };

/**
 * The newest first. `unread`: the agent has not looked yet, or has forgotten it.
 * @param key only this one, whoever asked it
 * @throws FettleError `input_invalid`, `not_found`, `root_needed`
 */
export function askedHere(data: string, own: string, key?: string): readonly AskReport[] {
  if (isClosed(data)) throw new FettleError('root_needed', `Only its owner may look into ${data}. Try it with sudo.`);
  if (key !== undefined) {
    if (!keyForm.test(key)) throw new FettleError('input_invalid', 'A key has 32 characters from 0 to 9 and a to f.');
    const told = toldOf(data, key);
    if (told === null)
      throw new FettleError('not_found', 'Nothing is known of it here: it was not read yet, or is forgotten.');
    return [told];
  }
  return ownAsks(own)
    .filter((one) => one.data === data)
    .map(({ key: mine, time }) => toldOf(data, mine) ?? { key: mine, time, state: 'unread' });
}

export function formatAsked(reports: readonly AskReport[]): string {
  if (reports.length === 0) return 'You have asked for nothing here. fettle-agent ask shows what can be asked for.';
  return reports.map(lineOf).join('\n');
}

/** How one stands, in a word or two. */
const standing: Readonly<Record<ToldAsk['state'], string>> = {
  kept: 'not sent yet',
  waiting: 'waits',
  approved: 'approved',
  running: 'under way',
  done: 'done',
  failed: 'failed',
  refused: 'refused',
  cancelled: 'taken back',
  'not-taken': 'not taken',
};

/** In the time of whoever reads it. */
const moment = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short' });

function lineOf(report: AskReport): string {
  const time = moment.format(report.time);
  if (report.state === 'unread') {
    return `${time}  not read yet\n    The agent has not looked. Does it run? fettle-agent status tells.`;
  }
  const { item, title, id, state, words } = report;
  const what = item ?? (title === '' ? 'a trouble' : title);
  const head = `${time}  ${what}${id === null ? '' : ` (${id})`}: ${standing[state]}`;
  return [head, ...words.split('\n').map((line) => `    ${line}`)].map(visible).join('\n');
}
