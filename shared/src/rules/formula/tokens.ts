import { FettleError } from '../../errors.ts';

/** A piece of a formula, or its end. */
export interface Token {
  readonly kind: 'number' | 'name' | 'text' | 'sign' | 'end';
  readonly text: string;
  /** From 0, UTF-16. */
  readonly position: number;
}

const piece =
  /(?<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(?<name>[\p{L}_][\p{L}\p{N}_.]*)|"(?<text>(?:[^"\\]|\\["\\])*)"|(?<sign>[-+*/(),{}=])/uy;
/** Values within braces may stand without quotes. */
const bare = /[\p{L}\p{N}_./:@+*-]+/uy;
const space = /\s*/uy;

/** @throws FettleError `input_invalid` with `{ position }` at a character that cannot be here */
export function tokens(text: string): Token[] {
  const found: Token[] = [];
  let at = 0;
  for (;;) {
    space.lastIndex = at;
    space.exec(text);
    at = space.lastIndex;
    if (at === text.length) return [...found, { kind: 'end', text: '', position: at }];
    const token = valueAt(text, at, found.at(-1)) ?? pieceAt(text, at);
    if (token === null) throw unreadable(text, at);
    found.push(token.token);
    at = token.next;
  }
}

interface Found {
  readonly token: Token;
  readonly next: number;
}

function valueAt(text: string, position: number, before: Token | undefined): Found | null {
  if (before?.kind !== 'sign' || before.text !== '=') return null;
  bare.lastIndex = position;
  const match = bare.exec(text);
  return match && { token: { kind: 'text', text: match[0], position }, next: bare.lastIndex };
}

function pieceAt(text: string, position: number): Found | null {
  piece.lastIndex = position;
  const groups = piece.exec(text)?.groups;
  if (!groups) return null;
  const next = piece.lastIndex;
  const { number, name, text: quoted, sign = '' } = groups;
  if (number !== undefined) return { token: { kind: 'number', text: number, position }, next };
  if (name !== undefined) return { token: { kind: 'name', text: name, position }, next };
  if (quoted === undefined) return { token: { kind: 'sign', text: sign, position }, next };
  return { token: { kind: 'text', text: quoted.replaceAll(/\\(["\\])/g, '$1'), position }, next };
}

function unreadable(text: string, position: number): FettleError {
  const character = String.fromCodePoint(text.codePointAt(position) ?? 0);
  const why = character === '"' ? 'a quoted value begins that does not end' : `“${character}” cannot stand`;
  return new FettleError('input_invalid', `This formula cannot be read: at character ${position + 1} ${why}.`, {
    position,
  });
}
