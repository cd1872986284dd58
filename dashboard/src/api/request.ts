import { ApiProblem, problemOf } from './problem.ts';

export type Query = Readonly<Record<string, string | number | undefined | readonly string[]>>;

/** `/api/v1` + path + query; lists are repeated, what is undefined is left out. */
export function addressOf(path: string, query: Query = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    for (const one of Array.isArray(value) ? value : [value]) parameters.append(name, String(one));
  }
  const text = parameters.toString();
  return `/api/v1${path}${text === '' ? '' : `?${text}`}`;
}

let onSignedOut: () => void = () => {};

/** Called when the collector no longer knows who asks. */
export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener;
}

async function answer(address: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, { ...init, credentials: 'same-origin', cache: 'no-store' });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new ApiProblem('unreachable', 0, 'The collector did not answer.');
  }
}

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}

/** Asks the API. @throws ApiProblem when the answer is an error or does not come; DOMException when aborted. */
export async function request<Body>(
  method: string,
  address: string,
  init: { body?: unknown; signal?: AbortSignal } = {},
) {
  const { body, signal } = init;
  const response = await answer(address, {
    method,
    ...(signal ? { signal } : {}),
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  const found = await bodyOf(response);
  if (response.ok) return found as Body;
  const problem = problemOf(response.status, found);
  if (problem.code === 'not_signed_in') onSignedOut();
  throw problem;
}

export const get = <Body>(path: string, query?: Query, signal?: AbortSignal) =>
  request<Body>('GET', addressOf(path, query), signal ? { signal } : {});

interface PageOf<Item> {
  readonly items: Item[];
  readonly next: string | null;
}

/** Every item of a listing, page after page, at most `most`. */
export async function all<Item>(path: string, query: Query, signal?: AbortSignal, most = 10_000): Promise<Item[]> {
  const items: Item[] = [];
  for (let cursor: string | undefined; items.length < most;) {
    const page: PageOf<Item> = await get<PageOf<Item>>(path, { ...query, cursor }, signal);
    items.push(...page.items);
    if (page.next === null) break;
    cursor = page.next;
  }
  return items;
}
