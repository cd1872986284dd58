export { mayChangeView, type ViewsContext } from './context.ts';
export { deleteView } from './delete.ts';
export { listViews } from './list.ts';
export { putView, type ViewInput } from './put.ts';
export type { ViewStore } from './store.ts';
export type { SavedView } from './types.ts';
