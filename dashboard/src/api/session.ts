import type { Session } from '@fettle/shared/api/session';
import { addressOf, request } from './request.ts';

const session = addressOf('/session');

/** Who asks. Open to everybody. */
export const readSession = () => request<Session>('GET', session);
export const signIn = (name: string, password: string) =>
  request<unknown>('POST', session, { body: { name, password } });
export const signOut = () => request<unknown>('DELETE', session);
/** Makes the first admin and signs in. */
export const setUp = (body: { code: string; name: string; password: string }) =>
  request<unknown>('POST', addressOf('/setup'), { body });
