/** Every route × method × role × what a hostile mind may send, in process: nothing fails, nothing is shown or done that must not be. */
import type { NamedRoute } from '@fettle/collector/edge/http/authenticate';
import { pick, seeded } from '../../fuzz/damage.ts';
import type { RunSuite, SuiteAsk, SuiteResult } from '../suite.ts';
import { hostileScene } from './scene.ts';
import { sabotages, sabotageTotal } from './sabotage.ts';
import { fell, newWalk, one, type Walk } from './walk.ts';

/** A collector lives so long: what is asked changes it, signs people out, and fills its lists. */
const lifetime = 50_000;

export const runSuite: RunSuite = async (ask) => {
  const walk = newWalk();
  const uncaught = (error: unknown) => fell(walk, 'uncaught', String(error));
  process.on('unhandledRejection', uncaught);
  const { stackTraceLimit } = Error;
  // A line is enough to be found in an answer, and most answers here are errors.
  Error.stackTraceLimit = 2;
  try {
    for (let turn = 0; walk.cases < ask.cases; turn++) await live(walk, ask, ask.seed + turn);
    const caught = await sabotages(ask.seed);
    return resultOf(walk, caught);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    process.off('unhandledRejection', uncaught);
  }
};

function resultOf(walk: Walk, caught: readonly string[]): SuiteResult {
  const open = [...walk.routes].filter((name) => !walk.reached.has(name));
  return {
    cases: walk.cases,
    validSigned: 0,
    executed: walk.executed,
    crashes: walk.crashes,
    sabotageCaught: caught.length,
    sabotageTotal,
    fell: [...walk.fell.values()],
    figures: { done: walk.done, refused: walk.refused, routes: walk.routes.size, unreached: open.join(', ') },
  };
}

async function live(walk: Walk, { cases, progress }: SuiteAsk, seed: number): Promise<void> {
  const scene = await hostileScene();
  await using _scene = scene;
  const random = seeded(seed);
  const { namedRoutes } = scene.world.app.http;
  const until = Math.min(cases, walk.cases + lifetime);
  while (walk.cases < until) {
    await one(walk, scene, routeOf(namedRoutes, random), pick(random, scene.askers), random);
    if (walk.cases % 1_000 === 0) progress?.(walk.cases);
  }
}

/** What takes long and has little to say no to: passwords, and texts that are the same for all. */
const dear = /^\w+ \/api\/(?:v1\/session|v1\/openapi\.json|docs)$/;

/** Any route; seldom one that is dear, or the HEAD of another, which is the same verb again. */
function routeOf(routes: readonly NamedRoute[], random: () => number): NamedRoute {
  for (;;) {
    const route = pick(random, routes);
    const isSeldom = route.method === 'HEAD' || dear.test(`${route.method} ${route.url}`);
    if (!isSeldom || random() < 0.1) return route;
  }
}
