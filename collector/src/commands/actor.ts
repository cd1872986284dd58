import { systemActor } from '../domain/access/index.ts';

/** Whoever can read and write the collector's own files acts as its administrator. */
export const localActor = systemActor('cli');
