/** The executor with what it does beside judging taken out, one after the other: each must be noticed, or another thing stands behind it. */
import { rmSync } from 'node:fs';
import { type Change, copiedCode, makeBench, realCode } from '../collector/code.ts';
import type { RunSuite } from '../suite.ts';
import { type ProbeName, probes } from './probes.ts';

const change = (file: string, find: string, replace = ''): Change => ({ file, find, replace });
const placing = 'O_CREAT | O_EXCL | O_RDWR | O_NOFOLLOW, 0o600';
const unseen = change('stand.ts', 'seen: (order) => intents.has(order)', 'seen: () => false');
const overwrites = change('files.ts', 'fs.linkSync(fresh, path)', 'fs.copyFileSync(fresh, path)');

interface Sabotage {
  /** What is taken out. */
  readonly what: string;
  /** What notices it. */
  readonly probe: ProbeName;
  readonly changes: readonly Change[];
}
type Row = readonly [what: string, probe: ProbeName, ...changes: Change[]];
const named = (rows: readonly Row[]): Sabotage[] => rows.map(([what, probe, ...changes]) => ({ what, probe, changes }));

export const sabotages: readonly Sabotage[] = named([
  [
    'files are not synced',
    'its intent is on disk before anything starts',
    change('files.ts', '    fs.fsyncSync(file);\n'),
  ],
  [
    'folders are not synced',
    'its intent is on disk before anything starts',
    change('files.ts', '    fs.fsyncSync(handle);\n'),
  ],
  [
    'no intent is written',
    'its intent is on disk before anything starts',
    change('run-accepted.ts', '    folder.begin(intent);\n'),
  ],
  [
    'the floor stays',
    'the floor is kept before anything starts',
    change('run-accepted.ts', '  folder.keep({ ...stand.kept, floor });\n'),
  ],
  ['what was begun is forgotten', 'an order runs once, also in the life after', unseen, overwrites],
  [
    'runs do not wait for each other',
    'programs run one at a time',
    change('executor.ts', 'this.#turn.then(() => this.#asked(ask, tell))', 'this.#asked(ask, tell)'),
  ],
  [
    'the body is not hashed',
    'what was written is what is hashed',
    change('run-program.ts', "if (createHash('sha256').update(written).digest('hex') !== sha256)", 'if (false)'),
  ],
  [
    'the bytes in memory are hashed',
    'what was written is what is hashed',
    change('run-program.ts', '.update(written)', '.update(bytes)'),
  ],
  [
    'without O_EXCL',
    'a file that is there is not written',
    change('run-program.ts', placing, 'O_CREAT | O_RDWR | O_NOFOLLOW, 0o600'),
  ],
  [
    'without O_EXCL and O_NOFOLLOW',
    'a link is not followed',
    change('run-program.ts', placing, 'O_CREAT | O_RDWR, 0o600'),
  ],
  [
    'bodies may be written',
    'nobody may change what runs',
    change('run-program.ts', 'fs.fchmodSync(file, 0o555)', 'fs.fchmodSync(file, 0o755)'),
  ],
  [
    'working folders are open',
    'its working folder is its own',
    change('run-program.ts', '{ mode: 0o700 }', '{ mode: 0o755 }'),
  ],
  [
    'names are known',
    'names cannot be guessed',
    change('run-program.ts', "randomBytes(16).toString('hex')", "'a'.repeat(32)"),
  ],
  ['bodies stay', 'nothing is left where it ran', change('run-program.ts', '    fs.rmSync(file, { force: true });\n')],
  [
    'the environment is inherited',
    'the environment is clean',
    change('run-program.ts', 'const env = { ', 'const env = { ...process.env as Record<string, string>, '),
  ],
  [
    'secrets go among the arguments',
    'a secret is neither in the file nor among the arguments',
    change('run-action.ts', 'parameters: job.argv', 'parameters: [...job.argv, ...job.secrets]'),
  ],
  [
    'nothing is masked',
    'a secret is masked in what it wrote',
    change('run-action.ts', 'createMask(secrets)', 'createMask([])'),
  ],
  [
    'the lock is not looked at',
    'what is locked stays locked',
    change('stand.ts', 'isLocked(folder.path)', 'isLocked("")'),
  ],
  [
    'any first root is taken',
    'only the pinned root is taken',
    change(
      'keep-statements.ts',
      'firstRoot(envelope, pin.fingerprint)',
      "firstRoot(envelope, process.getBuiltinModule('node:crypto').createHash('sha256').update(Buffer.from(envelope.payload, 'base64')).digest('hex'))",
    ),
  ],
  [
    'firings are counted when they are over',
    'a firing is counted before it starts',
    change(
      'run-accepted.ts',
      '  if (firing !== null && before !== undefined) folder.keepStanding(order, begun(before, firing, run, started));\n',
    ),
  ],
  [
    'each refusal gets a receipt',
    'refusals cannot fill the disk',
    change('executor.ts', '    if (this.#folder.receipts.length >= mostReceipts) return code;\n'),
  ],
  ['the umask is inherited', 'what it makes is its owner’s alone', change('platform/posix.ts', 'umask 077; ')],
  [
    'stdin is inherited',
    'nobody can be asked',
    change('platform/posix.ts', "['ignore', 'pipe', 'ignore']", "['pipe', 'pipe', 'ignore']"),
  ],
]);

/** Without these nothing falls: what stands behind is named. */
export const stand: readonly Sabotage[] = named([
  // The file of its intent cannot be made twice.
  ['acceptance is told that no order was begun', 'an order runs once, also in the life after', unseen],
  // What was begun is read at the start, and acceptance asks for it.
  ['an intent may be written over', 'an order runs once, also in the life after', overwrites],
  // O_EXCL refuses a link, wherever it leads.
  [
    'without O_NOFOLLOW',
    'a link is not followed',
    change('run-program.ts', placing, 'O_CREAT | O_EXCL | O_RDWR, 0o600'),
  ],
]);

export const runSuite: RunSuite = async ({ progress }) => {
  const fell: string[] = [];
  for (const [name, probe] of Object.entries(probes)) if (!(await probe(realCode))) fell.push(name);
  const bench = makeBench();
  let caught = 0;
  try {
    for (const { what, probe, changes } of [...sabotages, ...stand]) {
      const held = await probes[probe](await copiedCode(bench, changes));
      const isDoubled = stand.some((one) => one.what === what);
      if (held === isDoubled) caught++;
      else fell.push(`${what}: ${held ? 'not noticed' : 'it fell'}`);
      progress?.(caught);
    }
  } finally {
    rmSync(bench, { recursive: true });
  }
  const cases = Object.keys(probes).length;
  const sabotageTotal = sabotages.length + stand.length;
  return { cases, validSigned: cases, executed: 0, crashes: 0, sabotageCaught: caught, sabotageTotal, fell };
};
