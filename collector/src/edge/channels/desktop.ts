import type { LiveNotice } from '@fettle/shared/api/live';
import type { Message, Send } from '../../domain/notifications/index.ts';

/** Shows a notice to whoever has the dashboard open; that it was shown to nobody is no failure. */
export function desktopSender(show: (notice: LiveNotice) => number): Send {
  return (_channel, _target, message) => {
    const seen = show(noticeOf(message));
    const answer = seen === 1 ? 'Shown in 1 open dashboard.' : `Shown in ${seen} open dashboards.`;
    return Promise.resolve({ ok: true, answer });
  };
}

function noticeOf({ key, kind, subject, severity, incidents, site, time }: Message): LiveNotice {
  return { key, kind, subject, severity, incidents: [...incidents], site, time };
}
