import { didYouMean } from './near.ts';
import type { Beside, Item, Kind } from './kind.ts';
import { kinds } from './kinds.ts';
import { scriptKind } from './scripts/kind.ts';
import { type Field, type Problem, Source } from './source.ts';

/** Larger ones are refused before they are read. */
const mostCharacters = 1_000_000;
const slug = /^[a-z0-9][a-z0-9-]{0,63}$/;

export interface GivenFile {
  readonly name: string;
  readonly text: string;
  /** A `manifest.yaml`: the whole file is one script of this name, and these lie beside it. */
  readonly script?: { readonly id: string; readonly beside: Beside };
}

export interface ReadItem extends Item<unknown> {
  readonly kind: Kind<unknown>;
  readonly field: Field;
}

export interface ReadFile {
  readonly name: string;
  readonly source: Source;
  readonly items: readonly ReadItem[];
}

/** Reads a file and tells all that is wrong in it, at once. */
export function readFile(name: string, text: string, script?: GivenFile['script']): ReadFile {
  const source = new Source(text.length > mostCharacters ? '' : text);
  if (text.length > mostCharacters) source.error(0, 'A file has at most 1,000,000 characters: make several.');
  // A text that is no YAML would make every line after the mistake look wrong.
  const items = source.failed || source.root === null ? [] : readItems(source, source.root, script);
  return { name, source, items };
}

function readItems(source: Source, root: Field, script?: GivenFile['script']): ReadItem[] {
  if (script) return readItem(source, scriptKind, script.id, root, script.beside) ?? [];
  const keys = kinds.map(({ key }) => key);
  const fields = source.pairs(root, 'A file') ?? [];
  return fields.flatMap(([key, field]) => {
    const kind = kinds.find((one) => one.key === key);
    if (kind === undefined) {
      source.error(field.at, `A file has no “${key}”.${didYouMean(key, keys) || ` It has ${keys.join(', ')}.`}`);
      return [];
    }
    // `rules:` with nothing below it.
    if (source.isEmpty(field)) return [];
    return (source.pairs(field, `“${key}”`) ?? []).flatMap(([id, one]) => readItem(source, kind, id, one) ?? []);
  });
}

function readItem(source: Source, kind: Kind<any>, id: string, field: Field, beside?: Beside): [ReadItem] | undefined {
  if (!slug.test(id)) {
    source.error(
      field.at,
      `The id of a ${kind.one} has 1 to 64 small letters, digits and dashes, such as disk-space; not “${id}”.`,
    );
  }
  const body: unknown = kind.read(source, id, field, beside);
  return body === undefined ? undefined : [{ kind, id, body, field }];
}

/** What is told of a file, with its name. */
export interface FileProblem extends Problem {
  readonly file: string;
}

export function problemsOf(files: readonly ReadFile[]): FileProblem[] {
  return files.flatMap(({ name, source }) => source.problems.map((problem) => ({ file: name, ...problem })));
}
