import { readFileSync } from 'node:fs';
import type { State } from '@fettle/shared/reports/document';
import type { Ink } from '@fettle/shared/reports/scene';

/** The dashboard's own table of colours: paper is its light side. */
const sheet = new URL('../../../../../dashboard/src/styles/tokens.css', import.meta.url);
let read: ReadonlyMap<string, string> | undefined;

function tokens(): ReadonlyMap<string, string> {
  read ??= new Map(
    [...readFileSync(sheet, 'utf8').matchAll(/--([\w-]+):\s*light-dark\((#[0-9a-f]{6}),/gi)].map(
      ([, name = '', colour = '']) => [name, colour],
    ),
  );
  return read;
}

export type Colour =
  | Ink
  | 'sunken'
  | 'rule'
  | 'rule-strong'
  | `${'critical' | 'warning' | 'unknown' | 'window' | 'right'}-ink`;

/** `#14201d`; a token that the sheet has not is the ink. */
export const colourOf = (name: Colour): string => (name === 'ground' ? '#ffffff' : (tokens().get(name) ?? '#14201d'));

/** A state as text. */
export const inkOfState = (state: State | undefined): Colour =>
  state === undefined || state === 'quiet' ? 'ink' : `${state}-ink`;
/** A state as a mark. */
export const markOfState = (state: State | undefined): Ink => state ?? 'quiet';
