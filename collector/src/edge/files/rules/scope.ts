import { FettleError } from '@fettle/shared/errors';
import { parseSelector } from '@fettle/shared/selector/parse';
import type { Field, Source } from '../source.ts';

/** A selector as it was written; undefined, and told at the character, where it cannot be read. */
export function readScope(source: Source, field: Field): string | undefined {
  const text = source.anyText(field, '“scope”');
  if (text === undefined) return undefined;
  try {
    parseSelector(text);
    return text;
  } catch (error) {
    if (!(error instanceof FettleError)) throw error;
    const position = error.details['position'];
    return source.error(source.within(field, typeof position === 'number' ? position : 0), error.message);
  }
}
