import type { ScriptBody, ScriptParameter } from '@fettle/shared/api/scripts';
import { formatDuration } from '@fettle/shared/duration';
import { formatQuantity } from '@fettle/shared/quantity';
import type { Written } from '@fettle/shared/rules/write';
import { exitKeys, usual, usualBounds } from './keys.ts';

/** A script as it stands in a file: what is usual is left out, and reading it gives the same script. */
export function writeScript(body: ScriptBody): Written {
  const exits = exitKeys.filter((key) => String(body.exits[key]) !== String(usual.exits[key]));
  return {
    title: body.title,
    ...(body.summary !== '' && { summary: body.summary }),
    ...(body.tags.length > 0 && { tags: body.tags }),
    class: body.class,
    timeout: formatDuration(body.timeout * 1_000),
    ...(body.runAs !== usual.runAs && { runAs: body.runAs }),
    ...(body.check && { check: true }),
    ...(body.undo && { undo: true }),
    ...(body.manualMinutes > 0 && { manualMinutes: body.manualMinutes }),
    ...(body.output !== usual.output && { output: formatQuantity(body.output, 'By') }),
    ...(exits.length > 0 && { exits: Object.fromEntries(exits.map((key) => [key, body.exits[key]])) }),
    ...(body.parameters.length > 0 && {
      parameters: Object.fromEntries(body.parameters.map((one) => [one.name, writeParameter(one)])),
    }),
    ...(body.readme !== '' && { readme: body.readme }),
    programs: body.programs.map(({ platforms, interpreter, body: text }) => ({ platforms, interpreter, body: text })),
  };
}

function writeParameter({ name, type, title, required, default: value, min, max, choices }: ScriptParameter): Written {
  const bounds = usualBounds[type];
  return {
    type,
    ...(title !== name && { title }),
    ...(required && { required }),
    ...(value !== null && { default: value }),
    ...(min !== bounds.min && { min }),
    ...(max !== bounds.max && { max }),
    ...(choices.length > 0 && { choices }),
  };
}
