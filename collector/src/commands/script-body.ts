/** Reading a script of the library. */
import { checked } from '@fettle/shared/api/checked';
import { type ScriptBody, ScriptDetail, ScriptVersionDetail } from '@fettle/shared/api/scripts';
import { FettleError } from '@fettle/shared/errors';
import type { Collector } from '../operator/reach/client.ts';

export const pathOf = (name: string) => `/scripts/${encodeURIComponent(name)}`;

export async function scriptAt(collector: Collector, name: string): Promise<ScriptDetail> {
  return checked(ScriptDetail, await collector.ask('GET', pathOf(name)), 'The script');
}

/** A version's body: `draft`, a number, or the newest published. @throws FettleError `not_found` */
export async function bodyAt(collector: Collector, name: string, version: string | undefined): Promise<ScriptBody> {
  if (version !== undefined && version !== 'draft') {
    const answer = await collector.ask('GET', `${pathOf(name)}/versions/${encodeURIComponent(version)}`);
    return checked(ScriptVersionDetail, answer, 'The version').body;
  }
  const { current, waiting } = await scriptAt(collector, name);
  const body = version === 'draft' ? waiting?.body : (current ?? waiting?.body);
  if (body) return body;
  throw new FettleError(
    'not_found',
    version === 'draft' ? `Nothing of ${name} waits to be signed.` : `${name} has no version yet.`,
  );
}

/** A body as text: what a person reads, and what is compared. */
export function bodyText(body: ScriptBody): string {
  const { programs, readme, ...manifest } = body;
  return [
    ...Object.entries(manifest).map(
      ([key, value]) => `${key}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
    ),
    ...(readme === '' ? [] : ['', readme]),
    ...programs.flatMap(({ platforms, interpreter, body: text }) => [
      '',
      `--- ${platforms.join(', ')} (${interpreter})`,
      text.trimEnd(),
    ]),
  ].join('\n');
}
