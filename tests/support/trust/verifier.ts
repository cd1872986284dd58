import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type * as acceptance from '@fettle/shared/trust/accept/accept';
import * as canonical from '@fettle/shared/trust/canonical';
import * as chain from '@fettle/shared/trust/chain';
import * as check from '@fettle/shared/trust/check';
import * as token from '@fettle/shared/trust/enrolment-token';
import * as envelope from '@fettle/shared/trust/envelope';

/** Everything in shared/trust that says yes or no. */
export type Verifier = Pick<typeof canonical, 'canonicalBytes'> &
  Pick<typeof chain, 'firstRoot' | 'nextRoot' | 'followChain' | 'fingerprintWords' | 'requireCurrent'> &
  Pick<typeof check, 'openToken' | 'openGrant' | 'openDevice' | 'requireWindow'> &
  Pick<typeof token, 'formatToken' | 'parseToken'> &
  Pick<typeof envelope, 'open'>;

export const verifier: Verifier = { ...canonical, ...chain, ...check, ...token, ...envelope };

const source = fileURLToPath(new URL('../../../shared/src', import.meta.url));
const isOurs = (file: string) => file.endsWith('.ts') && !/\.(test|fixture)\.ts$/.test(file);
/** Beside those in the folder acceptance, which has a harness of its own, and what it reads selectors with. */
const files = readdirSync(join(source, 'trust')).filter(isOurs);
const folders = ['trust/accept', 'selector'];

/** One place of the source, and what stands there instead. */
export interface Edit {
  readonly file: string;
  /** Where `find` begins; without it `find` must occur once. */
  readonly at?: number;
  readonly find: string;
  readonly replace: string;
}

/** What these attacks are aimed at; making keys is no verifying, and orders have attacks of their own (trust-orders). */
const judged = new Set(
  `base64 canonical chain check checked-text device enrolment-token envelope fields grant root token transcript`
    .split(' ')
    .map((name) => `${name}.ts`),
);

/** Every refusal in the verifier's source, each made to let pass. */
export function refusals(): Edit[] {
  return files
    .filter((file) => judged.has(file))
    .flatMap((file) => {
      const text = readFileSync(join(source, 'trust', file), 'utf8');
      return [...text.matchAll(/throw new TrustError\(/g)].map(({ index, 0: find }) => ({
        file,
        at: index,
        find,
        replace: find.replace('throw', 'void'),
      }));
    });
}

/** The line that an edit changes, to name it by. */
export function lineOf({ file, find, at }: Edit): string {
  const text = readFileSync(join(source, 'trust', file), 'utf8');
  const from = at ?? text.indexOf(find);
  const line = text.slice(text.lastIndexOf('\n', from) + 1).split('\n', 1)[0] ?? '';
  return `${file}:${text.slice(0, from).split('\n').length} ${line.trim()}`;
}

/** A place for broken copies; the caller removes it. */
export function makeWorkshop(): string {
  return mkdtempSync(join(tmpdir(), 'fettle-sabotage-'));
}

let copies = 0;

/** A copy of shared/trust with one edit. @throws Error when what is to be edited is not there, or not once */
export async function broken(workshop: string, { file, find, replace, at }: Edit): Promise<Verifier> {
  const folder = copyOf(workshop);
  const path = join(folder, 'trust', file);
  const text = readFileSync(path, 'utf8');
  const from = at ?? text.indexOf(find);
  if (text.slice(from, from + find.length) !== find || (at === undefined && text.split(find).length !== 2))
    throw new Error(`${file} has not exactly one: ${find}`);
  writeFileSync(path, text.slice(0, from) + replace + text.slice(from + find.length));
  const parts = ['canonical', 'chain', 'check', 'enrolment-token', 'envelope'];
  const modules = await Promise.all(
    parts.map((part) => import(/* @vite-ignore */ pathToFileURL(join(folder, 'trust', `${part}.ts`)).href)),
  );
  return Object.assign({}, ...modules) as Verifier;
}

/** A whole copy of shared/trust, with what it stands on. */
export function copyOf(workshop: string): string {
  const folder = join(workshop, String(copies++));
  for (const one of ['trust', ...folders]) {
    mkdirSync(join(folder, one), { recursive: true });
    for (const file of readdirSync(join(source, one)).filter(isOurs))
      cpSync(join(source, one, file), join(folder, one, file));
  }
  for (const file of ['ids.ts', 'errors.ts']) cpSync(join(source, file), join(folder, file));
  return folder;
}

/**
 * The device's judgement in a copy whose list lacks one check; null: none. What does not depend on the list is read once.
 * @param folder of `copyOf`
 * @throws Error when there is not exactly one check of this name
 */
export async function brokenAcceptance(folder: string, name: string | null): Promise<typeof acceptance.accept> {
  const accept = join(folder, 'trust/accept');
  const lines = readFileSync(join(accept, 'checks.ts'), 'utf8').split('\n');
  const kept = lines.filter((line) => name === null || !line.startsWith(`  { name: '${name}', `));
  if (name !== null && kept.length !== lines.length - 1) throw new Error(`not exactly one check ${name}`);
  const list = `checks-without-${name ?? 'none'}.ts`;
  const path = join(accept, `accept-${list}`);
  writeFileSync(join(accept, list), kept.join('\n'));
  writeFileSync(path, readFileSync(join(accept, 'accept.ts'), 'utf8').replace('./checks.ts', `./${list}`));
  return ((await import(/* @vite-ignore */ pathToFileURL(path).href)) as typeof acceptance).accept;
}
