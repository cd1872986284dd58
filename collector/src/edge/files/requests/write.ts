// pure
import type { RequestItemBody } from '@fettle/shared/api/requests';
import { formatDuration } from '@fettle/shared/duration';
import type { Written } from '@fettle/shared/rules/write';

/** An item as it stands in a file: what is usual is left out, and reading it gives the same item. */
export function writeItem(body: RequestItemBody): Written {
  const { name, description, enabled, script, questions, selector, approval, fromEndpoint, targetMs } = body;
  const asked = questions.map((question) => [question.id, writeQuestion(question)]);
  return {
    name,
    ...(description !== '' && { description }),
    ...(!enabled && { enabled }),
    ...(script !== null && { script: script.version === 0 ? script.name : `${script.name}@${script.version}` }),
    ...(script !== null && Object.keys(script.parameters).length > 0 && { parameters: script.parameters }),
    ...(asked.length > 0 && { questions: Object.fromEntries(asked) }),
    ...(selector !== '' && { scope: selector }),
    ...(approval !== 'technician' && { approval }),
    ...(!fromEndpoint && { 'at-device': false }),
    ...(targetMs !== null && { within: formatDuration(targetMs) }),
  };
}

function writeQuestion({ label, required, choices, parameter }: RequestItemBody['questions'][number]): Written {
  return {
    label,
    ...(!required && { required }),
    ...(choices.length > 0 && { choices }),
    ...(parameter !== null && { parameter }),
  };
}
