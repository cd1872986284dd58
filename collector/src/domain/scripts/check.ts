import type { ScriptBody } from '@fettle/shared/api/scripts';
import { FettleError } from '@fettle/shared/errors';
import { TrustError } from '@fettle/shared/trust/errors';
import { readScript } from '@fettle/shared/trust/script';
import { statementOf } from './statement.ts';

/** Bytes of one body. */
const mostBytes = 131_072;
const anyTenant = '0'.repeat(26);

/**
 * Whether a body can become a statement: what the schema cannot say.
 * @throws FettleError `input_invalid` that says what to change
 */
export function checkBody(name: string, body: ScriptBody): void {
  const platforms = body.programs.flatMap((one) => one.platforms);
  const twice = platforms.find((one, i) => platforms.indexOf(one) !== i);
  if (twice !== undefined) invalid(`Two programs are for ${twice}. Leave it in one of them.`);
  const long = body.programs.find(({ body: text }) => Buffer.byteLength(text, 'utf8') > mostBytes);
  if (long) invalid(`The program for ${long.platforms.join(', ')} is longer than 128 KiB.`);
  if (body.exits.done.length === 0) invalid('Name at least one exit code that means done; usually 0.');
  try {
    readScript(statementOf(body, { tenant: anyTenant, name, version: 1 }));
  } catch (error) {
    if (!(error instanceof TrustError)) throw error;
    invalid(`This script cannot be signed: ${error.message}`);
  }
}

function invalid(text: string): never {
  throw new FettleError('input_invalid', text);
}
