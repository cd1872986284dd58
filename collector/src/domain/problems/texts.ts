// pure
import { FettleError } from '@fettle/shared/errors';

/** Text in one line, without space at its ends. @throws FettleError `input_invalid` */
export function readable(text: string, what: string, most: number): string {
  const found = text.trim();
  if (found.length === 0 || found.length > most || /[\p{C}\p{Zl}\p{Zp}]/u.test(found)) {
    throw new FettleError('input_invalid', `${what} has 1 to ${most} visible characters.`);
  }
  return found;
}
