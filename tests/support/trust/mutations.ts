/** Changes after which a canonical JSON text must not be taken for a statement, whoever signed it. */

type Token = { readonly text: string; readonly kind: 'mark' | 'string' | 'scalar'; readonly isKey: boolean };

/** Takes a canonical text apart; putting the tokens together gives it back. */
export function tokens(text: string): Token[] {
  const found = text.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|-?\d+|true|false|null/g) ?? [];
  return found.map((part, i) => ({
    text: part,
    kind: part.startsWith('"') ? 'string' : /^[{}[\],:]$/.test(part) ? 'mark' : 'scalar',
    isKey: part.startsWith('"') && found[i + 1] === ':',
  }));
}

export interface Mutation {
  readonly name: string;
  /** Which tokens it may be used on. */
  readonly fits: (token: Token) => boolean;
  /** What stands in the token's place. `choice` picks among several ways. */
  readonly change: (token: Token, choice: number, next: Token | undefined) => string;
}

const pick = (choice: number, ...ways: string[]) => ways[choice % ways.length] ?? '';
const isString = ({ kind }: Token) => kind === 'string';
const isNumber = ({ text }: Token) => /^-?\d/.test(text);
const opensObject = ({ text }: Token) => text === '{';
/** A first member put into an object; the one that sorts before all others here begins with `!`. */
const member = (text: string) => (_token: Token, _choice: number, next: Token | undefined) =>
  `{${text}${next?.text === '}' ? '' : ','}`;

export const mutations: readonly Mutation[] = [
  { name: 'white space', fits: () => true, change: ({ text }, choice) => pick(choice, ' ', '\n', '\t', '\r') + text },
  { name: 'an escape', fits: ({ text }) => /^".+"$/.test(text), change: ({ text }, choice) => escape(text, choice) },
  { name: '__proto__', fits: opensObject, change: member('"__proto__":{}') },
  { name: 'an unknown member', fits: opensObject, change: member('"!":1') },
  { name: 'a member twice', fits: ({ isKey }) => isKey, change: ({ text }) => `${text}:null,${text}` },
  {
    name: 'another number',
    fits: isNumber,
    change: ({ text }, choice) =>
      pick(
        choice,
        `${text}.0`,
        `${text}.5`,
        `${text}e0`,
        `0${text}`,
        `+${text}`,
        '-0',
        '1e400',
        '-1',
        '9007199254740993',
      ),
  },
  {
    name: 'another kind of value',
    fits: ({ kind, isKey }) => kind !== 'mark' && !isKey,
    change: ({ text, kind }, choice) =>
      kind === 'string' ? pick(choice, '1', 'true', '{}', '[]', `[${text}]`) : pick(choice, `"${text}"`, '[]', '{}'),
  },
  { name: 'half a pair', fits: isString, change: ({ text }) => text.replace(/"$/, '\\ud800"') },
  { name: 'a name cut off', fits: isString, change: ({ text }) => text.slice(0, -1) },
  // Not a text of a list, which may be shorter, nor a number, which may have more digits.
  { name: 'a token left out', fits: ({ kind, isKey }) => kind === 'scalar' || isKey, change: () => '' },
  { name: 'a token twice', fits: (token) => !isNumber(token), change: ({ text }) => text + text },
];

function escape(text: string, choice: number): string {
  const at = 1 + (choice % (text.length - 2));
  const code = text.charCodeAt(at).toString(16).padStart(4, '0');
  return `${text.slice(0, at)}\\u${code}${text.slice(at + 1)}`;
}

/** The text with one mutation at one of the places that it fits, or null where it fits nowhere. */
export function mutate(text: string, mutation: Mutation, place: number, choice: number): string | null {
  const all = tokens(text);
  const places = all.flatMap((token, i) => (mutation.fits(token) ? [i] : []));
  const at = places[place % places.length];
  if (at === undefined) return null;
  return all.map((token, i) => (i === at ? mutation.change(token, choice, all[i + 1]) : token.text)).join('');
}
