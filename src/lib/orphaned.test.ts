import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';

const PROGRAM = `
  import { whenOrphaned } from '${new URL('orphaned.ts', import.meta.url).href}';
  whenOrphaned(() => { console.log('orphaned'); process.exit(); }, 20);
  setInterval(() => {}, 1000);
  console.log('running');
`;

it('notices that the shell between npm and the program has ended', async () => {
  // `; :` keeps the shell from becoming the program itself.
  const node = `"${process.execPath}" --input-type=module-typescript --eval "$PROGRAM"; :`;
  const shell = spawn('sh', ['-c', node], { env: { PROGRAM }, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  shell.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    if (output === 'running\n') shell.kill('SIGKILL');
  });
  // The pipe ends with its last holder, the program.
  await once(shell.stdout, 'end');
  expect(output).toBe('running\norphaned\n');
});
