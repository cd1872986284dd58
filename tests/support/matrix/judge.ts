// pure
// What is wrong with an answer, by the table of permissions and by where the device is.
import { isAllowed } from '@fettle/collector/domain/access/index';
import type { NamedRoute } from '@fettle/collector/edge/http/authenticate';
import type { Answer } from './ask.ts';
import type { Parameter } from './places.ts';
import type { Caller, Place } from './world.ts';

export interface Question {
  readonly route: NamedRoute;
  readonly parameters: readonly Parameter[];
  readonly caller: Pick<Caller, 'kind' | 'role'>;
  readonly place: Place;
  readonly hidden: readonly string[];
}

/** What is wrong, or null. */
export function judge(question: Question, answer: Answer): string | null {
  const { route, hidden } = question;
  const { permission } = route;
  if (answer.status >= 500) return 'it fails';
  if (permission === 'open') return null;
  if (!isAllowed({ ...question.caller, id: '', scope: { sites: [] } }, permission)) {
    // Who asks too often is sent away before anybody looks who it is.
    return isRefusal(answer) || answer.status === 429 ? null : 'it is not refused to who may not';
  }
  if (answer.status === 401 || isRefusal(answer)) return 'it is refused to who may';
  const isDone = answer.status < 300;
  const shown = isDone ? hidden.find((text) => answer.text.includes(text)) : undefined;
  if (shown !== undefined) return `it shows ${shown}, which lies outside`;
  return wrongOfPlace(question, answer);
}

function wrongOfPlace({ route: { method }, parameters, place, caller }: Question, { status }: Answer): string | null {
  const isBlind = parameters.some(
    ({ needs }) => needs && !isAllowed({ ...caller, id: '', scope: { sites: [] } }, needs),
  );
  if (isBlind) return status === 404 ? null : 'what is somebody else’s is not “not found”';
  const isScoped = parameters.some(({ scoped }) => scoped);
  if (isScoped && place !== 'inside') return status === 404 ? null : 'what lies outside is not “not found”';
  if (isScoped && status === 404) return 'what lies inside is not found';
  const isReading = method === 'GET' || method === 'HEAD';
  if (status === 400 && (isScoped || isReading)) {
    return 'the question is no good: say in tests/support/matrix/places.ts what to ask with';
  }
  return isScoped && isReading && status >= 300 ? 'what lies inside cannot be read' : null;
}

/** Of HEAD there is only the status. */
function isRefusal({ status, code, detail, text }: Answer): boolean {
  return status === 403 && (text === '' || (code === 'not_allowed' && detail === undefined));
}
