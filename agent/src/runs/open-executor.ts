/** The two ways to the executor: a process of our own, or the socket where systemd starts one. */
import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import type { ExecutorPlace } from '../config.ts';
import { spawnLine } from '../platform/service/executor-place.ts';
import { longestLine } from '../executor/wire.ts';
import type { Channel, ChannelEvents, OpenChannel } from './executor-client.ts';
import { LineReader } from './line-reader.ts';

/** @param data the agent's data folder */
export function openExecutor(place: Exclude<ExecutorPlace, { readonly at: 'nowhere' }>, data: string): OpenChannel {
  if (place.at === 'socket') return (events) => overSocket(place.path, events);
  const line = spawnLine(process.execPath, process.argv[1] ?? '', data);
  return (events) => spawned(line, events);
}

/** @param line program and arguments */
export function spawned(line: readonly string[], events: ChannelEvents): Channel {
  const [program = '', ...args] = line;
  // A session of its own: what ends the agent does not end what runs. Its words for people go where ours go.
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'], detached: true, windowsHide: true });
  child.unref();
  return channelOver(child.stdin, child.stdout, events, {
    cut: () => void child.kill('SIGKILL'),
    failed: (tell) => void child.on('error', tell),
  });
}

function overSocket(path: string, events: ChannelEvents): Channel {
  const socket = connect(path);
  return channelOver(socket, socket, events, {
    cut: () => void socket.destroy(),
    failed: () => {},
  });
}

interface Ends {
  readonly cut: () => void;
  readonly failed: (tell: (error: Error) => void) => void;
}

function channelOver(input: Writable, output: Readable, events: ChannelEvents, { cut, failed }: Ends): Channel {
  let over = false;
  const end = (why: string) => {
    if (over) return;
    over = true;
    events.closed(why);
  };
  const reader = new LineReader(longestLine, (line) => {
    if (!over) events.line(line);
  });
  output.setEncoding('utf8');
  output.on('data', (text: string) => {
    if (reader.take(text)) return;
    end('a line was too long');
    cut();
  });
  output.on('close', () => end('its end was closed'));
  for (const one of [input, output]) one.on('error', (error: Error) => end(error.message));
  failed((error) => end(error.message));
  return {
    send: (line) => void input.write(`${line}\n`),
    close: () => void input.end(),
    cut,
  };
}
