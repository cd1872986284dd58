import type { Project, ProjectPut } from '@fettle/shared/api/improvements';
import { type ImprovementItem, readImprovements, readProjects, readProposals } from '../api/improvements.ts';
import { resource } from './resource.ts';

/** The register, newest first. */
export const improvements = resource<readonly ImprovementItem[]>((signal) => readImprovements(signal));
/** By rank. */
export const projects = resource<readonly Project[]>((signal) => readProjects(signal));
/** What the trends suggest. */
export const proposals = resource<readonly ProjectPut[]>((signal) => readProposals(signal));
