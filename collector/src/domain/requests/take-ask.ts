import type { RequestState } from '@fettle/shared/api/requests';
import { type ErrorCode, FettleError } from '@fettle/shared/errors';
import type { DeviceId } from '@fettle/shared/ids';
import { agentActor, allowAgent, everywhere } from '../access/index.ts';
import { safeText } from '../orders/index.ts';
import { composeAtOnce } from './ask.ts';
import { requestNote, type RequestPorts } from './context.ts';
import { isFor } from './items.ts';
import { makeRequest } from './make.ts';
import { wordsFor } from './told.ts';
import { cut } from './texts.ts';
import type { Request, RequestItem } from './types.ts';

/** What somebody at an endpoint asks, as its agent says it. */
export interface EndpointAsk {
  readonly key: string;
  readonly asker: { readonly id: string; readonly name: string };
  readonly item: string | null;
  readonly title: string;
  readonly text: string;
  readonly answers: Readonly<Record<string, string>>;
}

/** How one stands, for who asked there. `not-taken`: it is none, and why. */
export interface EndpointAnswer {
  readonly key: string;
  readonly id: string | null;
  readonly state: RequestState | 'not-taken';
  readonly code: ErrorCode | null;
  readonly words: string;
  readonly time: number;
}

/** What one device may ask within a day: an agent that was taken over fills no lists. */
const dailyAtMost = 100;
const dayMs = 86_400_000;

/**
 * Takes what was asked at an endpoint, once however often it comes, with the device's state attached. What cannot be taken is answered
 * with the reason, for whoever sits there.
 * @throws FettleError `not_allowed`, `device_unknown`
 */
export async function takeAsk(ports: RequestPorts, id: DeviceId, ask: EndpointAsk): Promise<EndpointAnswer> {
  const actor = agentActor(id);
  allowAgent(actor, 'agent.report', id);
  const device = await ports.devices.device(everywhere, id);
  if (!device) throw new FettleError('device_unknown');
  const [known] = await ports.requests.byKeys(id, [ask.key]);
  if (known) return answerOf(known);
  try {
    await allowMore(ports, id);
    const item = ask.item === null ? null : await ports.requests.item(ask.item);
    if (ask.item !== null && item?.fromEndpoint !== true) {
      throw new FettleError('not_found', `“${cut(safeText(ask.item), 64)}” cannot be asked for here.`);
    }
    const asker = { kind: 'endpoint', id: ask.asker.id, name: cut(safeText(ask.asker.name), 64) } as const;
    const said = { title: safeText(ask.title).replaceAll('\n', ' '), text: safeText(ask.text) };
    const wish = { ...ask, ...said, item, device, site: device.site, asker };
    const request = await makeRequest(ports, wish);
    const note = requestNote(actor, ports.now, 'request.asked', request, 'ask');
    if ((await ports.requests.add(request, note)) === 'exists') return await takeAsk(ports, id, ask);
    return answerOf(await composeAtOnce(ports, request));
  } catch (error) {
    if (!(error instanceof FettleError) || !refusals.has(error.code)) throw error;
    return { key: ask.key, id: null, state: 'not-taken', code: error.code, words: error.message, time: ports.now };
  }
}

/** What is wrong with the asking itself; anything else is the collector's trouble, and the agent sends it again. */
const refusals: ReadonlySet<ErrorCode> = new Set(['input_invalid', 'not_found', 'too_many_requests']);

async function allowMore({ requests, now }: RequestPorts, device: DeviceId): Promise<void> {
  const found = await requests.requests(everywhere, { device, from: now - dayMs + 1, limit: dailyAtMost });
  if (found.filter(({ asker }) => asker.kind === 'endpoint').length < dailyAtMost) return;
  throw new FettleError(
    'too_many_requests',
    'So much was asked at this device today that nothing more is taken. Ask again tomorrow.',
  );
}

export function answerOf(request: Request): EndpointAnswer {
  const { key, id, state, timeline, askedAt } = request;
  return { key: key ?? '', id, state, code: null, words: wordsFor(request), time: timeline.at(-1)?.time ?? askedAt };
}

/** How those with these keys stand; what is not known here is left out. */
export async function answersFor(
  { requests }: Pick<RequestPorts, 'requests'>,
  device: DeviceId,
  keys: readonly string[],
): Promise<EndpointAnswer[]> {
  return (await requests.byKeys(device, keys)).map(answerOf);
}

/** What may be asked for at a device, by id. */
export async function itemsFor(
  ports: Pick<RequestPorts, 'requests' | 'devices'>,
  id: DeviceId,
): Promise<RequestItem[]> {
  const device = await ports.devices.device(everywhere, id);
  if (!device) return [];
  return (await ports.requests.items()).filter((item) => item.enabled && item.fromEndpoint && isFor(item, device));
}
