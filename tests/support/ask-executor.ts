/** `<socket> <ask>…`: asks the executor there, each ask a JSON text, and prints its answers, a line each. */
import { connect } from 'node:net';

const [path = '', ...asks] = process.argv.slice(2);
const socket = connect(path);
socket.on('error', (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
let left = asks.length;
let text = '';
socket.on('data', (piece) => {
  text += piece.toString();
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n')) {
    const line = text.slice(0, end);
    text = text.slice(end + 1);
    process.stdout.write(`${line}\n`);
    if (line.startsWith('{"answer":"end"') && --left === 0) socket.end();
  }
});
for (const ask of asks) socket.write(`${ask}\n`);
