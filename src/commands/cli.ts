import { parseArgs } from 'node:util';
import type { ConfigOptions } from '../config.ts';
import { closest } from '../lib/closest.ts';

/** What the operator asks for. */
export type Cli =
  | { readonly command: 'start'; readonly options: ConfigOptions }
  | Errand
  | { readonly command: 'help' | 'version' }
  /** The arguments make no sense; `message` says why and what may have been meant. */
  | { readonly command: 'refused'; readonly message: string };

/** A command that does something and ends. */
export type Errand =
  | { readonly command: 'check' | 'rotate-secret' | 'migrate'; readonly options: ConfigOptions }
  | { readonly command: 'doctor'; readonly options: ConfigOptions; readonly json: boolean }
  | ({ readonly command: 'backup'; readonly withoutPictures: boolean } & OfBackups)
  | ({ readonly command: 'restore' } & OfBackups);

interface OfBackups {
  readonly options: ConfigOptions;
  readonly file: string;
  readonly passphraseFile?: string;
  readonly withoutSecret: boolean;
}

export const HELP = `AxonHub: one endpoint and one key in front of many AI providers.

Usage
  axonhub [start] [options]   run the gateway
  axonhub check [options]     validate the configuration, print a summary, run nothing
  axonhub doctor [options]    look at everything the gateway needs and say what is wrong; --json for programs
  axonhub migrate [options]   bring the database up to date; the start does it too
  axonhub backup FILE.tar.gz [options]
                              write all rows and pictures into one file, while gateways go on
  axonhub restore FILE.tar.gz [options]
                              fill an empty installation from such a file
  axonhub rotate-secret [options]
                              seal stored credentials anew: under a new secret of the data folder, or under
                              AXONHUB_SECRET what AXONHUB_PREVIOUS_SECRET has sealed

Options
  -c, --config FILE     configuration file (AXONHUB_CONFIG)
  -p, --port NUMBER     port to listen on, 0 for any free one (AXONHUB_PORT, default 8090)
      --host HOST       address to listen on (AXONHUB_HOST, default 127.0.0.1)
      --data-dir DIR    folder for the database and the pictures (AXONHUB_DATA_DIR, default ./data)
  -h, --help            show this text
  -v, --version         show the version

Variables without an option, among others (docs/configuration.md)
  AXONHUB_WORKERS       processes that serve, auto for one per core (default 1)

Options of backup and restore
      --passphrase-file FILE  its first line locks the secret in the backup (or: AXONHUB_BACKUP_PASSPHRASE)
      --without-secret        no secret in the backup, or none taken from it
      --without-pictures      rows only (backup)
`;

interface Flag {
  readonly type: 'string' | 'boolean';
  readonly short?: string;
  /** The commands that take it; absent: all. */
  readonly of?: readonly string[];
}

const FLAGS: { readonly [name: string]: Flag } = {
  config: { type: 'string', short: 'c' },
  port: { type: 'string', short: 'p' },
  host: { type: 'string' },
  'data-dir': { type: 'string' },
  'passphrase-file': { type: 'string', of: ['backup', 'restore'] },
  'without-secret': { type: 'boolean', of: ['backup', 'restore'] },
  'without-pictures': { type: 'boolean', of: ['backup'] },
  json: { type: 'boolean', of: ['doctor'] },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
};

const COMMANDS = [
  ...(['start', 'check', 'doctor', 'migrate', 'backup', 'restore', 'rotate-secret'] as const),
  ...(['help', 'version'] as const),
];
const TAKES_FILE: ReadonlySet<string> = new Set(['backup', 'restore']);

type Values = { readonly [flag: string]: unknown };

/** Reads the arguments that follow the program's name. Never throws. */
export function parseCli(argv: readonly string[]): Cli {
  const { values, positionals, tokens } = parseArgs({
    args: [...argv],
    options: FLAGS,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const [word = 'start', ...others] = positionals;
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const problem = flagProblem(word, token);
    if (problem) return { command: 'refused', message: problem };
  }
  if (values.help) return { command: 'help' };
  if (values.version) return { command: 'version' };
  const command = COMMANDS.find((name) => name === word);
  if (!command) return { command: 'refused', message: unknown('command', word, COMMANDS) };
  const surplus = others[TAKES_FILE.has(command) ? 1 : 0];
  if (surplus !== undefined) return { command: 'refused', message: `unexpected argument "${surplus}"` };
  return parsed(command, values, others[0]);
}

function parsed(command: (typeof COMMANDS)[number], values: Values, file: string | undefined): Cli {
  const options = configOptions(values);
  switch (command) {
    case 'help':
    case 'version':
      return { command };
    case 'doctor':
      return { command, options, json: values.json === true };
    case 'backup':
    case 'restore': {
      if (file === undefined) return { command: 'refused', message: `${command} needs a file` };
      const withoutPictures = values['without-pictures'] === true;
      const given = {
        ...{ options, file, withoutSecret: values['without-secret'] === true },
        ...text(values, 'passphrase-file', 'passphraseFile'),
      };
      return command === 'backup' ? { command, ...given, withoutPictures } : { command, ...given };
    }
    default:
      return { command, options };
  }
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string | undefined;
}

function flagProblem(command: string, { name, rawName, value }: OptionToken): string | undefined {
  const flag = FLAGS[name];
  if (!flag) return unknown('option', rawName, Object.keys(FLAGS), '--');
  if (flag.of && !flag.of.includes(command)) return `${rawName} is an option of ${flag.of.join(' and ')}`;
  const isMissing = !value || value.startsWith('--');
  if (flag.type === 'string' && isMissing) return `${rawName} needs a value`;
  if (flag.type === 'boolean' && value !== undefined) return `${rawName} takes no value`;
  return undefined;
}

function unknown(kind: string, word: string, candidates: readonly string[], prefix = ''): string {
  const hint = closest(word, candidates);
  const advice = hint ? `did you mean "${prefix}${hint}"?` : 'see axonhub --help';
  return `unknown ${kind} "${word}", ${advice}`;
}

const text = <Name extends string>(values: Values, flag: string, name: Name): { [key in Name]?: string } =>
  typeof values[flag] === 'string' ? ({ [name]: values[flag] } as { [key in Name]?: string }) : {};

const configOptions = (values: Values): ConfigOptions => ({
  ...text(values, 'config', 'config'),
  ...text(values, 'port', 'port'),
  ...text(values, 'host', 'host'),
  ...text(values, 'data-dir', 'dataDir'),
});
