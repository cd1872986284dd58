// pure
import type { Dictionary } from '@fettle/shared/protocol/frame';
import { limits } from '@fettle/shared/protocol/limits';
import type { DictionaryMessage } from '@fettle/shared/protocol/messages';

/** Bytes of one message's series, with room for the rest of the message. */
const most = limits.messageBytes - 1_024;

/**
 * The messages that turn one dictionary into another: only what was added where the columns before are the same, and
 * several where one would be too large. The id of the last is the one that frames name. Pure.
 * @param id of the first message; they count up
 */
export function dictionaryMessages(
  before: Dictionary | undefined,
  next: Dictionary,
  id: number,
  omitted: number,
): DictionaryMessage[] {
  const messages: DictionaryMessage[] = [];
  let at = sameColumns(before, next);
  do {
    const keep = at;
    let bytes = 0;
    for (; at < next.series.length; at++) {
      bytes += Buffer.byteLength(JSON.stringify(next.series[at])) + 1;
      if (bytes > most && at > keep) break;
    }
    messages.push({ type: 'dictionary', id: id + messages.length, keep, omitted, series: next.series.slice(keep, at) });
  } while (at < next.series.length);
  return messages;
}

/** How many columns from the first on are the very same. */
function sameColumns(before: Dictionary | undefined, next: Dictionary): number {
  if (before === undefined) return 0;
  const other = next.series.findIndex((series, i) => series !== before.series[i]);
  return Math.min(before.series.length, other < 0 ? next.series.length : other);
}
