/**
 * Formulas over the metrics of one device:
 *
 *     sum    = term { ("+" | "-") term }
 *     term   = factor { ("*" | "/") factor }
 *     factor = number | "-" factor | "(" sum ")" | series | of "(" series ")" | ("min" | "max") "(" sum { "," sum } ")"
 *     of     = "sum" | "avg" | "min" | "max"
 *     series = metric [ "{" key "=" value { "," key "=" value } "}" ]
 *
 * A series by itself names one; `sum`, `avg`, `min` and `max` of one take all that fit. Values of attributes are as in a
 * rule's `where`, in double quotes where they hold other characters than letters, digits and `_ . / : @ + * -`. Pure.
 */
import { FettleError } from '../../errors.ts';
import type { Where } from '../rule.ts';
import { type Token, tokens } from './tokens.ts';

export interface SeriesTerm {
  readonly form: 'series';
  readonly metric: string;
  readonly where: Where;
  /** How several are taken together; null: there must be one. */
  readonly of: 'sum' | 'avg' | 'min' | 'max' | null;
  /** In the text, from 0, UTF-16. */
  readonly position: number;
}

export type Formula =
  | { readonly form: 'number'; readonly value: number }
  | SeriesTerm
  | { readonly form: 'minus'; readonly of: Formula }
  | { readonly form: 'two'; readonly sign: '+' | '-' | '*' | '/'; readonly left: Formula; readonly right: Formula }
  | { readonly form: 'least' | 'most'; readonly of: readonly Formula[] };

/** Deeper nesting is refused: nobody means it, and it costs stack. */
const deepest = 32;
const functions = new Set(['sum', 'avg', 'min', 'max']);

/** @throws FettleError `input_invalid`, details `{ position }` of what cannot be read */
export function parseFormula(text: string): Formula {
  return new Parser(tokens(text)).whole();
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(list: readonly Token[]) {
    this.#tokens = list;
  }

  whole(): Formula {
    const found = this.#sum();
    if (this.#next().kind !== 'end') this.#fail('“+”, “-”, “*” or “/”');
    return found;
  }

  #sum(): Formula {
    let left = this.#term();
    for (;;) {
      const sign = this.#take('+') ? '+' : this.#take('-') ? '-' : null;
      if (sign === null) return left;
      left = { form: 'two', sign, left, right: this.#term() };
    }
  }

  #term(): Formula {
    let left = this.#factor();
    for (;;) {
      const sign = this.#take('*') ? '*' : this.#take('/') ? '/' : null;
      if (sign === null) return left;
      left = { form: 'two', sign, left, right: this.#factor() };
    }
  }

  #factor(): Formula {
    if (++this.#depth > deepest) this.#fail('fewer brackets');
    try {
      if (this.#take('-')) return { form: 'minus', of: this.#factor() };
      if (this.#take('(')) return this.#closed(this.#sum());
      const { kind, text } = this.#next();
      if (kind === 'name') return this.#named();
      if (kind !== 'number') this.#fail('a number, a metric or “(”');
      this.#at++;
      return { form: 'number', value: Number(text) };
    } finally {
      this.#depth--;
    }
  }

  #named(): Formula {
    const { text, position } = this.#next();
    this.#at++;
    if (!functions.has(text)) return { form: 'series', metric: text, where: this.#where(), of: null, position };
    this.#expect('(');
    const of = [this.#sum()];
    while (this.#take(',')) of.push(this.#sum());
    this.#expect(')');
    const [only] = of;
    if (of.length === 1 && only?.form === 'series' && only.of === null)
      return { ...only, of: text as SeriesTerm['of'] };
    if (text === 'min' || text === 'max') return { form: text === 'min' ? 'least' : 'most', of };
    return fail(position, `${text}() takes one metric`);
  }

  #where(): Where {
    if (!this.#take('{')) return {};
    const where: Record<string, string> = {};
    do {
      const key = this.#text('name', 'an attribute’s name');
      this.#expect('=');
      where[key] = this.#text('text', 'a value');
    } while (this.#take(','));
    this.#expect('}');
    return where;
  }

  #closed(inner: Formula): Formula {
    this.#expect(')');
    return inner;
  }

  #next(): Token {
    return this.#tokens[this.#at] ?? { kind: 'end', text: '', position: 0 };
  }

  #take(sign: string): boolean {
    const { kind, text } = this.#next();
    if (kind !== 'sign' || text !== sign) return false;
    this.#at++;
    return true;
  }

  #expect(sign: string): void {
    if (!this.#take(sign)) this.#fail(`“${sign}”`);
  }

  #text(kind: 'name' | 'text', what: string): string {
    const next = this.#next();
    if (next.kind !== kind) this.#fail(what);
    this.#at++;
    return next.text;
  }

  #fail(expected: string): never {
    const { kind, text, position } = this.#next();
    const found = kind === 'end' ? 'it ends' : `there is “${text}”`;
    return fail(position, `${found} where ${expected} should be`);
  }
}

function fail(position: number, why: string): never {
  throw new FettleError('input_invalid', `This formula cannot be read: at character ${position + 1} ${why}.`, {
    position,
  });
}

/** Every series that a formula names, in order. */
export function seriesOf(formula: Formula): SeriesTerm[] {
  switch (formula.form) {
    case 'number':
      return [];
    case 'series':
      return [formula];
    case 'minus':
      return seriesOf(formula.of);
    case 'two':
      return [...seriesOf(formula.left), ...seriesOf(formula.right)];
    case 'least':
    case 'most':
      break;
  }
  return formula.of.flatMap(seriesOf);
}
