// pure
const [escape, bell] = [String.fromCodePoint(27), String.fromCodePoint(7)];
/** ECMA-48: what would move the cursor, colour or retitle a terminal. */
const escapes = new RegExp(
  `${escape}(?:\\[[0-?]*[ -/]*[@-~]|\\][^${bell}${escape}]*(?:${bell}|${escape}\\\\)?|[ -/]*[0-~])`,
  'g',
);
/** Controls but newline and tab, and what turns the direction of text or hides in it. */
const unsafe = /(?![\n\t])[\p{Cc}\p{Cf}\u2028\u2029]/gu;

/**
 * Output of a program as text that harms no page and no terminal: escape sequences are gone, controls and what turns text
 * around are replaced, lines end with a newline alone.
 */
export function safeText(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n').replaceAll(escapes, '').replaceAll(unsafe, '\ufffd');
}

/** The last line that is not empty, short enough for a list; null: there is none. */
export function lastLineOf(text: string): string | null {
  const line = text
    .split('\n')
    .findLast((one) => one.trim() !== '')
    ?.trim();
  return line === undefined ? null : line.slice(0, 200).toWellFormed();
}
