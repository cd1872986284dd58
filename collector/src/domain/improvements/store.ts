import type { Note } from '../events/index.ts';
import type { Improvement, ImprovementState, Project } from './types.ts';

/** Each method is one atomic step. Improvements of no site are for who sees everything; the verbs ask who may see which. */
export interface ImprovementStore {
  /** By id, the newest first. */
  improvements(states: readonly ImprovementState[] | null): Promise<Improvement[]>;
  improvement(id: number): Promise<Improvement | null>;
  /** Adds one and gives it the next number; `note` is made with it. */
  add(improvement: Omit<Improvement, 'id'>, note: (id: number) => Note): Promise<Improvement>;
  /** Writes one whose `version` is one more than the one read. Called twice at once, one wins. */
  change(improvement: Improvement, note: Note): Promise<'changed' | 'changed_meanwhile'>;

  /** By id. */
  projects(): Promise<Project[]>;
  project(id: number): Promise<Project | null>;
  addProject(project: Omit<Project, 'id'>, note: (id: number) => Note): Promise<Project>;
  changeProject(project: Project, note: Note): Promise<'changed' | 'changed_meanwhile'>;
}
