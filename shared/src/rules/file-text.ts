/** The text of a rule’s file, where there is no library that writes YAML: in a browser. */
import type { RuleBody } from './rule.ts';
import { writeRule } from './write.ts';

const bare = /^[a-z][\w ./%-]*$/i;
const words = /^(true|false|null|yes|no|on|off|y|n)$/i;

/** A text as YAML reads it back. Several lines stand as a block. */
function textOf(text: string, indent: string): string {
  if (/\n/.test(text) && !/[^\n\P{C}]/u.test(text) && /^\S/.test(text)) {
    const chomp = text.endsWith('\n') ? (text.endsWith('\n\n') ? '+' : '') : '-';
    const lines = text.replace(/\n$/, '').split('\n');
    return `|${chomp}\n${lines.map((line) => (line === '' ? '' : `${indent}  ${line}`)).join('\n')}`;
  }
  const plainly = bare.test(text) && !words.test(text) && !text.endsWith(' ');
  return plainly ? text : JSON.stringify(text);
}

function valueOf(value: unknown, indent: string): string {
  if (typeof value === 'string') return ` ${textOf(value, indent)}`;
  if (typeof value === 'number' || typeof value === 'boolean') return ` ${value}`;
  if (Array.isArray(value)) return `\n${value.map((one) => itemOf(one, `${indent}  `)).join('\n')}`;
  return `\n${mapOf(value as object, `${indent}  `)}`;
}

/** A member of a list; of a mapping, its first key stands beside the dash. */
function itemOf(value: unknown, indent: string): string {
  if (typeof value !== 'object' || value === null) return `${indent}-${valueOf(value, indent)}`;
  return `${indent}- ${mapOf(value, `${indent}  `).trimStart()}`;
}

function mapOf(value: object, indent: string): string {
  return Object.entries(value)
    .map(([key, one]) => `${indent}${bare.test(key) ? key : JSON.stringify(key)}:${valueOf(one, indent)}`)
    .join('\n');
}

/** A rule as it stands in a file for `fettle apply`, YAML. The reader of the collector reads the same rule back. */
export function ruleFile(id: string, body: RuleBody): string {
  return `${mapOf({ rules: { [id]: writeRule(body) } }, '')}\n`;
}
