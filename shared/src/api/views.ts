/** Saved views of the trend explorer: a name and what its address says, shared with colleagues who may see as much. */
import { type Static, Type } from 'typebox';
import { Closed, Nullable, Page, Time } from './schema.ts';

const view = {
  name: Type.String({ minLength: 1, maxLength: 128 }),
  /** What stands after the `?` of the page's address. */
  query: Type.String({ minLength: 1, maxLength: 4_096, pattern: "^[A-Za-z0-9\\-._~!$&'()*+,;=:@/?%]+$" }),
};
export const SavedView = Closed({
  id: Type.String(),
  ...view,
  /** Who saved it; null: they are gone. */
  by: Nullable(Closed({ id: Type.String(), name: Type.String() })),
  changedAt: Time,
  /** Whether the asker may change it: their own, and a manager all that they see. */
  mayChange: Type.Boolean(),
  version: Type.Integer(),
});
export type SavedView = Static<typeof SavedView>;
/** `GET /api/v1/views`: by name; those that were saved by somebody whose sites the asker sees all of. */
export const SavedViewPage = Page(SavedView);
export const SavedViewParameter = Closed({ id: Type.String({ minLength: 1, maxLength: 64 }) });
/** `POST /api/v1/views` (`version` 0), `PUT /api/v1/views/{id}` */
export const SavedViewPut = Closed({ ...view, version: Type.Integer({ minimum: 0 }) });
export type SavedViewPut = Static<typeof SavedViewPut>;
/** `DELETE /api/v1/views/{id}?version=` */
export const SavedViewDelete = Closed({ version: Type.Integer() });
