import { FettleError } from '@fettle/shared/errors';
import type { RuleId } from '@fettle/shared/ids';
import { instanceText } from '@fettle/shared/rules/where';
import { type Actor, allow, everywhere } from '../access/index.ts';
import type { Finding } from '../rules/index.ts';
import { requestNote, type RequestPorts, withEntry } from './context.ts';
import { cut } from './texts.ts';
import type { Named, Request } from './types.ts';

/** The rule by which reported troubles are incidents. */
export const troubleRule = 'reported-trouble' as RuleId;

/**
 * Makes an incident of a trouble, by the finding of a shipped rule like any other; its resolution is what comes back to who reported it.
 * @throws FettleError `input_invalid` where the rule is off or the device gone, `changed_meanwhile`, `not_allowed`
 */
export async function openIncident(
  ports: RequestPorts,
  actor: Actor,
  request: Request,
  { by, note }: { readonly by: Named; readonly note: string },
): Promise<Request> {
  allow(actor, 'incident.act');
  const rule = await ports.rules.rule(troubleRule);
  if (rule?.enabled !== true || rule.when.kind !== 'told') {
    throw new FettleError(
      'input_invalid',
      `The rule “${troubleRule}” is switched off or is about something else. Put it right first.`,
    );
  }
  const finding = findingOf(request, rule.when.severity, ports.now);
  if (finding === null)
    throw new FettleError('input_invalid', 'It is about no device, so there is nothing to open an incident on.');
  await ports.report(finding);
  const [incident] = await ports.incidents.current(everywhere, [finding]);
  if (!incident) throw new FettleError('input_invalid', 'Its device is not there any more.');
  const { now } = ports;
  const words = `An incident was opened for it${note === '' ? '.' : `: ${note}`}`;
  const after = withEntry(request, { time: now, actor: by, words }, { state: 'running', incident: incident.id });
  const answer = await ports.requests.change(after, requestNote(actor, now, 'request.changed', after, 'open-incident'));
  if (answer === 'changed_meanwhile') throw new FettleError(answer);
  return after;
}

/** The same request gives the same key, so that it opens one incident however often it is told. */
function findingOf(
  { id, device, title, asker, askedAt }: Request,
  severity: Finding['severity'],
  now: number,
): Finding | null {
  if (device === null) return null;
  const attributes = { request: id };
  return {
    rule: troubleRule,
    device,
    instance: instanceText(attributes),
    metric: null,
    attributes,
    severity,
    time: now,
    since: askedAt,
    value: null,
    limit: null,
    words: cut(`${asker.name} reports: ${title}`, 250),
    reason: 'told',
  };
}
