import { signal } from '@preact/signals';
import { mayLeave } from './state/unsaved.ts';

/** Pages that are one each, by their address. */
export const lists = [
  'incidents',
  'rules',
  'windows',
  'on-call',
  'problems',
  'channels',
  'people',
  'me',
  'scripts',
  'push',
  'orders',
  'drafts',
  'approvals',
  'runs',
  'standing',
  'trust',
  'changes',
  'explore',
  'services',
  'objectives',
  'calendars',
  'public-links',
  'month',
  'reports',
  'load',
  'hand-over',
  'value',
  'requests',
  'request-items',
  'improvements',
  'projects',
  'capacity',
] as const;
type List = (typeof lists)[number];

/** The page of one of many, by the list that it is in. */
const singles = {
  incidents: 'incident',
  rules: 'rule',
  windows: 'window',
  problems: 'problem',
  channels: 'channel',
  scripts: 'script',
  orders: 'order',
  runs: 'run',
  standing: 'standing-order',
  changes: 'plan',
  services: 'service',
  objectives: 'objective',
  calendars: 'calendar',
  requests: 'request',
  'request-items': 'request-item',
  improvements: 'improvement',
  projects: 'project',
  reports: 'report',
  'report-plans': 'report-plan',
  brands: 'brand',
  capacity: 'forecast',
} as const;
type Single = (typeof singles)[keyof typeof singles];

/** Pages below that of who is on call. */
const onCallParts = ['rosters', 'routes', 'deliveries'] as const;
type OnCallPart = (typeof onCallParts)[number];

export type Route =
  | { readonly page: 'fleet' }
  | { readonly page: 'device'; readonly id: string }
  | { readonly page: List }
  | { readonly page: Single; readonly id: string }
  | { readonly page: 'on-call-part'; readonly part: OnCallPart; readonly id: string | undefined }
  | { readonly page: 'script-edit'; readonly id: string }
  | { readonly page: 'service-edit'; readonly id: string }
  | { readonly page: 'basis'; readonly id: string; readonly part: string }
  | { readonly page: 'login'; readonly next: string }
  | { readonly page: 'setup' }
  | { readonly page: 'invite'; readonly code: string }
  | { readonly page: 'not-found'; readonly path: string };

/** Only a path of our own may be gone to after signing in. */
function ownPath(next: string | null): string {
  return next !== null && /^\/(?![/\\])/.test(next) ? next : '/';
}

/** A part of a path as text; as it is where it is not written well. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // a URIError: the collector will say that there is none
  }
}

/** What an address shows. */
export function routeOf(path: string, search = ''): Route {
  if (path === '/') return { page: 'fleet' };
  if (path === '/setup') return { page: 'setup' };
  if (path === '/login') return { page: 'login', next: ownPath(new URLSearchParams(search).get('next')) };
  if (path === '/invite') return { page: 'invite', code: new URLSearchParams(search).get('code') ?? '' };
  const [, below, partId] = /^\/on-call\/([a-z]+)(?:\/([a-z0-9-]{1,64}))?\/?$/.exec(path) ?? [];
  const part = onCallParts.find((name) => name === below);
  if (part) return { page: 'on-call-part', part, id: partId };
  const [, edited] = /^\/scripts\/([a-z0-9-]{1,64})\/edit\/?$/.exec(path) ?? [];
  if (edited !== undefined) return { page: 'script-edit', id: edited };
  const [, mended] = /^\/services\/([a-z0-9-]{1,64})\/edit\/?$/.exec(path) ?? [];
  if (mended !== undefined) return { page: 'service-edit', id: mended };
  const [, report, basis] = /^\/reports\/([A-Za-z0-9-]{1,64})\/bases\/([^/]{1,384})\/?$/.exec(path) ?? [];
  if (report !== undefined && basis !== undefined) return { page: 'basis', id: report, part: decoded(basis) };
  const [, first = '', id] = /^\/([a-z-]+)(?:\/([A-Za-z0-9._~-]{1,128}))?\/?$/.exec(path) ?? [];
  if (id === undefined) {
    const list = lists.find((name) => name === first);
    return list ? { page: list } : { page: 'not-found', path };
  }
  if (first === 'devices') return { page: 'device', id };
  const single = Object.entries(singles).find(([list]) => list === first)?.[1];
  return single ? { page: single, id } : { page: 'not-found', path };
}

export const devicePath = (id: string) => `/devices/${encodeURIComponent(id)}`;
export const incidentPath = (id: string) => `/incidents/${encodeURIComponent(id)}`;
export const problemPath = (id: string) => `/problems/${encodeURIComponent(id)}`;
export const rulePath = (id: string) => `/rules/${encodeURIComponent(id)}`;
export const scriptPath = (name: string) => `/scripts/${encodeURIComponent(name)}`;
export const orderPath = (id: string) => `/orders/${encodeURIComponent(id)}`;
export const runPath = (id: string) => `/runs/${encodeURIComponent(id)}`;
export const standingPath = (id: string) => `/standing/${encodeURIComponent(id)}`;
export const servicePath = (id: string) => `/services/${encodeURIComponent(id)}`;
export const objectivePath = (id: string) => `/objectives/${encodeURIComponent(id)}`;
export const calendarPath = (id: string) => `/calendars/${encodeURIComponent(id)}`;
export const requestPath = (id: string) => `/requests/${encodeURIComponent(id)}`;
/** Where something of the catalogue is asked for; `trouble` is reported. */
export const askPath = (item: string) => `/requests/new?item=${encodeURIComponent(item)}`;
export const requestItemPath = (id: string) => `/request-items/${encodeURIComponent(id)}`;
export const improvementPath = (id: number) => `/improvements/${id}`;
export const projectPath = (id: number) => `/projects/${id}`;
export const planPath = (id: string) => `/changes/${encodeURIComponent(id)}`;

/** The page that pushes a script, begun with what is known already. */
export function pushPath(known: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams(known).toString();
  return query === '' ? '/push' : `/push?${query}`;
}
export const loginPath = (next: string) => (next === '/' ? '/login' : `/login?next=${encodeURIComponent(next)}`);

const started = typeof location === 'undefined' ? { pathname: '/', search: '' } : location;

/** The address as it is now. */
export const address = signal({ path: started.pathname, search: started.search });

function read() {
  address.value = { path: location.pathname, search: location.search };
}

/** Goes to an address of ours. `replace` leaves no step in the history. */
export function go(to: string, replace = false): void {
  if (to === location.pathname + location.search) return;
  const samePage = to.split('?')[0] === location.pathname;
  if (!samePage && !mayLeave(() => go(to, replace))) return;
  if (replace) history.replaceState(null, '', to);
  else history.pushState(null, '', to);
  read();
  if (!samePage) scrollTo(0, 0);
}

/** The browser's way back and forth. It has gone already: an unsaved form is put back, and goes when it may. */
function onStep(): void {
  const { path, search } = address.peek();
  if (path !== location.pathname && !mayLeave(() => history.back())) history.pushState(null, '', path + search);
  else read();
}

/** Links of ours change the page without loading it. Called once. */
export function followLinks(): void {
  addEventListener('popstate', onStep);
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = (event.target as Element | null)?.closest('a');
    if (!link || link.origin !== location.origin || link.target || link.hasAttribute('download')) return;
    if (link.hash && link.pathname === location.pathname) return;
    event.preventDefault();
    go(link.pathname + link.search);
  });
}
