import { FettleError } from '@fettle/shared/errors';
import { type Actor, isAllowed } from '../access/index.ts';
import { type OrderDraftBody, previewDraft, putDraft } from '../orders/index.ts';
import { requestNote, type RequestPorts, withEntry } from './context.ts';
import { cut } from './texts.ts';
import type { Request } from './types.ts';

/** How long after its signature a device that was off may still run it. */
const runWithinMs = 7 * 86_400_000;

/** What is to be signed for a request; null: nothing, a person does it. */
export function draftBodyOf({ id, script, parameters, device, title, asker, text }: Request): OrderDraftBody | null {
  if (script === null || device === null) return null;
  const { name, version } = script;
  const said = text === '' ? '' : `: ${text.replaceAll(/\s+/g, ' ')}`;
  return {
    title: cut(`${title}, for ${asker.name}`, 120),
    reason: cut(`Asked for by ${asker.name} (request ${id})${said}`, 500),
    change: null,
    incident: null,
    what: {
      kind: 'order',
      action: {
        kind: 'script',
        steps: [
          { script: name, ...(version > 0 && { version }), mode: 'run', parameters: { ...parameters }, when: null },
        ],
      },
      targets: { kind: 'devices', devices: [device] },
      notBefore: null,
      expiresInMs: runWithinMs,
      rings: null,
    },
  };
}

/** What stands in the way of an order for it, as sentences; empty: nothing does, or none is needed. */
export async function hindrances(
  ports: Pick<RequestPorts, 'orders'>,
  actor: Actor,
  request: Request,
): Promise<readonly string[]> {
  const body = draftBodyOf(request);
  return body === null ? [] : (await previewDraft(ports.orders, actor, body)).problems;
}

/**
 * Puts the draft of an approved request where operators sign, and says so in the request. Nothing is signed here, and nothing can be
 * run of it before an operator's own key has signed it. Done again it makes no second one.
 * @throws FettleError `changed_meanwhile`
 */
export async function composeOrder(ports: RequestPorts, actor: Actor, request: Request): Promise<Request> {
  const body = draftBodyOf(request);
  if (body === null || request.draft === null || request.composedAt !== null) return request;
  if (!isAllowed(actor, 'order.draft')) throw new FettleError('not_allowed');
  try {
    await putDraft(ports.orders, actor, { as: request.draft, body, version: 0 });
  } catch (error) {
    // It is there already: whoever put it was killed before the request told of it.
    if (!(error instanceof FettleError) || error.code !== 'changed_meanwhile') throw error;
  }
  const { now } = ports;
  const words = `An order waits for an operator’s signature: fettle order sign ${request.draft}`;
  const after = withEntry(request, { time: now, actor: null, words }, { composedAt: now });
  const answer = await ports.requests.change(after, requestNote(actor, now, 'request.changed', after, 'compose'));
  if (answer === 'changed_meanwhile') throw new FettleError(answer);
  return after;
}
