import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
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
const files = readdirSync(join(source, 'trust')).filter((file) => !/\.(test|fixture)\.ts$/.test(file));

/** One place of the source, and what stands there instead. */
export interface Edit {
  readonly file: string;
  /** Where `find` begins; without it `find` must occur once. */
  readonly at?: number;
  readonly find: string;
  readonly replace: string;
}

/** Every refusal in the verifier's source, each made to let pass. */
export function refusals(): Edit[] {
  // Making keys is no verifying.
  return files
    .filter((file) => file !== 'keys.ts')
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
  const folder = join(workshop, String(copies++));
  mkdirSync(join(folder, 'trust'), { recursive: true });
  cpSync(join(source, 'ids.ts'), join(folder, 'ids.ts'));
  for (const one of files) cpSync(join(source, 'trust', one), join(folder, 'trust', one));
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
