// pure
// What people see with everything in it that an agent, a script or a person may have written to harm them.
import { hostileTexts } from '../../support/hostile-texts.ts';

const { tag, attribute, bidi, escape, backspace, lines, cell, template, markdown } = hostileTexts;
export const venom = [tag, attribute, bidi, escape, backspace, lines, cell, template, markdown].join(' ');
/** Of the venom, as a page or a terminal shows it to be there. */
export const trace = 'onerror=alert(1)';

/** Words of people, scripts and agents; all else is of a closed set, or names a place. */
const words = new Set([
  'title',
  'summary',
  'readme',
  'words',
  'reason',
  'why',
  'remark',
  'lastLine',
  'output',
  'host',
  'deviceName',
  'label',
  'person',
  'people',
  'signers',
  'signedBy',
  'dangers',
  'steps',
  'problems',
  'leftOut',
  'madeBy',
  'by',
  'changedBy',
  'detail',
  'body',
  'risk',
  'wayBack',
  'owner',
  'author',
  'text',
  'outcome',
  'likely',
  'rootCause',
  'workaround',
  'signer',
]);
/** Where `name` is what a device calls itself. */
const isDevice = (of: object) => 'host' in of || 'agentVersion' in of;
const kept = new Set(['risk', 'outcome', 'owner']);

/** The same answer with venom in every word. */
export function poisoned(value: unknown, name = ''): unknown {
  if (typeof value === 'string') return words.has(name) && !kept.has(name) ? `${value} ${venom}` : value;
  if (Array.isArray(value)) return value.map((one) => poisoned(one, name));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, of]) => [key, poisoned(of, key)] as const);
  const made = Object.fromEntries(entries) as Record<string, unknown>;
  if (isDevice(value) && typeof made['name'] === 'string') made['name'] = `${made['name']} ${venom}`;
  return made;
}
