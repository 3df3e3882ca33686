import { installationSecrets } from '../../compose/installation-secret.ts';
import { probeBlobs, probeShared } from '../../compose/probe-stores.ts';
import { openBlobs, openMaintenance, openRecords, openShared } from '../../compose/stores.ts';
import type { RecordsMaintenance } from '../../storage/ports.ts';
import { unopened } from '../rotate-secret.ts';
import type { Check, Finding } from './finding.ts';

const since = (start: number): string => `${(performance.now() - start).toFixed(1)} ms`;

export const database: Check = {
  about: 'database',
  async look(config) {
    const kind = config.databaseUrl ? 'PostgreSQL' : `SQLite, ${config.dataDir}/axonhub.db`;
    const maintenance = await openMaintenance(config);
    try {
      return [await tables(kind, maintenance)];
    } finally {
      await maintenance.close();
    }
  },
};

async function tables(kind: string, maintenance: RecordsMaintenance): Promise<Finding> {
  const start = performance.now();
  const pending = await maintenance.pending();
  const took = since(start);
  if (await maintenance.isEmpty()) {
    return { about: 'database', status: 'ok', detail: `${kind}: empty; the first start makes the tables` };
  }
  if (pending.length === 0)
    return { about: 'database', status: 'ok', detail: `${kind}: up to date, answers in ${took}` };
  return {
    about: 'database',
    status: 'warning',
    detail: `${kind}: migrations are to come: ${pending.join(', ')}`,
    advice: 'the next start does them, or axonhub migrate; make a backup first',
  };
}

export const sealedValues: Check = {
  about: 'credentials',
  async look(config) {
    if (!(await isUpToDate(config))) return [];
    const secrets = await installationSecrets(config);
    const records = await openRecords(config, () => {});
    try {
      const { total, lost } = await unopened(records, secrets);
      if (lost.length === 0) {
        return [
          {
            about: 'credentials',
            status: 'ok',
            detail: `${total} stored secrets, all of them can be opened`,
          },
        ];
      }
      const advice = 'give the secret they were sealed under (AXONHUB_PREVIOUS_SECRET), or enter them again';
      return [
        { about: 'credentials', status: 'failure', detail: `cannot be opened: ${lost.join(', ')}`, advice },
      ];
    } finally {
      await records.close();
    }
  },
};

/** Opening records would migrate them. */
async function isUpToDate(config: Parameters<Check['look']>[0]): Promise<boolean> {
  const maintenance = await openMaintenance(config);
  try {
    return (await maintenance.pending()).length === 0;
  } finally {
    await maintenance.close();
  }
}

export const pictures: Check = {
  about: 'pictures',
  async look(config) {
    const start = performance.now();
    const blobs = await openBlobs(config);
    const where = config.s3 ? `bucket ${config.s3.bucket}` : `${config.dataDir}/blobs`;
    await probeBlobs(blobs).catch((error: Error) => {
      throw new Error(`${where}: ${error.message}`, { cause: error });
    });
    return [
      { about: 'pictures', status: 'ok', detail: `${where}: kept, read and deleted in ${since(start)}` },
    ];
  },
};

export const shared: Check = {
  about: 'Redis',
  async look(config) {
    if (!config.redisUrl) {
      if (!config.databaseUrl) return [];
      const advice = 'set AXONHUB_REDIS_URL before a second one joins';
      return [{ about: 'Redis', status: 'ok', detail: 'none: this gateway is alone', advice }];
    }
    const start = performance.now();
    const state = await openShared(config, { warn: () => {} });
    try {
      await probeShared(state);
      return [
        { about: 'Redis', status: 'ok', detail: `written and read in ${since(start)}` },
        ...oneSecret(config),
      ];
    } finally {
      await state.close();
    }
  },
};

const oneSecret = ({ secret }: { readonly secret?: unknown }): Finding[] =>
  secret
    ? []
    : [
        {
          about: 'secret',
          status: 'warning',
          detail: 'several gateways, but each has a secret of its own',
          advice: 'give all of them one AXONHUB_SECRET',
        },
      ];
