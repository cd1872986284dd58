// pure
import type { Notice } from '../types.ts';
import { oneLine } from './clean.ts';
import { span } from './times.ts';

const longest = 160;

/** The line by which people recognise a notice: `Critical: web-1: /var is 96.2 % full`. */
export function subjectOf(notice: Notice): string {
  const [first] = notice.items;
  if (first === undefined) return oneLine(notice.words, longest);
  return oneLine(`${head(notice)}${body(notice)}`, longest);
}

function head({ kind, severity, step, items, time }: Notice): string {
  const level = severity === 'critical' ? 'Critical' : 'Warning';
  if (kind === 'severity') return `Now ${severity}: `;
  if (kind === 'reminder') return `Still ${severity}: `;
  if (kind === 'escalated')
    return `${step !== null && step.round > 0 ? 'Still nobody' : 'Nobody yet'} on it, ${severity}: `;
  if (kind === 'unremedied') return `Not put right by itself, ${severity}: `;
  if (kind === 'resolved') return `Over after ${span((items[0]?.resolvedAt ?? time) - (items[0]?.openedAt ?? time))}: `;
  return `${level}: `;
}

function body({ items, ruleName }: Notice): string {
  const names = [...new Set(items.map(({ deviceName }) => deviceName))];
  const [first] = items;
  if (items.length === 1 && first !== undefined) return `${first.deviceName}: ${first.words}`;
  if (names.length === 1) return `${names[0]}: ${ruleName}, ${items.length} times`;
  const [one, two] = names;
  if (names.length === 2) return `${ruleName} on ${one} and ${two}`;
  const rest = names.length - 2;
  return `${ruleName} on ${names.length} devices: ${one}, ${two} and ${rest} ${rest === 1 ? 'other' : 'others'}`;
}
