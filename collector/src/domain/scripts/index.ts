export type { ScriptPorts } from './context.ts';
export { dropScriptDraft, putScriptDraft, restoreScript, type ScriptDraftInput } from './draft.ts';
export { getScript, getScriptVersion } from './get.ts';
export { itemOf, listScripts, type ScriptListQuery } from './list.ts';
export { offerShipped, type ShippedScripts } from './offer.ts';
export { publishScript, type ScriptPublication } from './publish.ts';
export { blobsOf, sha256Of, statementOf } from './statement.ts';
export type { ScriptBlob, ScriptStore } from './store.ts';
export * from './types.ts';
