// What commands print of runs, orders and scripts when every word of it is venom: no terminal obeys it, and no line is forged.
import { orderCommand } from '@fettle/collector/commands/order';
import { runCommand } from '@fettle/collector/commands/run';
import { scriptCommand } from '@fettle/collector/commands/script';
import { hostileTexts } from '../../support/hostile-texts.ts';
import { World } from '../../support/signing/world.ts';
import { withEnvironment } from '../../support/with-environment.ts';

type Command = ReturnType<typeof runCommand>;

/** What a terminal obeys, and what turns the direction of writing. */
const steering = /[^\P{C}\n\t]|[\p{Zl}\p{Zp}]/u;

export interface Printed {
  cases: number;
  readonly fell: string[];
}

const run = (venom: string) => ({
  order: 'o1',
  kind: 'order',
  id: 'u1',
  title: venom,
  device: 'd1',
  deviceName: venom,
  site: venom,
  ring: 0,
  state: 'failed',
  code: venom,
  words: venom,
  exit: 1,
  lastLine: venom,
  queuedAt: 1,
  startedAt: 1,
  endedAt: 2,
  receipt: 'broken',
  incident: null,
});
const runDetail = (venom: string) => ({
  ...run(venom),
  steps: [{ name: venom, mode: 'run', program: null, outcome: 'failed', exit: 1, startedAt: 1, endedAt: 2 }],
  output: venom,
  outputTotal: 1,
  outputSha256: 'a',
  receiptEnvelope: null,
  receiptSeq: 1,
  firing: null,
});
const order = (venom: string) => ({
  id: 'o1',
  title: venom,
  words: venom,
  class: 'change',
  mode: 'run',
  state: 'ended',
  why: venom,
  reason: venom,
  signedAt: 1,
  signers: [venom],
  notBefore: 1,
  expires: 2,
  targets: 1,
  counts: { failed: 1 },
  ring: 0,
  rings: 1,
  incident: null,
  change: null,
  endedAt: 2,
  version: 1,
  steps: [venom],
  dangers: [venom],
  haltAt: null,
  may: [],
  command: null,
  ringItems: [{ statement: 's', state: 'ended', targets: 1, counts: {}, startedAt: 1, endedAt: 2, envelope: {} }],
});
const script = (venom: string) => ({
  title: venom.slice(0, 80) || 'x',
  summary: venom.slice(0, 500),
  readme: venom.slice(0, 500),
  tags: [],
  class: 'change',
  timeout: 60,
  runAs: 'system',
  parameters: [
    {
      name: 'a',
      type: 'text',
      title: venom.slice(0, 200) || 'x',
      required: true,
      default: venom.slice(0, 100),
      min: 0,
      max: 200,
      choices: [],
    },
  ],
  exits: { done: [0], notApplicable: [], rebootNeeded: [] },
  check: false,
  undo: false,
  output: 65_536,
  manualMinutes: 1,
  programs: [{ platforms: ['linux'], interpreter: 'sh', body: `echo ${venom}\n` }],
});
const version = (venom: string, number: number) => ({
  version: number,
  statement: 'a',
  publishedAt: 1,
  signers: [venom],
  runs: 0,
  body: number === 1 ? script('x') : script(venom),
  envelope: {},
});

const asked: readonly (readonly [() => Command, readonly string[]])[] = [
  [runCommand, ['show', 'u1']],
  [runCommand, ['list']],
  [orderCommand, ['show', 'o1']],
  [orderCommand, ['watch', 'o1']],
  [scriptCommand, ['diff', 'hello', '1', '2']],
  [scriptCommand, ['show', 'hello', '--of', '2']],
];

/** @param tokenFile holds what the commands sign in with */
export async function onTerminal(tokenFile: string): Promise<Printed> {
  await using world = await World.create();
  const printed: Printed = { cases: 0, fell: [] };
  for (const [name, venom] of Object.entries(hostileTexts)) {
    serve(world, `begins ${venom} ends`);
    for (const [make, words] of asked) {
      const { text, error } = await captured(make(), [...words, '--collector', world.url], tokenFile);
      printed.cases++;
      const where = `${words.join(' ')} of ${name}`;
      if (steering.test(text)) printed.fell.push(`${where}: ${JSON.stringify(steering.exec(text)?.[0])}`);
      if (error !== null) printed.fell.push(`${where}: ${error}`);
    }
  }
  return printed;
}

function serve(world: World, venom: string): void {
  const page = (items: unknown[]) => ({ items, next: null });
  world.json('GET /api/v1/runs/u1', runDetail(venom));
  world.json('GET /api/v1/runs', page([run(venom)]));
  world.json('GET /api/v1/orders/o1', order(venom));
  world.json('GET /api/v1/orders/o1/runs', page([run(venom)]));
  for (const number of [1, 2]) world.json(`GET /api/v1/scripts/hello/versions/${number}`, version(venom, number));
  world.json('GET /api/v1/scripts/hello', {});
}

async function captured(
  command: Command,
  words: string[],
  tokenFile: string,
): Promise<{ text: string; error: string | null }> {
  const write = process.stdout.write.bind(process.stdout);
  let text = '';
  process.stdout.write = (chunk: unknown) => ((text += String(chunk)), true);
  try {
    await withEnvironment({ FETTLE_TOKEN_FILE: tokenFile }, () =>
      command.exitOverride().parseAsync(words, { from: 'user' }),
    );
    return { text, error: null };
  } catch (error) {
    return { text, error: String(error).slice(0, 300) };
  } finally {
    process.stdout.write = write;
    process.exitCode = 0;
  }
}
