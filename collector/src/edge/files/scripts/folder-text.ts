import type { ScriptBody } from '@fettle/shared/api/scripts';
import { stringify } from 'yaml';
import { manifestFile } from './folder.ts';
import { readmeFile } from './read.ts';
import { writeScript } from './write.ts';

const endings = { sh: 'sh', bash: 'bash', python3: 'py', powershell: 'ps1' } as const;

/** A script as the files of a folder, by name; reading that folder gives the same script. */
export function folderText(body: ScriptBody): Record<string, string> {
  const { readme: _readme, programs: _programs, ...manifest } = writeScript(body) as Record<string, unknown>;
  const files = body.programs.map((program, i) => {
    const one =
      body.programs.length === 1 ||
      body.programs.filter(({ interpreter }) => interpreter === program.interpreter).length === 1;
    return { ...program, file: `run${one ? '' : `-${i + 1}`}.${endings[program.interpreter]}` };
  });
  const programs = files.map(({ platforms, interpreter, file }) => ({ platforms, interpreter, file }));
  return {
    [manifestFile]: stringify({ ...manifest, programs }, { lineWidth: 0 }),
    ...(body.readme === '' ? {} : { [readmeFile]: `${body.readme}\n` }),
    ...Object.fromEntries(files.map(({ file, body: text }) => [file, text])),
  };
}
