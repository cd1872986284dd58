/**
 * `npm run build:wasm`: what is written in AssemblyScript (`agent/wasm`) as WebAssembly, in base64 in a file of ours, so that it is
 * there in a fresh clone, in the tests and in the agent's one file. `scripts/build-wasm.test.ts` finds out when it is not
 * what the source says.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const compiler = join(root, 'node_modules/assemblyscript/bin/asc.js');
const pageBytes = 65_536;
/** No collector, no imports, the same bytes on every machine. */
const options = ['-O3', '--converge', '--runtime', 'stub', '--noAssert', '--use', 'abort='];

interface Program {
  /** The file that names what is exported. */
  readonly source: string;
  readonly target: string;
  /** All that it will ever have; a page that was never written takes no memory. */
  readonly memoryBytes: number;
}

export const programs: readonly Program[] = [
  {
    source: 'agent/wasm/index.ts',
    target: 'agent/src/platform/wasm/code.ts',
    memoryBytes: 32 * 1_024 * 1_024,
  },
];

/** @throws Error with the compiler's words */
export function compile({ source, memoryBytes }: Program): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'fettle-wasm-'));
  const file = join(folder, 'out.wasm');
  const pages = String(memoryBytes / pageBytes);
  const memory = ['--initialMemory', pages, '--maximumMemory', pages];
  try {
    const { status, stderr } = spawnSync(
      process.execPath,
      [compiler, source, '--baseDir', root, ...options, ...memory, '-o', file],
      { encoding: 'utf8' },
    );
    if (status !== 0) throw new Error(stderr);
    return readFileSync(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The file that holds it. */
export function fileOf(program: Program): string {
  const code = compile(program).toString('base64');
  const lines = code.match(/.{1,110}/g)?.map((line) => `  '${line}'`) ?? [];
  return `/** Made by \`npm run build:wasm\` from ${program.source}. */\nexport const code =\n${lines.join(' +\n')};\n`;
}

if (import.meta.main) {
  for (const program of programs) writeFileSync(join(root, program.target), fileOf(program));
}
