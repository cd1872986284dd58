import { errorCodes, type ErrorCode, FettleError } from '@fettle/shared/errors';
import { TrustError } from '@fettle/shared/trust/errors';

/** The error that an agent is told; what is not meant for it becomes `internal`. */
export function refusalOf(error: unknown): FettleError {
  if (error instanceof FettleError && Object.hasOwn(errorCodes, error.code)) return error;
  if (error instanceof TrustError) return new FettleError(trustRefusal(error), error.message, { trust: error.code });
  const internal = new FettleError('internal');
  internal.cause = error;
  return internal;
}

function trustRefusal({ code }: TrustError): ErrorCode {
  return code === 'key' || code === 'signature' ? 'signature_invalid' : 'message_malformed';
}
