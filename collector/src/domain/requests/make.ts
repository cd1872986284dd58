import { FettleError } from '@fettle/shared/errors';
import type { ScriptName } from '@fettle/shared/ids';
import type { Device } from '../devices/index.ts';
import { answersOf, parametersOf } from './answers.ts';
import { stateOf } from './attach.ts';
import { draftIdOf, newRequestId, type RequestPorts } from './context.ts';
import { isFor } from './items.ts';
import { cut, line, lines } from './texts.ts';
import type { Asker, Request, RequestItem } from './types.ts';

export interface Wish {
  /** Null: a trouble. */
  readonly item: RequestItem | null;
  readonly title: string;
  readonly text: string;
  readonly answers: Readonly<Record<string, string>>;
  readonly device: Device | null;
  /** Where there is no device; null: nowhere in particular. */
  readonly site: string | null;
  readonly asker: Asker;
  readonly key: string | null;
}

/**
 * A new request out of what somebody wishes, with the state of its device attached; not kept yet.
 * @throws FettleError `input_invalid` with what to do
 */
export async function makeRequest(ports: RequestPorts, wish: Wish): Promise<Request> {
  const { item, device, asker, key } = wish;
  const { now } = ports;
  const text = lines(wish.text, 'The text', 4_000);
  if (item !== null) allowItem(item, device);
  const answers = item === null ? {} : answersOf(item, wish.answers);
  const approval = item?.approval ?? 'none';
  const id = newRequestId();
  const script = item === null ? null : await scriptOf(ports, item);
  return {
    id,
    item: item?.id ?? null,
    script,
    approval,
    title: item === null ? line(titleOf(wish.title, text), 'A title', 200) : item.name,
    text,
    answers,
    parameters: item === null ? {} : await typedParameters(ports, item, script, answers),
    device: device?.id ?? null,
    deviceName: device?.name ?? null,
    site: device?.site ?? wish.site,
    asker,
    askedAt: now,
    state: approval === 'none' ? 'approved' : 'waiting',
    decidedBy: null,
    decidedAt: null,
    draft: approval === 'none' && script !== null ? draftIdOf(id) : null,
    composedAt: null,
    order: null,
    run: null,
    incident: null,
    owner: null,
    outcome: '',
    endedAt: null,
    dueAt: item?.targetMs ? now + item.targetMs : null,
    attached: device === null ? [] : await stateOf(ports, device.id),
    timeline: [
      { time: now, actor: null, words: `Asked by ${asker.name}${asker.kind === 'endpoint' ? ' at the device' : ''}.` },
    ],
    key,
    version: 1,
  };
}

/** Of a trouble its first line, where nobody gave a title. */
function titleOf(title: string, text: string): string {
  return title.trim() !== '' ? title : cut(text.split('\n')[0] ?? '', 120);
}

function allowItem(item: RequestItem, device: Device | null): void {
  if (!item.enabled) throw new FettleError('input_invalid', `“${item.name}” cannot be asked for now.`);
  if (device === null) {
    if (item.script === null && item.selector.trim() === '') return;
    throw new FettleError('input_invalid', `Say for which device “${item.name}” is.`);
  }
  if (!isFor(item, device)) throw new FettleError('input_invalid', `“${item.name}” is not for ${device.name}.`);
}

/** With the version of now, so that what is approved is what was asked; 0: none is published yet, and the draft tells then. */
async function scriptOf({ orders: { scripts } }: RequestPorts, { script }: RequestItem): Promise<Request['script']> {
  if (script === null || script.version > 0) return script;
  return { ...script, version: (await scripts.script(script.name as ScriptName))?.published ?? 0 };
}

async function typedParameters(
  { orders: { scripts } }: RequestPorts,
  item: RequestItem,
  script: Request['script'],
  answers: Readonly<Record<string, string>>,
): Promise<Request['parameters']> {
  if (script === null) return {};
  const release = script.version === 0 ? null : await scripts.release(script.name as ScriptName, script.version);
  // What is not published yet may be by the time that it is approved: the draft tells then.
  return parametersOf(item, answers, release?.body.parameters ?? []);
}
