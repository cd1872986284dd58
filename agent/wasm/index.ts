export { allocate, numbers, places, text, textMost } from './memory';
export { count, scan } from './text';
export { set, use } from './columns';
export { learn, take } from './form';
export { stat } from './process';
