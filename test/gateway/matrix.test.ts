import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectedOutcome, upstreamWords } from './expected-parameters.ts';
import { type Answer, type House, openHouse } from './house.ts';
import { PARAMETER_CASES, type ParameterCase } from './parameter-cases.ts';
import { decodePixels, everywhere, maskedPicture, shareChanged } from './pixels.ts';
import { onlyPicture, readChat, toDataUrl, warningAbout } from './read-chat.ts';
import { readChunks, streamedPictures, streamedPreviews, streamedWarnings } from './read-stream.ts';
import { receivedFields, SUBJECTS, type SubjectName } from './subjects.ts';

const { original, mask } = await maskedPicture();
let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

type Parameters = { readonly [parameter: string]: unknown };

function draw(subject: SubjectName, parameters: Parameters, edits = false, stream = false): Promise<Answer> {
  const picture = { type: 'image_url', image_url: { url: toDataUrl(original) } };
  return house.ask('/v1/chat/completions', {
    model: SUBJECTS[subject].model,
    messages: [
      { role: 'user', content: [...(edits ? [picture] : []), { type: 'text', text: 'Draw a red kite' }] },
    ],
    tools: [{ type: 'image_generation', image_generation: parameters }],
    tool_choice: { type: 'image_generation' },
    stream,
  });
}

const wishedValue = ({ parameter, value }: ParameterCase): unknown =>
  parameter === 'input_image_mask' ? { image_url: toDataUrl(mask) } : value;

/** Pictures to compare with; the fakes draw the same picture for the same request. */
const plain = new Map<string, Promise<Buffer>>();
function withoutWish(subject: SubjectName, { parameter, otherwise, beside, edits }: ParameterCase) {
  const parameters = { ...beside, ...(otherwise !== undefined && { [parameter]: otherwise }) };
  const name = JSON.stringify([subject, parameters, edits]);
  const known =
    plain.get(name) ?? draw(subject, parameters, edits).then((it) => onlyPicture(readChat(it).message));
  plain.set(name, known);
  return known;
}

async function checkStrict(subject: SubjectName, parameters: Parameters, parameter: string, edits = false) {
  house.forgetCalls();
  const refused = await draw(subject, { ...parameters, strict: true }, edits, parameter === 'partial_images');
  expect(refused.status).toBe(400);
  const { error } = JSON.parse(refused.text) as { error: { code: string; param: string; message: string } };
  const field = `tools[0].image_generation.${parameter}`;
  expect(error).toMatchObject({ code: 'unsupported_parameter', param: field });
  expect(error.message).toContain(field);
  expect(error.message).toContain(SUBJECTS[subject].model);
  expect(error.message).toMatch(/Models that can: .+/);
  expect(house.calls(SUBJECTS[subject].provider)).toEqual([]);
}

describe.each(Object.keys(SUBJECTS) as SubjectName[])('%s', (subject) => {
  const { provider } = SUBJECTS[subject];

  for (const parameterCase of PARAMETER_CASES) {
    const { parameter, value, beside, edits, fulfilled, unfulfilled, upstream } = parameterCase;
    const wish = `${parameter} ${value}`;
    const expected = expectedOutcome(wish, subject);

    it(`${wish}: ${expected}`, async () => {
      const parameters = { ...beside, [parameter]: wishedValue(parameterCase) };
      const without = await withoutWish(subject, parameterCase);
      house.forgetCalls();
      const chat = readChat(await draw(subject, parameters, edits));
      const received = receivedFields(house.calls(provider)[0]);
      const kind = warningAbout(chat, parameter)?.kind;
      const drawn = { picture: onlyPicture(chat.message), without, original };

      const silent = expected === 'native' || expected === 'inherent';
      expect(kind).toBe(silent ? undefined : expected === 'impossible' ? 'ignored' : expected);
      if (expected === 'native' && provider !== 'demo') {
        expect(received).toMatchObject(upstreamWords(wish, subject) ?? upstream);
      }
      if (expected !== 'native') expect(received).not.toMatchObject({ [parameter]: value });
      const unmet = expected === 'impossible' || expected === 'hinted';
      await (unmet ? (unfulfilled ?? samePicture)(drawn) : fulfilled(drawn));
      if (expected === 'impossible') await checkStrict(subject, parameters, parameter, edits);
    });
  }

  const previews = expectedOutcome('partial_images 2', subject);
  it(`partial_images 2: ${previews}`, async () => {
    house.forgetCalls();
    const chunks = readChunks(await draw(subject, { partial_images: 2, size: '512x512' }, false, true));
    const received = receivedFields(house.calls(provider)[0]);
    expect(streamedPictures(chunks)).toHaveLength(1);
    expect(streamedPreviews(chunks)).toHaveLength(previews === 'native' ? 2 : 0);
    const warning = streamedWarnings(chunks).find(({ field }) => field.endsWith('.partial_images'));
    if (previews === 'native') {
      expect(warning).toBeUndefined();
      if (provider !== 'demo') expect(received).toMatchObject({ partial_images: 2 });
    } else {
      expect(warning?.kind).toBe('ignored');
      expect(received).not.toHaveProperty('partial_images');
      await checkStrict(subject, { partial_images: 2 }, 'partial_images');
    }
  });
});

async function samePicture({ picture, without }: { picture: Buffer; without: Buffer }): Promise<void> {
  expect(shareChanged(await decodePixels(picture), await decodePixels(without), everywhere)).toBe(0);
}

describe('strict mode', () => {
  it('comes by header too, and says nothing about what the gateway can do itself', async () => {
    const request = {
      model: SUBJECTS.doubao.model,
      messages: [{ role: 'user', content: 'A red kite' }],
      modalities: ['image', 'text'],
      size: '512x512',
      output_format: 'webp',
      output_compression: 50,
    };
    const headers = { 'ah-strict': 'true' };
    const possible = readChat(await house.ask('/v1/chat/completions', request, headers));
    expect(possible.axonhub.warnings.map(({ kind }) => kind)).toEqual(['emulated', 'emulated', 'emulated']);
    const impossible = await house.ask('/v1/chat/completions', { ...request, seed: 7 }, headers);
    expect(impossible.status).toBe(400);
    expect(JSON.parse(impossible.text)).toMatchObject({
      error: { code: 'unsupported_parameter', param: 'seed' },
    });
  });

  it('leaves warnings out of nothing: body, header and log agree', async () => {
    const answer = await draw('gemini', { moderation: 'low', output_format: 'webp', size: '256x256' });
    const { axonhub } = readChat(answer);
    const header = answer.headers.get('ah-warnings') ?? '';
    expect(axonhub.warnings).toHaveLength(3);
    for (const { field, kind } of axonhub.warnings) expect(header).toContain(`"${field}";kind=${kind}`);
  });
});
