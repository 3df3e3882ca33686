import * as z from 'zod';
import { me } from './me.ts';
import { email, label, password, personName, timeZone } from './person.ts';
import { route } from './route.ts';

export const setupRoutes = {
  state: route({
    id: 'getSetup',
    method: 'GET',
    path: '/setup',
    summary: 'Whether somebody owns this installation',
    tag: 'setup',
    access: 'anyone',
    reply: z.object({
      needed: z.boolean().meta({ description: 'Nobody owns it yet: `setUp` makes the owner.' }),
      codeNeeded: z.boolean().meta({
        description: 'Whoever calls from here must send the code that the gateway prints when it starts.',
      }),
    }),
  }),
  setUp: route({
    id: 'setUp',
    method: 'POST',
    path: '/setup',
    summary: 'Make the owner; works once. Answers with the session cookie',
    tag: 'setup',
    access: 'anyone',
    body: z.strictObject({
      email,
      name: personName,
      password,
      project: label(100).optional().meta({ description: 'A name for the first project.' }),
      timeZone: timeZone.optional(),
      code: z.string().max(100).optional().meta({ description: 'Needed where `codeNeeded` says so.' }),
    }),
    status: 201,
    reply: me,
  }),
};
