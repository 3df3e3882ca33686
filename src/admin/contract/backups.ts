import * as z from 'zod';
import { passphrase } from './passphrase.ts';
import { time } from './person.ts';
import { route } from './route.ts';

export const backupRoutes = {
  prepare: route({
    id: 'prepareBackup',
    method: 'POST',
    path: '/backups',
    summary:
      'Ask for a backup of everything: rows, and pictures if wanted. It is made while `downloadBackup` is answered',
    tag: 'backups',
    access: 'backups:write',
    body: z.strictObject({
      passphrase: passphrase.nullable().meta({
        writeOnly: true,
        description:
          'Locks the secret that opens stored credentials; null leaves it out, and restoring needs it from elsewhere.',
      }),
      pictures: z.boolean().meta({ description: 'False: rows only.' }),
    }),
    status: 201,
    reply: z.object({
      ticket: z.string().meta({ description: 'Works once, for whoever asked.' }),
      expiresAt: time,
    }),
  }),
  download: route({
    id: 'downloadBackup',
    method: 'GET',
    path: '/backups/{ticket}',
    summary: 'The backup as it is made: a .tar.gz for the command `restore`',
    tag: 'backups',
    access: 'backups:write',
    params: z.object({ ticket: z.string().min(1).max(100) }),
    produces: 'application/gzip',
    audited: true,
  }),
};
