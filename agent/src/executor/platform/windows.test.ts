import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { afterAll, expect, test, vi } from 'vitest';

const ran: [program: string, args: readonly string[], options?: object][] = [];
vi.mock('node:child_process', () => ({
  spawn(program: string, args: readonly string[], options: object) {
    ran.push([program, args, options]);
    return Object.assign(new EventEmitter(), { pid: 77, stdout: new PassThrough(), stderr: new PassThrough() });
  },
  execFile(program: string, args: readonly string[], done: () => void) {
    ran.push([program, args]);
    done();
  },
}));
// Other files of this worker have it with real processes, before and after.
vi.resetModules();
afterAll(() => vi.resetModules());
const { startWindows } = await import('./windows.ts');

test('a program is started without a shell, both outputs come one way, and its whole tree is ended', async () => {
  const argv = ['C:\\powershell.exe', '-File', 'a b.ps1', '--x=1'];
  const tree = startWindows({ argv, env: { A: '1' }, cwd: 'C:\\run', account: null, cookie: 'c' });
  expect(ran[0]).toEqual([
    argv[0],
    argv.slice(1),
    expect.objectContaining({ shell: false, windowsHide: true, env: { A: '1' } }),
  ]);
  const output: string[] = [];
  tree.child.stdout?.on('data', (bytes: Buffer) => output.push(bytes.toString()));
  tree.child.stderr?.emit('data', Buffer.from('problem'));
  expect(output).toEqual(['problem']);
  await tree.kill();
  expect(ran[1]).toEqual(['C:\\Windows\\System32\\taskkill.exe', ['/PID', '77', '/T', '/F']]);
});
