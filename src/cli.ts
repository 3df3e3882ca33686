import { parseArgs } from 'node:util';
import type { ConfigOptions } from './config.ts';
import { closest } from './lib/closest.ts';

/** What the operator asks for. */
export type Cli =
  | { readonly command: 'start' | 'check' | 'rotate-secret'; readonly options: ConfigOptions }
  | { readonly command: 'help' | 'version' }
  /** The arguments make no sense; `message` says why and what may have been meant. */
  | { readonly command: 'refused'; readonly message: string };

export const HELP = `AxonHub: one endpoint and one key in front of many AI providers.

Usage
  axonhub [start] [options]   run the gateway
  axonhub check [options]     validate the configuration, print a summary, run nothing
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
`;

const FLAGS = {
  config: { type: 'string', short: 'c' },
  port: { type: 'string', short: 'p' },
  host: { type: 'string' },
  'data-dir': { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const;

const COMMANDS = ['start', 'check', 'rotate-secret', 'help', 'version'] as const;

/** Reads the arguments that follow the program's name. Never throws. */
export function parseCli(argv: readonly string[]): Cli {
  const { values, positionals, tokens } = parseArgs({
    args: [...argv],
    options: FLAGS,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const problem = flagProblem(token.name, token.rawName, token.value);
    if (problem) return { command: 'refused', message: problem };
  }
  if (values.help) return { command: 'help' };
  if (values.version) return { command: 'version' };
  const [word = 'start', surplus] = positionals;
  const command = COMMANDS.find((name) => name === word);
  if (!command) return { command: 'refused', message: unknown('command', word, COMMANDS) };
  if (surplus !== undefined) return { command: 'refused', message: `unexpected argument "${surplus}"` };
  if (command === 'help' || command === 'version') return { command };
  return { command, options: configOptions(values) };
}

function flagProblem(name: string, rawName: string, value: string | undefined): string | undefined {
  const flag = FLAGS[name as keyof typeof FLAGS] as { type: 'string' | 'boolean' } | undefined;
  if (!flag) return unknown('option', rawName, Object.keys(FLAGS), '--');
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

function configOptions(values: { readonly [flag: string]: unknown }): ConfigOptions {
  const text = (flag: string, name: string) =>
    typeof values[flag] === 'string' ? { [name]: values[flag] } : {};
  return {
    ...text('config', 'config'),
    ...text('port', 'port'),
    ...text('host', 'host'),
    ...text('data-dir', 'dataDir'),
  };
}
