// A real SMTP server that keeps the mails it takes, and refuses as a test wants it to.
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** What it does with a mail that it keeps: it says that it took it, nothing at all, or it hangs up without a word. */
export type AfterData = 'answer' | 'hang' | 'drop';

export interface Mail {
  readonly from: string;
  readonly to: readonly string[];
  /** Headers and body as they came. */
  readonly raw: string;
  /** A header with its folded lines joined. */
  header(name: string): string | undefined;
}

/** @param options of the server; `refuse` a status for whom it refuses */
export async function mailbox(options: SMTPServerOptions = {}) {
  const mails: Mail[] = [];
  let refused: { readonly code: number; readonly text: string } | null = null;
  let after: (mail: Mail) => AfterData = () => 'answer';
  const sockets = new Set<Socket>();
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    logger: false,
    onRcptTo: (_address, _session, done) => {
      if (refused === null) return done();
      done(Object.assign(new Error(refused.text), { responseCode: refused.code }));
    },
    onData(stream, session, done) {
      let raw = '';
      stream.setEncoding('utf8');
      stream.on('data', (chunk: string) => {
        raw += chunk;
      });
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        const mail: Mail = {
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          raw,
          header: (name) => headerOf(raw, name),
        };
        mails.push(mail);
        const what = after(mail);
        if (what === 'answer') done();
        if (what === 'drop') for (const socket of sockets) socket.destroy();
      });
    },
    ...options,
  });
  // What clients do wrong is theirs to tell.
  server.on('error', () => undefined);
  server.server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  return {
    port: (server.server.address() as AddressInfo).port,
    mails,
    /** Null: takes all again. */
    refuse(code: number | null, text = 'no') {
      refused = code === null ? null : { code, text };
    },
    /** What comes after a mail’s last byte. */
    after(what: (mail: Mail) => AfterData) {
      after = what;
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(resolve));
    },
  };
}

function headerOf(raw: string, name: string): string | undefined {
  const head = raw.slice(0, raw.indexOf('\r\n\r\n')).replaceAll(/\r\n[ \t]+/g, ' ');
  const line = head.split('\r\n').find((one) => one.toLowerCase().startsWith(`${name.toLowerCase()}:`));
  return line?.slice(name.length + 1).trim();
}
