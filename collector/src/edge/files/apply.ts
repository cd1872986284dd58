import { type Actor, allow } from '../../domain/access/index.ts';
import { diffLines } from './diff.ts';
import type { Kind, Step, Way, World } from './kind.ts';
import { kinds } from './kinds.ts';
import { type FileProblem, type GivenFile, problemsOf, readFile, type ReadFile } from './read-file.ts';
import { textOf } from './text.ts';

export interface AppliedChange {
  /** `rule` … */
  readonly kind: string;
  readonly id: string;
  readonly what: 'create' | 'change' | 'delete' | 'same';
  /** Lines with `-`, `+` or a space before them; empty for what stays the same. */
  readonly diff: readonly string[];
}

export interface AppliedFiles {
  readonly changes: readonly AppliedChange[];
  /** With an error among them nothing was changed. */
  readonly problems: readonly FileProblem[];
}

/**
 * Makes what files say so: reads all of them, and only when none has an error applies them, each kind all or nothing. A
 * second time nothing changes.
 * @throws FettleError `not_allowed`, `changed_meanwhile`, `input_invalid`
 */
export async function applyFiles(
  world: World,
  actor: Actor,
  given: readonly GivenFile[],
  way: Way,
): Promise<AppliedFiles> {
  allow(actor, 'rule.change');
  const files = given.map(({ name, text, script }) => readFile(name, text, script));
  tellTwice(files);
  const ids = new Set(files.flatMap(({ items }) => items.map(({ kind, id }) => `${kind.key} ${id}`)));
  const made = (key: string, id: string) => ids.has(`${key} ${id}`);
  for (const { source, items } of files) {
    for (const { kind, field, body } of items) await kind.look?.(world, actor, source, field, body, made);
  }
  const problems = problemsOf(files);
  if (problems.some(({ severity }) => severity === 'error')) return { changes: [], problems };
  const changes: AppliedChange[] = [];
  for (const kind of kinds) {
    const wanted = files.flatMap(({ items }) => items.filter((item) => item.kind === kind));
    const steps: Step<unknown>[] = await kind.apply(world, actor, wanted, way);
    changes.push(...steps.map((step) => changeOf(kind, step)));
  }
  return { changes, problems };
}

/** An id that two files have: within one YAML tells it. */
function tellTwice(files: readonly ReadFile[]): void {
  const seen = new Map<string, string>();
  for (const { name, source, items } of files) {
    for (const { kind, id, field } of items) {
      const first = seen.get(`${kind.key} ${id}`);
      if (first !== undefined) source.error(field.at, `The ${kind.one} “${id}” stands in ${first} too.`);
      else seen.set(`${kind.key} ${id}`, name);
    }
  }
}

function changeOf(kind: Kind<unknown>, { id, before, after, same }: Step<unknown>): AppliedChange {
  const text = (body: unknown) => (body === null ? '' : textOf(kind, [{ id, body }]));
  const what = same ? 'same' : before === null ? 'create' : after === null ? 'delete' : 'change';
  return { kind: kind.one, id, what, diff: same ? [] : diffLines(text(before), text(after)) };
}
