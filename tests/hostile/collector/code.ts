/** The executor's own code: as it is, or a copy of it in which something was taken out. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as conversation from '@fettle/agent/executor/conversation';
import * as executor from '@fettle/agent/executor/executor';
import * as folder from '@fettle/agent/executor/folder';
import * as recover from '@fettle/agent/executor/recover';
import * as lock from '@fettle/agent/executor/lock';
import * as platforms from '@fettle/agent/executor/platform/platforms';
import * as runProgram from '@fettle/agent/executor/run-program';

export type ExecutorCode = Pick<typeof conversation, 'converse'> &
  Pick<typeof executor, 'Executor'> &
  Pick<typeof folder, 'Folder' | 'makeFolder' | 'writePin'> &
  Pick<typeof recover, 'recover'> &
  Pick<typeof lock, 'lockExecutor'> &
  Pick<typeof platforms, 'platformOf'> &
  Pick<typeof runProgram, 'placeBody' | 'runProgram'>;

export const realCode: ExecutorCode = {
  ...conversation,
  ...executor,
  ...folder,
  ...recover,
  ...lock,
  ...platforms,
  ...runProgram,
};

/** One place of a file, which must be there once, and what stands there instead. */
export interface Change {
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

const agent = fileURLToPath(new URL('../../../agent', import.meta.url));
const parts = ['conversation', 'executor', 'folder', 'recover', 'lock', 'platform/platforms', 'run-program'];
let copies = 0;

/** A place for copies, from which the agent's packages are found; the caller removes it. */
export function makeBench(): string {
  const bench = mkdtempSync(join(tmpdir(), 'fettle-hostile-'));
  symlinkSync(join(agent, 'node_modules'), join(bench, 'node_modules'));
  writeFileSync(join(bench, 'package.json'), '{"type":"module"}');
  return bench;
}

/** @throws Error when what is to be changed is not there, or not once */
export async function copiedCode(bench: string, changes: readonly Change[]): Promise<ExecutorCode> {
  const own = join(bench, String(copies++));
  const source = join(agent, 'src/executor');
  mkdirSync(own);
  for (const name of readdirSync(source, { recursive: true, encoding: 'utf8' }))
    if (name.endsWith('.ts') && !name.endsWith('.test.ts')) cpSync(join(source, name), join(own, name));
  for (const { file, find, replace } of changes) {
    const text = readFileSync(join(own, file), 'utf8');
    if (text.split(find).length !== 2) throw new Error(`${file} has not exactly one: ${find}`);
    writeFileSync(
      join(own, file),
      text.replace(find, () => replace),
    );
  }
  const modules = await Promise.all(
    parts.map((part) => import(/* @vite-ignore */ pathToFileURL(join(own, `${part}.ts`)).href)),
  );
  return Object.assign({}, ...modules) as ExecutorCode;
}

/** The executor with another judgement than its own. @param accept a file whose `accept` it is */
export const judgingBy = (accept: string): Change[] =>
  ['executor.ts', 'keep-statements.ts'].map((file) => ({
    file,
    find: "'@fettle/shared/trust/accept/accept'",
    replace: `'${pathToFileURL(accept).href}'`,
  }));
