/** People of a real collector, each signed in with a browser of their own. */
import type { Role } from '@fettle/shared/api/session';
import type { APIRequestContext, Browser, Page } from 'playwright-core';
import { watchProblems } from './browser.ts';
import type { Fettle } from './fettle.ts';
import { admin } from './first-admin.ts';

const password = 'a stable full of horses';

export interface Member {
  readonly id: string;
  readonly page: Page;
  /** What a page must not do. */
  readonly said: string[];
}

/** The first administrator's API, by the code that the collector printed. */
export async function signedInAdmin(browser: Browser, fettle: Fettle): Promise<APIRequestContext> {
  const { request } = await browser.newContext({ baseURL: fettle.url });
  await sent(request, 'POST', '/api/v1/setup', { ...admin, code: await fettle.setupCode() });
  return request;
}

/** @throws Error with what was answered */
export async function sent<Answer>(
  request: APIRequestContext,
  method: 'GET' | 'POST' | 'PUT',
  path: string,
  data?: object,
): Promise<Answer> {
  const answer = await request.fetch(path, { method, ...(data && { data }) });
  if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${await answer.text()}`);
  return (await answer.json()) as Answer;
}

/** Invites somebody for all sites and accepts in their place. */
export async function joined(browser: Browser, boss: APIRequestContext, name: string, role: Role): Promise<Member> {
  const invitation = { name, role, sites: 'all', selector: '', zone: 'Europe/Berlin', contacts: [] };
  const { person, link } = await sent<{ person: { id: string }; link: string }>(
    boss,
    'POST',
    '/api/v1/people',
    invitation,
  );
  const { origin, searchParams } = new URL(link);
  const context = await browser.newContext({
    baseURL: origin,
    viewport: { width: 1_440, height: 900 },
    timezoneId: 'Europe/Berlin',
    acceptDownloads: true,
  });
  const said = await watchProblems(context);
  await sent(context.request, 'POST', '/api/v1/invitations', { code: searchParams.get('code'), password });
  return { id: person.id, page: await context.newPage(), said };
}
