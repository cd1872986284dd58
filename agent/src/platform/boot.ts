import { randomUUID } from 'node:crypto';
import { readIfThere } from '../durable-file.ts';

/**
 * Names this start of the machine; two processes between two starts get the same name. Where the system gives none each
 * process gets one of its own, so that nobody takes two starts for one.
 */
export function bootId(path = '/proc/sys/kernel/random/boot_id'): string {
  return readIfThere(path)?.trim() || randomUUID();
}
