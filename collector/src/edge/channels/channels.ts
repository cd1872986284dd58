import type { LiveNotice } from '@fettle/shared/api/live';
import type { ChannelKind, Send } from '../../domain/notifications/index.ts';
import { desktopSender } from './desktop.ts';
import { sendEmail } from './email.ts';
import { sendWebhook } from './webhook.ts';

/** How each kind of channel sends, one line each. */
export function senders(show: (notice: LiveNotice) => number): Readonly<Record<ChannelKind, Send>> {
  return {
    email: sendEmail,
    webhook: sendWebhook,
    desktop: desktopSender(show),
  };
}
