import * as z from 'zod';
import { route } from './route.ts';

const configured = z
  .object({
    name: z.string().meta({ description: 'Where it stands in the file, as `server.body_limit_mb`.' }),
    value: z.string().nullable().meta({ description: 'What counts; null: nothing.' }),
    unit: z.enum(['ms', 'seconds', 'hours', 'MiB']).nullable(),
    from: z.enum(['flag', 'variable', 'file', 'default']),
    variable: z.string().nullable().meta({ description: 'The environment variable that sets it.' }),
    flag: z.string().nullable().meta({ description: 'The flag of the command line that sets it.' }),
    description: z.string(),
  })
  .meta({ id: 'ConfiguredMember' });

export const configurationRoutes = {
  get: route({
    id: 'getConfiguration',
    method: 'GET',
    path: '/configuration',
    summary: 'What the file, the environment and the command line decided on this node; no secrets',
    tag: 'configuration',
    access: 'settings:read',
    reply: z.object({
      file: z.string().nullable().meta({ description: 'The configuration file that was read.' }),
      items: z.array(configured).readonly(),
    }),
  }),
};
