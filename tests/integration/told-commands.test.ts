/** Commands that pages, messages and guides tell people to run are commands that exist, with flags that exist. */
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { fettleProgram } from '@fettle/collector/commands/program';
import { expect, test } from 'vitest';

type Command = Awaited<ReturnType<typeof fettleProgram>>;

const project = fileURLToPath(new URL('../..', import.meta.url));
const places = ['{README,CONTRIBUTING,SECURITY}.md', 'docs/*.md', '{collector,dashboard,shared}/src/**/*.{ts,tsx}'];
/** In a text: up to the end of what quotes it. On a line of its own in a guide: up to the line's end. */
const quoted = /(?:`|"|'|line=["{`']+)(?:npx --no )?fettle ([a-z][^`"'\\\n]*)/g;
const alone = /^\s*(?:\$ )?(?:[A-Z_]+=\S+ )*(?:npx --no )?fettle ([a-z][^\n#]*)$/gm;

/** Labels of what is signed and sealed begin like commands and are none; `help` is commander's own. */
const others = /^(?:transcript v1|sealed v1|notices|help)\b/;

/** What is wrong with a command line; null: it names a command and flags that are there. */
function wrongWith(program: Command, line: string): string | null {
  let command = program;
  const words = line.split(/[\s,;:.…)]+(?=\s|$)|\s+/).filter(Boolean);
  for (const word of words) {
    if (word === '|' || word === '>' || word === '&&') break;
    if (word.startsWith('--')) {
      const flag = word.replace(/[=[\]….,;)].*$/, '');
      const known = flag === '--help' || lineage(command).some((one) => one.options.some(({ long }) => long === flag));
      if (!known) return `${command.name()} has no ${flag}`;
      continue;
    }
    const next = command.commands.find((one) => one.name() === word || one.aliases().includes(word));
    if (next) command = next;
    else if (command.commands.length > 0 && /^[a-z-]+$/.test(word)) return `${command.name()} has no command ${word}`;
    else if (command.commands.length === 0 && !isPlaceholder(word)) break;
  }
  return null;
}

const isPlaceholder = (word: string) => /^[A-Z<[$]/.test(word);
const lineage = (command: Command): Command[] => (command.parent ? [command, ...lineage(command.parent)] : [command]);

function told(): { where: string; line: string }[] {
  return places.flatMap((place) =>
    globSync(place, { cwd: project })
      .filter((path) => !/\.(?:test|fixture)\.tsx?$/.test(path))
      .flatMap((path) => {
        const text = readFileSync(`${project}/${path}`, 'utf8');
        const found = [...text.matchAll(quoted), ...(path.endsWith('.md') ? text.matchAll(alone) : [])];
        return found
          .map(([, line = '']) => ({ where: path, line: line.trim() }))
          .filter(({ line }) => !others.test(line));
      }),
  );
}

test('whoever runs what he was told to run is understood', async () => {
  const program = await fettleProgram();
  const all = told();
  expect(all.length).toBeGreaterThan(100);
  const wrong = all.flatMap(({ where, line }) => {
    const why = wrongWith(program, line);
    return why === null ? [] : [`${where}: fettle ${line}: ${why}`];
  });
  expect(wrong).toEqual([]);
});

test('a command or flag that is not there is found', async () => {
  const program = await fettleProgram();
  expect(wrongWith(program, 'revoke --key KEY')).toBe('revoke has no --key');
  expect(wrongWith(program, 'trust rot add')).toBe('trust has no command rot');
  expect(wrongWith(program, 'order sign DRAFT')).toBeNull();
});
