// pure
import type { Notice } from '../types.ts';
import { factsOf } from './facts.ts';

export interface Links {
  /** The incident in the dashboard, or the list of incidents; null: the collector's address is not known. */
  readonly incident: string | null;
  /** Acknowledge or snooze, once; null: not for this reader. */
  readonly act: string | null;
}

/** The notice as plain text. */
export function plainOf(notice: Notice, { incident, act }: Links): string {
  const { lead, rows, list, more, output, runbook } = factsOf(notice);
  const width = Math.max(0, ...rows.map(([name]) => name.length));
  const parts = [
    lead,
    rows.map(([name, text]) => `${`${name}:`.padEnd(width + 2)}${text}`).join('\n'),
    list.length > 0 ? [...list.map((one) => `- ${one}`), ...(more > 0 ? [`- and ${more} more`] : [])].join('\n') : '',
    output === '' ? '' : `What the remedy printed last:\n${output}`,
    runbook === '' ? '' : `What to do:\n${runbook}`,
    [
      ...(act === null ? [] : [`Acknowledge or snooze (once, for you only): ${act}`]),
      ...(incident === null ? [] : [`See it: ${incident}`]),
    ].join('\n'),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}
