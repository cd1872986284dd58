// pure
import { FettleError } from '@fettle/shared/errors';

const hidden = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
const hiddenInLines = /(?![\n\t])[\p{Cc}\p{Cf}\u2028\u2029]/u;

/** One line without space at its ends. @throws FettleError `input_invalid` */
export function line(text: string, what: string, most: number, least = 1): string {
  const found = text.trim();
  if (found.length < least || found.length > most || hidden.test(found)) {
    throw new FettleError('input_invalid', `${what} has ${least} to ${most} visible characters in one line.`);
  }
  return found;
}

/** Several lines. @throws FettleError `input_invalid` */
export function lines(text: string, what: string, most: number): string {
  const found = text.replaceAll(/\r\n?/g, '\n').trim();
  if (found.length > most || hiddenInLines.test(found)) {
    throw new FettleError('input_invalid', `${what} has at most ${most} characters, without control characters.`);
  }
  return found;
}

/** Shortened to so many characters, never within one. */
export function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).toWellFormed()}…`;
}
