// pure
import { FettleError } from '@fettle/shared/errors';

/** Control and format characters, line and paragraph ends: a name must look like what it is. */
const hidden = /[\p{C}\p{Zl}\p{Zp}]/u;
const labelKey = /^[A-Za-z0-9](?:[A-Za-z0-9._/-]{0,62}[A-Za-z0-9])?$/;
/** Selectors read these of the device itself. */
const readOnlyKeys = new Set(['os', 'kind', 'site']);

function refuse(why: string): never {
  throw new FettleError('input_invalid', why);
}

/** A name for people, without space at its ends. @throws FettleError `input_invalid` */
export function visibleText(text: string, what: string, most: number): string {
  const found = text.trim();
  if (found.length === 0 || found.length > most || hidden.test(found)) {
    refuse(`${what} has 1 to ${most} visible characters.`);
  }
  return found;
}

/** At most 32 labels; their form is that of signed labels in shared/trust. @throws FettleError `input_invalid` */
export function checkLabels(labels: Readonly<Record<string, string>>): void {
  const entries = Object.entries(labels);
  if (entries.length > 32) refuse('A device has at most 32 labels.');
  for (const [key, value] of entries) {
    if (readOnlyKeys.has(key)) refuse(`“${key}” cannot be a label: selectors read it of the device itself.`);
    if (!labelKey.test(key))
      refuse(`A label’s name has 1 to 64 characters of A-Z a-z 0-9 . _ / -, not ${JSON.stringify(key)}.`);
    if (value.length > 256 || hidden.test(value))
      refuse(`The value of label “${key}” has at most 256 visible characters.`);
  }
}
