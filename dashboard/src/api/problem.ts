// pure
/** An answer that is not what was asked for. `code` is one of shared/errors, or `unreachable` when none came at all. */
export class ApiProblem extends Error {
  readonly code: string;
  /** HTTP status; 0 when no answer came. */
  readonly status: number;

  constructor(code: string, status: number, text: string) {
    super(text);
    this.name = 'ApiProblem';
    this.code = code;
    this.status = status;
  }
}

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);

/** Reads problem+json (RFC 9457); what is not of that form becomes a problem with the status in its words. */
export function problemOf(status: number, body: unknown): ApiProblem {
  const { code, detail, title } = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const words = text(detail) ?? text(title) ?? `The collector answered with status ${status}.`;
  return new ApiProblem(text(code) ?? 'internal', status, words);
}
