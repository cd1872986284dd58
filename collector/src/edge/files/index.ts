export { type AppliedChange, type AppliedFiles, applyFiles } from './apply.ts';
export { exportFile } from './export.ts';
export type { World } from './kind.ts';
export { type FileProblem, type GivenFile, readFile } from './read-file.ts';
export { calendarKind, objectiveKind } from './levels/kinds.ts';
export { requestItemKind } from './requests/kind.ts';
export { ruleKind } from './rules/kind.ts';
export {
  manifestFile,
  type NamedScript,
  openScriptFolder,
  readLibrary,
  readScriptFolder,
  type ScriptFolder,
} from './scripts/folder.ts';
export { folderText } from './scripts/folder-text.ts';
export { serviceKind } from './services/kind.ts';
export { scriptKind } from './scripts/kind.ts';
export { writeScript } from './scripts/write.ts';
export { textOf } from './text.ts';
