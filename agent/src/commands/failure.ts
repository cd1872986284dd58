import { FettleError } from '@fettle/shared/errors';

export const exit = { failed: 1, wrongUse: 2 } as const;
const wrongUse: ReadonlySet<string> = new Set(['config_invalid', 'input_invalid']);

/** Tells why a command failed, as JSON where that was asked for. @returns the exit code */
export function tellFailure(error: unknown): number {
  const { code, message } = error instanceof FettleError ? error : { code: 'internal', message: String(error) };
  const json = process.argv.includes('--json');
  process.stderr.write(json ? `${JSON.stringify({ code, message })}\n` : `${message} (${code})\n`);
  return wrongUse.has(code) ? exit.wrongUse : exit.failed;
}
