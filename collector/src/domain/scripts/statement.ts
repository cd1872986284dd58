import { createHash } from 'node:crypto';
import type { ScriptBody } from '@fettle/shared/api/scripts';
import type { Program, ProgramPlatform, ScriptStatement } from '@fettle/shared/trust/script';
import type { ScriptBlob } from './store.ts';

/** The statement that a publisher signs of a body: what he vouches for, by hash. */
export function statementOf(
  body: ScriptBody,
  { tenant, name, version }: Pick<ScriptStatement, 'tenant' | 'name' | 'version'>,
): ScriptStatement {
  const programs: Partial<Record<ProgramPlatform, Program>> = {};
  for (const { platforms, interpreter, body: text } of body.programs) {
    const program = { interpreter, sha256: sha256Of(text), size: Buffer.byteLength(text, 'utf8') };
    for (const platform of platforms) programs[platform] = program;
  }
  const { title, timeout, runAs, parameters, exits, check, undo, output } = body;
  const about = { v: 1, tenant, name, version, title, class: body.class } as const;
  return { ...about, timeout, runAs, programs, parameters, exits, check, undo, output };
}

/** SHA-256 of a text's UTF-8, hex. */
export function sha256Of(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** The bodies by their hashes, each once. */
export function blobsOf({ programs }: ScriptBody): ScriptBlob[] {
  return [...new Map(programs.map(({ body: text }) => [sha256Of(text), text]))].map(([sha256, text]) => ({
    sha256,
    text,
  }));
}
