import { describe, expect, it } from 'vitest';
import { parseCli } from './cli.ts';

describe('the command line', () => {
  it.each([[[]], [['start']]])('starts the gateway for %j', (argv) => {
    expect(parseCli(argv)).toEqual({ command: 'start', options: {} });
  });

  it('takes every option in both spellings', () => {
    expect(parseCli(['-c', 'a.yml', '--port=1', '--host', '::1', '--data-dir', 'd'])).toEqual({
      command: 'start',
      options: { config: 'a.yml', port: '1', host: '::1', dataDir: 'd' },
    });
    expect(parseCli(['check', '--config', 'a.yml'])).toEqual({
      command: 'check',
      options: { config: 'a.yml' },
    });
  });

  it('takes the options of backups', () => {
    const argv = ['backup', 'b.tar.gz', '--passphrase-file', 'p', '--without-pictures', '--data-dir', 'd'];
    expect(parseCli(argv)).toEqual({
      ...{ command: 'backup', file: 'b.tar.gz', passphraseFile: 'p', options: { dataDir: 'd' } },
      ...{ withoutPictures: true, withoutSecret: false },
    });
    expect(parseCli(['restore', 'b.tar.gz', '--without-secret'])).toEqual({
      ...{ command: 'restore', file: 'b.tar.gz', options: {}, withoutSecret: true },
    });
  });

  it.each(['--help', '-h', 'help'])('shows its help for %s', (argument) => {
    expect(parseCli([argument])).toEqual({ command: 'help' });
  });

  it.each(['--version', '-v', 'version'])('shows its version for %s', (argument) => {
    expect(parseCli([argument])).toEqual({ command: 'version' });
  });

  it.each([
    [['chek'], 'unknown command "chek", did you mean "check"?'],
    [['--prot', '1'], 'unknown option "--prot", did you mean "--port"?'],
    [['--dataDir', 'd'], 'unknown option "--dataDir", did you mean "--data-dir"?'],
    [['--colour'], 'unknown option "--colour", see axonhub --help'],
    [['--config'], '--config needs a value'],
    [['--config', '--port', '1'], '--config needs a value'],
    [['--help=yes'], '--help takes no value'],
    [['start', 'now'], 'unexpected argument "now"'],
    [['backup'], 'backup needs a file'],
    [['restore', 'a.tar.gz', 'b.tar.gz'], 'unexpected argument "b.tar.gz"'],
    [['restore', 'a.tar.gz', '--without-pictures'], '--without-pictures is an option of backup'],
    [['--json'], '--json is an option of doctor'],
  ])('refuses %j', (argv, message) => {
    expect(parseCli(argv)).toEqual({ command: 'refused', message });
  });
});
