/** A command of the collector's CLI in this process: what it printed, and its exit code. Processes take a second each. */
import { failure } from '@fettle/collector/commands/output';
import type { orderCommand } from '@fettle/collector/commands/order';
import { vi } from 'vitest';

type Command = ReturnType<typeof orderCommand>;

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** @param program everything that may be called, by its first word */
export function commandLine(program: Readonly<Record<string, () => Command>>, environment: NodeJS.ProcessEnv) {
  return async (...args: string[]): Promise<Ran> => {
    const [first = '', ...rest] = args;
    const command = program[first]?.();
    if (command === undefined) throw new Error(`no command ${first}`);
    const said = { out: '', err: '' };
    const keep = (to: keyof typeof said) => (text: string | Uint8Array) => {
      said[to] += String(text);
      return true;
    };
    const out = vi.spyOn(process.stdout, 'write').mockImplementation(keep('out'));
    const err = vi.spyOn(process.stderr, 'write').mockImplementation(keep('err'));
    for (const [name, value] of Object.entries(environment)) if (name.startsWith('FETTLE_')) vi.stubEnv(name, value);
    const before = process.exitCode;
    process.exitCode = 0;
    let code: number;
    try {
      for (const one of [command, ...below(command)])
        one.exitOverride().configureOutput({
          writeErr: (text) => process.stderr.write(text),
          writeOut: (text) => process.stdout.write(text),
        });
      await command.parseAsync(rest, { from: 'user' });
      code = process.exitCode;
    } catch (error) {
      code = failure(error, args.includes('--json'));
    } finally {
      process.exitCode = before;
      vi.unstubAllEnvs();
      out.mockRestore();
      err.mockRestore();
    }
    return { code, out: said.out.trimEnd(), err: said.err.trimEnd() };
  };
}

const below = (command: Command): Command[] => command.commands.flatMap((one) => [one, ...below(one)]);
