/** What the pages of scripts read and change. Types come from shared/api. */
import type {
  ScriptBody,
  ScriptDetail,
  ScriptDraftPut,
  ScriptItem,
  ScriptVersionDetail,
} from '@fettle/shared/api/scripts';
import { addressOf, all, get, request } from './request.ts';

const script = (name: string) => `/scripts/${encodeURIComponent(name)}`;

export const readScripts = (signal?: AbortSignal) => all<ScriptItem>('/scripts', {}, signal);
export const readScript = (name: string, signal?: AbortSignal) => get<ScriptDetail>(script(name), {}, signal);
export const readScriptVersion = (name: string, version: number, signal?: AbortSignal) =>
  get<ScriptVersionDetail>(`${script(name)}/versions/${version}`, {}, signal);

/** What waits to be signed: made with `version` 0, else with the version that was read. @throws ApiProblem `changed_meanwhile` */
export const putScriptDraft = (name: string, body: ScriptBody, version: number) =>
  request<ScriptDetail>('PUT', addressOf(`${script(name)}/draft`), {
    body: { body, version } satisfies ScriptDraftPut,
  });
export const dropScriptDraft = (name: string, version: number) =>
  request<unknown>('DELETE', addressOf(`${script(name)}/draft`, { version }));
/** An older version becomes what waits to be signed. */
export const restoreScript = (name: string, from: number, version: number) =>
  request<ScriptDetail>('POST', addressOf(`${script(name)}/restore`), { body: { from, version } });
