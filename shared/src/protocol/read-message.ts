import { FettleError } from '../errors.ts';
import { type FromAgent, type FromCollector, fromAgent, fromCollector } from './messages.ts';
import type { Fault, Schema } from './schema.ts';

/** A message of a type that this version does not know: count it and go on. */
export interface UnknownMessage {
  readonly unknown: string;
}

/**
 * What an agent said. @throws FettleError `message_malformed`, `name_too_long`, `series_limit`
 * @param text one WebSocket text message
 */
export function readFromAgent(text: string): FromAgent | UnknownMessage {
  return read(text, fromAgent) as FromAgent | UnknownMessage;
}

/** What a collector said. @throws FettleError `message_malformed` */
export function readFromCollector(text: string): FromCollector | UnknownMessage {
  return read(text, fromCollector) as FromCollector | UnknownMessage;
}

function read(text: string, schemas: Readonly<Record<string, Schema<unknown>>>): unknown {
  const value = parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed('it is not a JSON object');
  const type: unknown = 'type' in value ? value.type : undefined;
  if (typeof type !== 'string') throw malformed('it has no type');
  const schema = Object.hasOwn(schemas, type) ? schemas[type] : undefined;
  if (schema === undefined) return { unknown: type.slice(0, 64) };
  const fault = schema.fault(value);
  if (fault !== null) throw faulty(type, fault);
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw malformed('it is not JSON', error);
  }
}

function malformed(why: string, cause?: unknown): FettleError {
  const error = new FettleError('message_malformed', `A message could not be read: ${why}.`);
  if (cause !== undefined) error.cause = cause;
  return error;
}

function faulty(type: string, { path, rule }: Fault): FettleError {
  const details = { message: type, path, rule };
  const carriesNames = type === 'dictionary' || type === 'facts';
  if (carriesNames && rule === 'length') {
    return new FettleError('name_too_long', `A name at ${path} of a ${type} message is too long, or empty.`, details);
  }
  if (type === 'dictionary' && rule === 'count' && path === '/series') {
    return new FettleError('series_limit', undefined, details);
  }
  return new FettleError('message_malformed', `A ${type} message is wrong at ${path || '/'} (${rule}).`, details);
}
