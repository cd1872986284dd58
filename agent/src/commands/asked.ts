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

function lineOf(report: AskReport): string {
  const time = new Date(report.time).toISOString().slice(0, 16).replace('T', ' ');
  if (report.state === 'unread')
    return `${time}  The agent has not read it yet: does it run? fettle-agent status tells.`;
  const { item, title, id, state, words } = report;
  const what = item ?? (title === '' ? 'a trouble' : title);
  return visible(`${time}  ${what}${id === null ? '' : ` (${id})`}: ${state}. ${words}`);
}
