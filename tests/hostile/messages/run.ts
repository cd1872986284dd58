/** Both directions of an agent's connection: no message and no frame crashes anything, harms another device or grows without end. */
import { seeded } from '../../fuzz/damage.ts';
import type { RunSuite } from '../suite.ts';
import { toAgent } from './to-agent.ts';
import { type Saboteur, toCollector } from './to-collector.ts';

/** Of the messages so many are an agent's. */
const share = 0.7;
const fellAtMost = 20;

export const runSuite: RunSuite = async ({ cases, seed, progress }) => {
  const uncaught: string[] = [];
  const note = (error: unknown) => uncaught.push(String(error));
  process.on('unhandledRejection', note);
  const begun = process.memoryUsage().rss;
  try {
    const agents = await toCollector(Math.ceil(cases * share), seeded(seed));
    progress?.(agents.cases);
    const collectors = await toAgent(cases - agents.cases, seeded(seed + 1));
    const caught = await sabotaged(seed);
    const grown = process.memoryUsage().rss - begun;
    const crashes = [...agents.crashes, ...collectors.crashes, ...uncaught];
    const harm = [...agents.harm, ...collectors.harm];
    return {
      cases: agents.cases + collectors.cases,
      validSigned: agents.validSigned,
      executed: harm.length,
      crashes: crashes.length,
      sabotageCaught: caught.length,
      sabotageTotal: 4,
      fell: [...new Set([...crashes, ...harm, ...controls(agents, collectors, cases)])].slice(0, fellAtMost),
      figures: {
        read: agents.read + collectors.read,
        kept: agents.kept,
        asked: collectors.asked,
        acks: agents.acks.length,
        'ack p99 ms': percentile(agents.acks, 0.99),
        'memory grown MiB': Math.round(grown / 1_048_576),
        caught: caught.join(', '),
      },
    };
  } finally {
    process.off('unhandledRejection', note);
  }
};

/** Much of it must get through, or nothing was tried. */
function controls(
  agents: Awaited<ReturnType<typeof toCollector>>,
  collectors: Awaited<ReturnType<typeof toAgent>>,
  cases: number,
): string[] {
  const fell: string[] = [];
  if (agents.read < agents.cases * 0.2) fell.push(`only ${agents.read} messages of agents could be read`);
  if (collectors.read < collectors.cases * 0.2)
    fell.push(`only ${collectors.read} messages of collectors could be read`);
  if (cases >= 5_000 && agents.kept < 50) fell.push(`only ${agents.kept} results were kept`);
  if (cases >= 5_000 && collectors.asked < 1) fell.push('the executor was never asked');
  return fell;
}

const unread = (text: string) => JSON.parse(text) as never;

/** The suite on a gateway and an agent that are broken on purpose; names of what was noticed. */
async function sabotaged(seed: number): Promise<string[]> {
  const broken: Readonly<Record<string, () => Promise<boolean>>> = {
    'what agents say is not held against its schema': async () => {
      const { crashes } = await toCollector(2_000, seeded(seed), { read: (text) => unread(text) });
      return crashes.some((text) => !text.startsWith('SyntaxError'));
    },
    'what collectors say is not held against its schema': async () => {
      const { crashes } = await toAgent(1_000, seeded(seed), unread);
      return crashes.some((text) => !text.startsWith('SyntaxError'));
    },
    'a device speaks for another': async () => (await toCollector(2_000, seeded(seed), forOthers)).harm.length > 0,
    'a verb fails by a fault of ours': async () => (await toCollector(500, seeded(seed), failing)).crashes.length > 0,
  };
  const caught: string[] = [];
  for (const [name, isCaught] of Object.entries(broken)) if (await isCaught()) caught.push(name);
  return caught;
}

const forOthers: Saboteur = {
  work: ({ world, good }) => {
    const { work } = world.app.agents;
    return { ...work, gone: (id) => work.gone(id), progress: (_device, message) => work.progress(good.id, message) };
  },
};

const failing: Saboteur = {
  work: ({ world }) => ({
    ...world.app.agents.work,
    want: async () => Promise.reject(new TypeError('on purpose')),
  }),
};

function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.round((sorted[Math.floor(sorted.length * part)] ?? 0) * 10) / 10;
}
