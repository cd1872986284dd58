import { FettleError } from '@fettle/shared/errors';
import { CommanderError } from 'commander';

/** Prints a result: one JSON line, or words for people. */
export function print(json: boolean, result: unknown, words: string): void {
  process.stdout.write(`${json ? JSON.stringify(result) : words}\n`);
}

/** Tells what went wrong on stderr and gives the exit code: 1 failed, 2 wrong use. */
export function failure(error: unknown, json: boolean): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const code = error instanceof FettleError ? error.code : 'internal';
  const message = (error as Error).message;
  process.stderr.write(json ? `${JSON.stringify({ code, message })}\n` : `fettle: ${message} (${code})\n`);
  if (code === 'internal' && !json) process.stderr.write(`${(error as Error).stack}\n`);
  return code === 'config_invalid' ? 2 : 1;
}

/** Rows as aligned columns with a head. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(head), ...rows.map(line)].join('\n');
}
