// pure
import type { RequestItemBody } from '@fettle/shared/api/requests';
import { parseSelector } from '@fettle/shared/selector/parse';

/** What is wrong in an item, in words that say what to do; null: nothing. @throws FettleError `input_invalid` (selector) */
export function checkItem({ name, script, questions, selector }: RequestItemBody): string | null {
  if (name.trim() === '' || /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(name)) return 'Give it a name of visible characters.';
  if (selector.trim() !== '') parseSelector(selector);
  const ids = questions.map(({ id }) => id);
  const twice = ids.find((id, place) => ids.indexOf(id) < place);
  if (twice !== undefined) return `Two questions are called “${twice}”. Give each an id of its own.`;
  for (const { id, parameter, choices } of questions) {
    if (parameter !== null && script === null)
      return `“${id}” fills a parameter, but no script answers this. Leave it out.`;
    if (parameter !== null && script !== null && Object.hasOwn(script.parameters, parameter)) {
      return `The parameter “${parameter}” is given by the item and asked by “${id}”. Only one of both can be.`;
    }
    if (choices.some((choice) => choice.trim() === '' || choice !== choice.trim())) {
      return `A choice of “${id}” is empty, or begins or ends with a space.`;
    }
  }
  const parameters = questions.flatMap(({ parameter }) => parameter ?? []);
  const shared = parameters.find((one, place) => parameters.indexOf(one) < place);
  return shared === undefined ? null : `Two questions fill the parameter “${shared}”. Only one can.`;
}
