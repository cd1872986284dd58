import { type ErrorCode, errorCodes, FettleError } from '@fettle/shared/errors';
import type { FastifyError, FastifyInstance } from 'fastify';

const statuses: Partial<Record<ErrorCode, number>> = {
  input_invalid: 400,
  password_weak: 400,
  setup_code_wrong: 403,
  not_signed_in: 401,
  login_failed: 401,
  not_allowed: 403,
  tls_required: 403,
  not_found: 404,
  link_over: 410,
  changed_meanwhile: 409,
  incident_state: 409,
  change_state: 409,
  calendar_in_use: 409,
  service_cycle: 409,
  service_in_use: 409,
  own_change: 403,
  order_state: 409,
  statement_older: 409,
  statement_refused: 422,
  trust_missing: 409,
  setup_done: 409,
  password_wrong: 403,
  invitation_over: 403,
  name_taken: 409,
  last_admin: 409,
  message_too_large: 413,
  query_too_large: 422,
  query_too_long: 422,
  too_many_requests: 429,
  slow_down: 429,
  not_ready: 503,
  disk_full: 507,
};

export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ErrorCode;
  readonly detail?: string;
}

/** RFC 9457 problem details of a code; the title is the code's text, the detail what is particular to this case. */
export function problem(code: ErrorCode, detail?: string): ProblemBody {
  const status = statuses[code] ?? 500;
  const title = errorCodes[code];
  const body = { type: `urn:fettle:error:${code}`, title, status, code };
  return detail === undefined || detail === title ? body : { ...body, detail };
}

/** What a thrown value becomes for the caller; anything unforeseen is `internal`, without insides. */
export function problemOf(error: unknown): ProblemBody {
  if (error instanceof FettleError) {
    return error.code in statuses ? problem(error.code, error.message) : problem('internal');
  }
  const { validation, statusCode, message } = error as Partial<FastifyError>;
  if (validation) return problem('input_invalid', message);
  if (statusCode === 429) return problem('too_many_requests', message);
  if (statusCode === 413) return problem('message_too_large', 'The body is larger than 256 KiB.');
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) return problem('input_invalid', message);
  return problem('internal');
}

/** Every error leaves as problem+json; the log keeps what the caller does not see. */
export function answerProblems(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => {
    const body = problemOf(error);
    if (body.status >= 500) request.log.error({ err: error }, 'request failed');
    const wait = error instanceof FettleError ? error.details['retryAfter'] : undefined;
    if (typeof wait === 'number') reply.header('retry-after', Math.ceil(wait));
    return reply.code(body.status).type('application/problem+json').send(body);
  });
}
