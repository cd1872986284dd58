// pure
import type { Message } from '../../../domain/notifications/index.ts';

export interface Request {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a service takes of a message. Pure. */
export type Preset = (url: string, message: Message, secret: string | null) => Request;

/** Whether what the message tells is over. */
export const isOver = ({ kind }: Pick<Message, 'kind'>): boolean => kind === 'resolved';
