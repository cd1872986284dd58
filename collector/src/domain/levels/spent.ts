// pure
import type { Spent } from '@fettle/shared/api/levels';
import type { Spell, StateStretch } from '../services/index.ts';
import type { SpentTime } from './level.ts';
import type { Answer } from './response.ts';

/** Where causes are looked up. */
export interface CauseBook {
  /** Of the devices below. */
  readonly spells: ReadonlyMap<string, Spell>;
  /** Of services that others rely on. */
  readonly histories: ReadonlyMap<string, readonly StateStretch[]>;
  /** Of what the reader does not see nothing is named. */
  readonly deviceNames: ReadonlyMap<string, string>;
}

const wordsAtMost = 3;
/** As deep as services rely on services. */
const deepest = 20;

/** What a budget was spent by: the incidents and devices behind its causes, also those of services that it relies on. */
export function spentOn({ from, to, ms, causes }: SpentTime, book: CauseBook): Spent {
  const found: Found = { incidents: new Set(), devices: new Set(), words: new Set() };
  for (const cause of causes) follow(cause, { from, to }, book, found, 0);
  const said = [...found.words];
  const more = said.length - wordsAtMost;
  const words = said.slice(0, wordsAtMost).join('; ') + (more > 0 ? `; and ${more} more` : '');
  return { from, to, ms, incidents: [...found.incidents], devices: [...found.devices], words };
}

/** An incident that was not answered in time. */
export function spentOnAnswer({ incident, endedAt }: Answer, countedTo: number, { deviceNames }: CauseBook): Spent {
  const { id, device, deviceName, words, openedAt } = incident;
  const to = Math.max(openedAt, endedAt ?? countedTo);
  if (!deviceNames.has(device)) return { from: openedAt, to, ms: 0, incidents: [], devices: [], words: '' };
  return { from: openedAt, to, ms: 0, incidents: [id], devices: [device], words: `${deviceName}: ${words}` };
}

interface Found {
  readonly incidents: Set<string>;
  readonly devices: Set<string>;
  readonly words: Set<string>;
}

function follow(
  cause: string,
  span: { readonly from: number; readonly to: number },
  book: CauseBook,
  found: Found,
  depth: number,
): void {
  const name = (device: string) => book.deviceNames.get(device);
  if (cause.startsWith('b:')) {
    const device = cause.slice(2);
    if (!book.deviceNames.has(device)) return;
    found.devices.add(device);
    found.words.add(`${name(device)}: no fresh backup`);
  } else if (cause.startsWith('service:')) {
    if (depth >= deepest) return;
    for (const stretch of book.histories.get(cause.slice('service:'.length)) ?? []) {
      if (stretch.to <= span.from || stretch.from >= span.to) continue;
      for (const one of stretch.causes) follow(one, span, book, found, depth + 1);
    }
  } else {
    const spell = book.spells.get(cause);
    if (spell === undefined) return;
    found.devices.add(spell.device);
    if (spell.incident !== null) found.incidents.add(spell.incident);
    found.words.add(`${name(spell.device)}: ${spell.words}`);
  }
}
