// Asks one route as one caller about one place.
import type { NamedRoute } from '@fettle/collector/edge/http/authenticate';
import { bodies, type Parameter, parameterNamed, queries } from './places.ts';
import { sampleOf, type Shape } from './sample.ts';
import type { Caller, Place, World } from './world.ts';

export interface Answer {
  readonly status: number;
  /** Of a problem. */
  readonly code: string | undefined;
  /** What is particular to this case; a refusal by role has none. */
  readonly detail: string | undefined;
  readonly text: string;
}

const names = (url: string) => url.match(/:[A-Za-z]+|\*/g) ?? [];

/** @throws Error for a parameter that nobody knows */
export function parametersOf({ url }: NamedRoute): readonly Parameter[] {
  return names(url).map((name) => parameterNamed(url, name));
}

/** Whether the place makes a difference to what is asked. */
export function isAboutDevice(route: NamedRoute): boolean {
  return parametersOf(route).some(({ scoped }) => scoped) || Object.hasOwn(propertiesOf(route), 'device');
}

export async function ask(
  address: string,
  route: NamedRoute,
  world: World,
  place: Place,
  headers: Caller['headers'],
): Promise<Answer> {
  const ended = new AbortController();
  const body = bodyOf(route, world, place);
  try {
    const answer = await fetch(`${address}${pathOf(route, world, place)}?${queryOf(route, world, place)}`, {
      method: route.method,
      signal: AbortSignal.any([ended.signal, AbortSignal.timeout(30_000)]),
      headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await textOf(answer);
    const problem = answer.headers.get('content-type')?.includes('problem+json') && text !== '';
    const { code, detail } = problem ? (JSON.parse(text) as Partial<Answer>) : {};
    return { status: answer.status, code, detail, text };
  } finally {
    // A live stream would never end.
    ended.abort();
  }
}

/** The whole text, or the beginning of a stream. */
async function textOf(answer: Response): Promise<string> {
  if (!answer.headers.get('content-type')?.includes('event-stream')) return answer.text();
  const first = await answer.body?.getReader().read();
  return new TextDecoder().decode(first?.value);
}

function pathOf({ url }: NamedRoute, world: World, place: Place): string {
  return names(url).reduce((path, name) => {
    const { value } = parameterNamed(url, name);
    return path.replace(name, encodeURIComponent(value(world, place)));
  }, url);
}

function propertiesOf({ schema }: NamedRoute): Readonly<Record<string, Shape>> {
  return (schema?.querystring as { properties?: Record<string, Shape> } | undefined)?.properties ?? {};
}

function queryOf(route: NamedRoute, world: World, place: Place): string {
  const query = new URLSearchParams();
  const required = (route.schema?.querystring as { required?: string[] } | undefined)?.required ?? [];
  for (const [name, schema] of Object.entries(propertiesOf(route))) {
    if (!required.includes(name) && name !== 'device') continue;
    const value = Object.hasOwn(queries, name) ? queries[name]?.(world, place) : sampleOf(schema);
    query.set(name, String(value));
  }
  return query.toString();
}

function bodyOf(route: NamedRoute, world: World, place: Place): unknown {
  const { method, url, schema } = route;
  const own = bodies[`${method} ${url}`];
  if (own) return own(world, place);
  return schema?.body === undefined ? undefined : sampleOf(schema.body as Shape);
}
