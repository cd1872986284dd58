import type { ScriptProblem } from '@fettle/shared/scripts/check';
import type { Field, Fields, Place, Source } from '../source.ts';
import type { ScriptKey } from './keys.ts';

/** Where in the file somebody finds what is wrong at a place of the script; the script's own place where nothing is nearer. */
export function placeOf(source: Source, script: Field, fields: Fields<ScriptKey>, path: ScriptProblem['path']): Place {
  const [first, second, third] = path;
  if (first === 'parameters' && fields.parameters) {
    const one = source.pairs(fields.parameters, '“parameters”')?.[Number(second)]?.[1];
    return one === undefined ? fields.parameters.at : (source.child(one, String(third))?.valueAt ?? one.at);
  }
  if (first === 'programs' && fields.programs) {
    const one = source.members(fields.programs)[Number(second)];
    if (one === undefined) return fields.programs.at;
    const key = third === 'body' && !source.child(one, 'body') ? 'file' : String(third);
    return source.child(one, key)?.valueAt ?? one.valueAt;
  }
  if (first === 'exits' && fields.exits) return source.child(fields.exits, String(second))?.valueAt ?? fields.exits.at;
  return fields[first as ScriptKey]?.valueAt ?? script.at;
}
