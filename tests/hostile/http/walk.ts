// One request after the other, and what is noted of each.
import type { NamedRoute } from '@fettle/collector/edge/http/authenticate';
import { type Asked, askedOf } from './asking.ts';
import { type Asker, type Scene, signIn } from './scene.ts';
import { type Got, type Verdict, verdictOn } from './verdict.ts';

const fellAtMost = 40;

export interface Walk {
  cases: number;
  executed: number;
  crashes: number;
  readonly fell: Map<string, string>;
  /** 2xx, 4xx but for 401 and 403, and refusals by role. */
  done: number;
  refused: number;
  /** Routes that answered well at least once. */
  readonly reached: Set<string>;
  readonly routes: Set<string>;
}

export const newWalk = (): Walk => ({
  cases: 0,
  executed: 0,
  crashes: 0,
  fell: new Map(),
  done: 0,
  refused: 0,
  reached: new Set(),
  routes: new Set(),
});

/** Asks once and judges. Gives what is wrong. */
export async function one(
  walk: Walk,
  scene: Scene,
  route: NamedRoute,
  asker: Asker,
  random: () => number,
): Promise<Verdict | null> {
  const asked = askedOf(route, random, scene.ids);
  const got = await answerTo(scene, asked, asker);
  walk.cases++;
  if (asked.method === 'DELETE' && route.url === '/api/v1/session') await signIn(scene, asker);
  const name = `${route.method} ${route.url}`;
  walk.routes.add(name);
  const isOwnMethod = asked.method === route.method;
  const meant = isOwnMethod ? route : registered(scene, asked.method, route.url);
  const { outside, secret } = scene;
  const verdict = verdictOn({ route: meant, asker, asked, outside, secret }, got);
  if (got.status < 300) {
    walk.done++;
    walk.reached.add(name);
  } else if (got.status === 401 || got.status === 403) walk.refused++;
  if (verdict !== null) {
    fell(walk, `${name} ${verdict.kind} ${verdict.words.slice(0, 60)}`, wordsOf(verdict, asked, asker, got));
    if (verdict.kind === 'fails') walk.crashes++;
    else walk.executed++;
  }
  return verdict;
}

/** What answers at a path by a method; beside the API the dashboard's page does, which is open. */
function registered({ world }: Scene, method: string, url: string): NamedRoute | undefined {
  const found = (wanted: string) =>
    world.app.http.namedRoutes.find((route) => route.method === method && route.url === wanted);
  return found(url) ?? (/^\/(api|agent)(\/|$)/.test(url) ? undefined : found('/*'));
}

async function answerTo({ world }: Scene, asked: Asked, asker: Asker): Promise<Got> {
  const { method, url, headers, payload } = asked;
  const isStream = url.startsWith('/api/v1/live');
  const answer = await world.app.http.inject({
    method: method as 'GET',
    url,
    headers: { ...headers, ...asker.headers },
    ...(payload !== undefined && { payload }),
    ...(isStream && { payloadAsStream: true as const }),
  });
  if (!isStream) return { status: answer.statusCode, text: answer.body };
  const stream = answer.stream();
  let text = '';
  if (answer.statusCode === 200) {
    const [first] = (await Promise.race([once(stream), Promise.resolve([''])])) as [string];
    text = first;
    answer.raw.res.destroy();
  } else for await (const chunk of stream) text += String(chunk);
  stream.destroy();
  return { status: answer.statusCode, text };
}

async function once(stream: NodeJS.ReadableStream): Promise<[string]> {
  for await (const chunk of stream) return [String(chunk)];
  return [''];
}

export function fell(walk: Walk, key: string, words: string): void {
  if (walk.fell.size < fellAtMost && !walk.fell.has(key)) walk.fell.set(key, words);
}

function wordsOf({ kind, words }: Verdict, { method, url, payload }: Asked, { name }: Asker, { status }: Got): string {
  const sent = payload === undefined ? '' : ` ${String(payload).slice(0, 300)}`;
  return `${kind}: ${words} [${status}] ${name}: ${method} ${url.slice(0, 300)}${sent}`;
}
