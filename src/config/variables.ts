import type { SettingFacts } from './file-schema.ts';

/** Variables for which nothing can stand in the configuration file. All others are named there, beside what they replace. */
export const VARIABLES: { readonly [name: `AXONHUB_${string}`]: SettingFacts } = {
  AXONHUB_CONFIG: {
    description: 'The configuration file, YAML.',
    flag: '--config',
    absent: 'no file',
  },
  AXONHUB_PREVIOUS_SECRET: {
    description: 'The secret of before, while stored credentials are sealed under it still.',
  },
  AXONHUB_BACKUP_PASSPHRASE: {
    description: 'Locks the secret in a backup, and unlocks it (docs/backup.md).',
    flag: '--passphrase-file',
  },
  AXONHUB_WORKERS: {
    description: 'Processes that serve: 1 to 256, or `auto` for one per core (docs/storage.md).',
    absent: 'one',
  },
};
