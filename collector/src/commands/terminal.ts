/** Questions to the person at the terminal. Answers that are secret are not shown while they are typed. */
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { FettleError } from '@fettle/shared/errors';

/** Whether somebody sits there. */
export function isInteractive(): boolean {
  return process.stdin.isTTY && process.stderr.isTTY;
}

/** @throws FettleError `config_invalid` where nobody can answer */
export async function askLine(question: string, instead: string): Promise<string> {
  requireSomebody(question, instead);
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return (await reader.question(`${question} `)).trim();
  } finally {
    reader.close();
  }
}

/** The same without an echo. */
export async function askSecret(question: string, instead: string): Promise<string> {
  requireSomebody(question, instead);
  process.stderr.write(`${question} `);
  const output = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input: process.stdin, output, terminal: true });
  reader.once('SIGINT', () => {
    process.stderr.write('\n');
    process.exit(130);
  });
  try {
    return await reader.question('');
  } finally {
    reader.close();
    process.stderr.write('\n');
  }
}

function requireSomebody(question: string, instead: string): void {
  if (isInteractive()) return;
  throw new FettleError('config_invalid', `“${question}” needs an answer, and nobody is at this terminal. ${instead}`);
}
