/** The statement that a publisher signs of a script's body. */
import { createHash } from 'node:crypto';
import type { ScriptBody } from '@fettle/shared/api/scripts';
import type { Program, ProgramPlatform, ScriptStatement } from '@fettle/shared/trust/script';

export function composeScript(
  body: ScriptBody,
  { tenant, name, version }: Pick<ScriptStatement, 'tenant' | 'name' | 'version'>,
): ScriptStatement {
  const programs: Partial<Record<ProgramPlatform, Program>> = {};
  for (const { platforms, interpreter, body: text } of body.programs) {
    const program = { interpreter, sha256: sha256Of(text), size: Buffer.byteLength(text, 'utf8') };
    for (const platform of platforms) programs[platform] = program;
  }
  const { title, class: of, timeout, runAs, parameters, exits, check, undo, output } = body;
  return {
    v: 1,
    tenant,
    name,
    version,
    title,
    class: of,
    timeout,
    runAs,
    programs,
    parameters,
    exits,
    check,
    undo,
    output,
  };
}

/** Of a text's UTF-8, hex. */
export function sha256Of(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

export function bodiesOf({ programs }: ScriptBody): Map<string, string> {
  return new Map(programs.map(({ body }) => [sha256Of(body), body]));
}
