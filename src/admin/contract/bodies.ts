import * as z from 'zod';
import { entryParams } from './log-fields.ts';
import { time } from './person.ts';
import { route } from './route.ts';

const bodySummary = z
  .object({
    name: z
      .string()
      .meta({ description: 'Names it in paths, as `client-request` or `upstream-answer-0-1`.' }),
    side: z.enum(['client', 'upstream']),
    direction: z.enum(['request', 'answer']),
    attempt: z
      .number()
      .int()
      .nullable()
      .meta({ description: 'Position of the execution; null on the client side.' }),
    call: z
      .number()
      .int()
      .nullable()
      .meta({ description: "Which of the attempt's upstream calls, from 0; null on the client side." }),
    method: z.string().nullable().meta({ description: 'Of a request.' }),
    url: z.string().nullable().meta({ description: 'Of a request, without its query.' }),
    status: z.number().int().nullable().meta({ description: 'HTTP status of an answer.' }),
    mediaType: z.string().meta({ description: 'Empty: there was no body.' }),
    bytes: z.number().int().meta({ description: 'Length on the wire, base64 of pictures included.' }),
    pictures: z.number().int().meta({ description: 'Pictures in it; their numbers begin with 0.' }),
    state: z.enum(['kept', 'cut', 'metadata', 'lost']).meta({
      description:
        '`kept`: the content can be read. `cut`: its beginning can. `metadata`: no content was to be kept. `lost`: it could not be written.',
    }),
    createdAt: time,
  })
  .meta({ id: 'BodySummary' });

const value = {
  path: z.string().meta({ description: 'JSON pointer (RFC 6901); empty for the whole body.' }),
  kind: z.enum(['object', 'array', 'string', 'number', 'boolean', 'null']),
  bytes: z.number().int().meta({ description: 'Length of its text, pictures left out.' }),
  count: z.number().int().nullable().meta({ description: 'Children of an object or array, else null.' }),
  value: z.union([z.string(), z.number(), z.boolean(), z.null()]).optional().meta({
    description: 'Of texts, numbers, truth values and null. Pictures stand in texts as `[picture 0]`.',
  }),
  cut: z.boolean().meta({ description: 'The text goes on: ask for its path.' }),
  pictures: z.array(z.number().int()).readonly().meta({ description: 'Numbers of the pictures in `value`.' }),
};

const bodyChild = z
  .object({ key: z.union([z.string(), z.number().int()]), ...value })
  .meta({ id: 'BodyChild' });

const bodyNode = z
  .object({
    ...value,
    items: z
      .array(bodyChild)
      .readonly()
      .meta({ description: 'Children of an object or array, without theirs.' }),
    next: z
      .number()
      .int()
      .nullable()
      .meta({ description: '`offset` of what comes next; null: that was all.' }),
  })
  .meta({ id: 'BodyNode' });

const bodyParams = entryParams.extend({ body: z.string().min(1).max(100) });

const common = { tag: 'requests', access: 'requests:read' } as const;
const base = '/projects/{project}/requests/{id}/bodies';

export const bodyRoutes = {
  list: route({
    ...common,
    id: 'listRequestBodies',
    method: 'GET',
    path: base,
    summary: 'Which bodies of a request there are, in the order in which they came up',
    params: entryParams,
    reply: z.object({ items: z.array(bodySummary) }),
  }),
  node: route({
    ...common,
    id: 'getRequestBody',
    method: 'GET',
    path: `${base}/{body}`,
    summary:
      'A part of a body: the children of an object or array, or a stretch of a text. Events of a stream are an array, a form is the array of its fields',
    params: bodyParams,
    query: z.object({
      path: z
        .string()
        .max(2_000)
        .default('')
        .meta({ description: 'JSON pointer; empty for the whole body.' }),
      offset: z.coerce.number().int().min(0).default(0).meta({
        description: '`next` of the part before; of objects and arrays also a number of children to skip.',
      }),
      limit: z.coerce.number().int().min(1).max(1_000_000).optional().meta({
        description: 'Most children (default 100, at most 1,000), or bytes of text (default 20,000).',
      }),
    }),
    reply: bodyNode,
  }),
  raw: route({
    ...common,
    id: 'downloadRequestBody',
    method: 'GET',
    path: `${base}/{body}/raw`,
    summary: 'The whole body, pictures in their place, as a file',
    params: bodyParams,
    produces: '*/*',
  }),
  picture: route({
    ...common,
    id: 'getRequestBodyPicture',
    method: 'GET',
    path: `${base}/{body}/pictures/{picture}`,
    summary: 'A picture that stands in a body',
    params: bodyParams.extend({ picture: z.coerce.number().int().min(0) }),
    produces: 'image/*',
  }),
};
