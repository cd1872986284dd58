import type { Problem } from '@fettle/shared/api/problems';
import { readProblems } from '../api/incidents.ts';
import { resource } from './resource.ts';

/** Every problem that the person may see. */
export const problems = resource<readonly Problem[]>((signal) => readProblems(signal));
