/**
 * The one grammar over labels:
 *
 *     selector = term { ("," | "and") term }
 *     term     = "not" term | "(" selector ")" | "has" key | key "=" value | key "!=" value
 *              | key ["not"] "in" "(" value { "," value } ")"
 *
 * `os`, `kind` and `site` are read-only keys that every device has. Words of the grammar are written small; a value that
 * is one of them, or holds other characters than letters, digits and `_ . / - : @ + *`, stands in double quotes with `\"`
 * and `\\`. Empty: everything. Pure.
 */
import { FettleError } from '../errors.ts';
import { type Token, tokens } from './tokens.ts';

export type Selector =
  | { readonly form: 'all'; readonly of: readonly Selector[] }
  | { readonly form: 'not'; readonly of: Selector }
  | { readonly form: 'has'; readonly key: string }
  | { readonly form: 'in'; readonly key: string; readonly values: readonly string[] };

/** Deeper nesting is refused: nobody means it, and it costs stack. */
const deepest = 32;

/** @throws FettleError `input_invalid`, details `{ position }` (from 0, UTF-16) of what cannot be read */
export function parseSelector(text: string): Selector {
  const parser = new Parser(tokens(text));
  return parser.whole();
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(list: readonly Token[]) {
    this.#tokens = list;
  }

  whole(): Selector {
    if (this.#next().kind === 'end') return { form: 'all', of: [] };
    const selector = this.#list();
    if (this.#next().kind !== 'end') this.#fail('“,” or “and”');
    return selector;
  }

  #list(): Selector {
    const terms = [this.#term()];
    while (this.#take(',') || this.#take('and')) terms.push(this.#term());
    return terms.length === 1 && terms[0] ? terms[0] : { form: 'all', of: terms };
  }

  #term(): Selector {
    if (++this.#depth > deepest) this.#fail('fewer brackets');
    try {
      if (this.#take('not')) return { form: 'not', of: this.#term() };
      if (this.#take('has')) return { form: 'has', key: this.#text('a label’s name') };
      if (!this.#take('(')) return this.#comparison();
      const inner = this.#list();
      this.#expect(')');
      return inner;
    } finally {
      this.#depth--;
    }
  }

  #comparison(): Selector {
    const key = this.#text('a label’s name, “has”, “not” or “(”');
    if (this.#take('=')) return { form: 'in', key, values: [this.#text('a value')] };
    if (this.#take('!=')) return not({ form: 'in', key, values: [this.#text('a value')] });
    const negated = this.#take('not');
    if (!this.#take('in')) this.#fail(negated ? '“in”' : '“=”, “!=” or “in”');
    const chosen: Selector = { form: 'in', key, values: this.#values() };
    return negated ? not(chosen) : chosen;
  }

  #values(): string[] {
    this.#expect('(');
    const values = [this.#text('a value')];
    while (this.#take(',')) values.push(this.#text('a value'));
    this.#expect(')');
    return values;
  }

  #next(): Token {
    return this.#tokens[this.#at] ?? { kind: 'end', text: '', position: 0 };
  }

  /** Whether the next token is this sign or word of the grammar; then it is passed. */
  #take(sign: string): boolean {
    const { kind, text } = this.#next();
    if (kind !== 'sign' || text !== sign) return false;
    this.#at++;
    return true;
  }

  #expect(sign: string): void {
    if (!this.#take(sign)) this.#fail(`“${sign}”`);
  }

  #text(what: string): string {
    const { kind, text } = this.#next();
    if (kind !== 'text') this.#fail(what);
    this.#at++;
    return text;
  }

  #fail(expected: string): never {
    const { kind, text, position } = this.#next();
    const found = kind === 'end' ? 'it ends' : `there is “${text}”`;
    throw new FettleError(
      'input_invalid',
      `This selector cannot be read: at character ${position + 1} ${found} where ${expected} should be.`,
      { position },
    );
  }
}

function not(of: Selector): Selector {
  return { form: 'not', of };
}
