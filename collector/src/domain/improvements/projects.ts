import type { Project as ProjectItem, ProjectPut } from '@fettle/shared/api/improvements';
import { FettleError } from '@fettle/shared/errors';
import type { PersonId } from '@fettle/shared/ids';
import { type Actor, allow } from '../access/index.ts';
import { type ImprovementPorts, projectNote, seesAll } from './context.ts';
import { namesOf } from './list.ts';
import { byRank, scoreOf } from './score.ts';
import type { Project } from './types.ts';

type Ports = Pick<ImprovementPorts, 'improvements' | 'access' | 'now'>;

/** By rank. Projects are about the whole: who sees some sites only is shown none. @throws FettleError `not_allowed` */
export async function listProjects(ports: Ports, actor: Actor): Promise<ProjectItem[]> {
  allow(actor, 'project.read');
  return seesAll(actor.scope) ? viewProjects(ports, await ports.improvements.projects()) : [];
}

export interface ProjectInput extends ProjectPut {
  /** Absent: a new one. */
  readonly id?: number;
}

/** @throws FettleError `input_invalid`, `not_found`, `changed_meanwhile`, `not_allowed` */
export async function putProject(
  ports: Ports,
  actor: Actor,
  { id, version, ...body }: ProjectInput,
): Promise<ProjectItem> {
  allow(actor, 'project.change');
  if (!seesAll(actor.scope))
    throw new FettleError('not_allowed', 'Projects are about the whole: they are for who sees all sites.');
  await check(ports, body);
  const project =
    id === undefined
      ? await add(ports, actor, { ...body, version })
      : await change(ports, actor, { ...body, version, id });
  const [view] = await viewProjects(ports, [project]);
  if (!view) throw new Error(`the project ${project.id} is gone`);
  return view;
}

async function add({ improvements, now }: Ports, actor: Actor, { version, ...body }: ProjectPut): Promise<Project> {
  if (version !== 0) throw new FettleError('input_invalid', 'A new one has version 0.');
  const fresh = { ...body, title: body.title.trim(), madeAt: now, version: 1 };
  return improvements.addProject(fresh, (id) => projectNote(actor, now, { id, state: fresh.state }, 'made'));
}

async function change(
  { improvements, now }: Ports,
  actor: Actor,
  input: ProjectPut & { readonly id: number },
): Promise<Project> {
  const before = await improvements.project(input.id);
  if (!before) throw new FettleError('not_found');
  if (before.version !== input.version) throw new FettleError('changed_meanwhile');
  const after = { ...before, ...input, title: input.title.trim(), version: input.version + 1 };
  const answer = await improvements.changeProject(after, projectNote(actor, now, after, 'changed'));
  if (answer === 'changed_meanwhile') throw new FettleError(answer);
  return after;
}

async function check(
  { access }: Ports,
  { title, kind, mandate, owner, evidence }: Omit<ProjectPut, 'version'>,
): Promise<void> {
  if (title.trim() === '') throw new FettleError('input_invalid', 'Give it a title.');
  if (kind === 'mandatory' && mandate.trim() === '') {
    throw new FettleError('input_invalid', 'Say what asks for it: a law, a contract, an end of support.');
  }
  const outside = evidence.find(({ link }) => !/^\/(?![/\\])[^\s\p{C}\\]*$/u.test(link));
  if (outside)
    throw new FettleError('input_invalid', 'Evidence is a page of the dashboard: its link begins with one “/”.');
  if (owner !== null && !(await access.person(owner as PersonId))) {
    throw new FettleError('input_invalid', 'There is nobody with this id. Choose another owner.');
  }
}

export async function viewProjects(ports: Ports, projects: readonly Project[]): Promise<ProjectItem[]> {
  const names = await namesOf(ports, projects);
  const scored = projects.map((project) => ({ ...project, ...scoreOf(project, ports.now) }));
  return scored.toSorted(byRank).map(({ madeAt: _made, ...project }) => ({
    ...project,
    evidence: project.evidence.map((piece) => ({ ...piece })),
    ownerPerson: project.owner === null ? null : { id: project.owner, name: names.get(project.owner) ?? '' },
  }));
}
