import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { didYouMean } from './near.ts';

export interface Problem {
  /** From 1. */
  readonly line: number;
  readonly column: number;
  readonly severity: 'error' | 'hint';
  readonly message: string;
}

/** Where something stands in the text; UTF-16, from 0. */
export type Place = number;

/** A value and where it and its key stand. */
export interface Field {
  readonly at: Place;
  readonly value: Node | null;
  /** Of the value; of the key where there is none. */
  readonly valueAt: Place;
}

export type Fields<Key extends string> = Readonly<Partial<Record<Key, Field>>>;

/** Whoever reads these mends them first; also every word more would cost time. */
const mostProblems = 200;
/** Each is looked up in the whole text. */
const mostAliases = 100;

/** A document of YAML (one, version 1.2), and all that is wrong in it. Nothing here throws at what people write. */
export class Source {
  readonly text: string;
  readonly root: Field | null;
  readonly #problems: Problem[] = [];
  readonly #lines = new LineCounter();
  readonly #resolve: (node: unknown) => Node | null;

  constructor(text: string) {
    this.text = text;
    // Comparing each key with all others takes minutes of a hostile file; `pairs` finds those that come twice.
    const document = parseDocument(text, { lineCounter: this.#lines, prettyErrors: false, uniqueKeys: false });
    let aliases = 0;
    // What an anchor stands for is looked up where it is used, and never unfolded as a whole.
    this.#resolve = (node) => {
      if (!isAlias(node)) return node as Node | null;
      if (++aliases <= mostAliases) return node.resolve(document) ?? null;
      if (aliases === mostAliases + 1) this.error(node.range?.[0] ?? 0, `A file uses at most ${mostAliases} aliases.`);
      return null;
    };
    for (const { message, pos } of document.errors) this.error(pos[0], message);
    const { contents } = document;
    this.root = contents === null ? null : this.#field(0, contents);
  }

  get problems(): Problem[] {
    return this.#problems.toSorted((a, b) => a.line - b.line || a.column - b.column);
  }

  get failed(): boolean {
    return this.#problems.some(({ severity }) => severity === 'error');
  }

  error(at: Place, message: string): undefined {
    this.#tell(at, 'error', message);
  }

  hint(at: Place, message: string): void {
    this.#tell(at, 'hint', message);
  }

  #tell(at: Place, severity: Problem['severity'], message: string): void {
    if (this.#problems.length >= mostProblems) return;
    const { line, col } = this.#lines.linePos(at);
    this.#problems.push({ line: Math.max(1, line), column: Math.max(1, col), severity, message });
  }

  #field(at: Place, node: unknown): Field {
    const value = this.#resolve(node);
    return { at, value, valueAt: (node as Node | null)?.range?.[0] ?? at };
  }

  /** Key and value pairs; null, and told, where it is no mapping. */
  pairs({ value, valueAt }: Field, what: string): (readonly [key: string, field: Field])[] | null {
    if (!isMap(value)) {
      this.error(valueAt, `${what} is a list of “key: value” lines.`);
      return null;
    }
    const seen = new Set<string>();
    return value.items.map((pair) => {
      const key = isScalar(pair.key) ? (pair.key.source ?? String(pair.key.value)) : '';
      const at = (pair.key as Node | null)?.range?.[0] ?? valueAt;
      if (seen.has(key)) this.error(at, `“${key}” stands there twice.`);
      seen.add(key);
      return [key, this.#field(at, pair.value)] as const;
    });
  }

  /** The pairs of a mapping whose keys are known; others are told. */
  fields<Key extends string>(field: Field, what: string, known: readonly Key[]): Fields<Key> | null {
    const pairs = this.pairs(field, what);
    if (pairs === null) return null;
    const found: Partial<Record<Key, Field>> = {};
    for (const [key, one] of pairs) {
      if ((known as readonly string[]).includes(key)) found[key as Key] = one;
      else this.error(one.at, `${what} has no “${key}”.${didYouMean(key, known) || ` It has ${known.join(', ')}.`}`);
    }
    return found;
  }

  /** The members of a list; one value alone counts as a list of it. */
  members({ at, value }: Field): Field[] {
    const nodes = isSeq(value) ? value.items : [value];
    return nodes.map((node) => this.#field(at, node));
  }

  /** A key with nothing behind it. */
  isEmpty({ value }: Field): boolean {
    return value === null || (isScalar(value) && value.value === null);
  }

  isMapping({ value }: Field): boolean {
    return isMap(value);
  }

  /** A text as it stands; numbers and the like as they were written. Undefined, and told, where it is none. */
  words({ value, valueAt, at }: Field, what: string, example: string): string | undefined {
    if (!isScalar(value)) return this.error(valueAt, `${what} is one text, such as “${example}”.`);
    const text = typeof value.value === 'string' ? value.value : (value.source ?? '');
    if (text.trim() === '') return this.error(at, `${what} is empty: write a text such as “${example}”.`);
    return text;
  }

  /** What a mapping has under a key, without a word where it has nothing. */
  child({ at, value }: Field, key: string): Field | undefined {
    const found = isMap(value) ? value.get(key, true) : undefined;
    return found === undefined ? undefined : this.#field(at, found);
  }

  /** Whether an error was told of this place. */
  isTold(at: Place): boolean {
    const { line, col } = this.#lines.linePos(at);
    return this.#problems.some(
      ({ line: own, column, severity }) => severity === 'error' && own === line && column === col,
    );
  }

  /** A text without a word about what is wrong with it; that is told where it is read. */
  peek(field: Field | undefined): string {
    return isScalar(field?.value) && typeof field.value.value === 'string' ? field.value.value.trim() : '';
  }

  /** Also an empty text. */
  anyText({ value, valueAt }: Field, what: string): string | undefined {
    if (value === null) return '';
    if (!isScalar(value)) return this.error(valueAt, `${what} is one text.`);
    return typeof value.value === 'string' ? value.value : (value.source ?? '');
  }

  flag({ value, valueAt }: Field, what: string): boolean | undefined {
    if (isScalar(value) && typeof value.value === 'boolean') return value.value;
    return this.error(valueAt, `${what} is true or false.`);
  }

  /** Where a character of a text stands, as far as that can be told: texts in quotes or of several lines begin elsewhere. */
  within({ value, valueAt }: Field, position: number): Place {
    return isScalar(value) && value.type === 'PLAIN' ? valueAt + position : valueAt;
  }
}
