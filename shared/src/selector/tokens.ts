import { FettleError } from '../errors.ts';

/** A piece of a selector: a sign or word of the grammar, a name or value, or the end. */
export interface Token {
  readonly kind: 'sign' | 'text' | 'end';
  /** Without quotes. */
  readonly text: string;
  /** Where it begins, from 0, UTF-16. */
  readonly position: number;
}

const words = new Set(['and', 'not', 'has', 'in']);
const piece = /\s*(?:(!=|[=(),])|"((?:[^"\\]|\\["\\])*)"|([\p{L}\p{M}\p{N}_./:@+*-]+))/uy;
const space = /\s*/uy;

/** @throws FettleError `input_invalid` at a character that cannot be here */
export function tokens(text: string): Token[] {
  const found: Token[] = [];
  let at = 0;
  for (;;) {
    space.lastIndex = at;
    space.exec(text);
    const position = space.lastIndex;
    if (position === text.length) return [...found, { kind: 'end', text: '', position }];
    piece.lastIndex = at;
    const match = piece.exec(text);
    if (!match) throw unreadable(text, position);
    found.push(token(match, position));
    at = piece.lastIndex;
  }
}

function token([, sign, quoted, plain = '']: RegExpExecArray, position: number): Token {
  if (sign !== undefined) return { kind: 'sign', text: sign, position };
  if (quoted !== undefined) return { kind: 'text', text: quoted.replaceAll(/\\(["\\])/g, '$1'), position };
  return { kind: words.has(plain) ? 'sign' : 'text', text: plain, position };
}

function unreadable(text: string, position: number): FettleError {
  const character = String.fromCodePoint(text.codePointAt(position) ?? 0);
  const why =
    character === '"'
      ? 'a quoted value begins that does not end'
      : `“${character}” cannot stand without double quotes around the value`;
  return new FettleError('input_invalid', `This selector cannot be read: at character ${position + 1} ${why}.`, {
    position,
  });
}
