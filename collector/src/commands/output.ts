import { type ErrorCode, FettleError } from '@fettle/shared/errors';
import { TrustError } from '@fettle/shared/trust/errors';
import { CommanderError } from 'commander';

/** What a terminal obeys, or what turns the direction of writing; lines may end. */
const steering = /[^\P{C}\n\t]|[\p{Zl}\p{Zp}]/gu;
/** The same within a cell. */
const unseen = /[\p{C}\p{Zl}\p{Zp}]/gu;
/** As JSON has it; a character may be two of UTF-16. */
const escaped = (mark: string) =>
  mark
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');

/** Prints a result: one JSON line, or words for people. */
export function print(json: boolean, result: unknown, words: string): void {
  process.stdout.write(
    `${json ? JSON.stringify(result).replaceAll(steering, escaped) : words.replaceAll(steering, '\u{fffd}')}\n`,
  );
}

/** Tells what went wrong on stderr and gives the exit code: 1 failed, 2 wrong use. */
export function failure(error: unknown, json: boolean): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const code = codeOf(error);
  const message = (error as Error).message.replaceAll(steering, '\u{fffd}');
  process.stderr.write(json ? `${JSON.stringify({ code, message })}\n` : `fettle: ${message} (${code})\n`);
  if (code === 'internal' && !json) process.stderr.write(`${(error as Error).stack}\n`);
  return code === 'config_invalid' ? 2 : 1;
}

/** A statement that does not hold is named by its own text; its codes are not the API's. */
function codeOf(error: unknown): ErrorCode {
  if (error instanceof FettleError) return error.code;
  return error instanceof TrustError ? 'statement_refused' : 'internal';
}

/** A text as one line of its own: what it holds of others' words forges no second one. */
export function oneLine(text: string): string {
  return text.replaceAll(unseen, '\u{fffd}');
}

/** Rows as aligned columns with a head. What devices call themselves must not steer the terminal, nor break a line. */
export function table(head: readonly string[], given: readonly (readonly string[])[]): string {
  const rows = given.map((row) => row.map(oneLine));
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(head), ...rows.map(line)].join('\n');
}
