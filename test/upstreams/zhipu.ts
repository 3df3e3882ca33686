import { type Fake, type FakeCall, type FakeReply, startFake } from './fake.ts';
import { makePicture } from './picture.ts';
import { Refusal, refusing } from './refusal.ts';
import { StoredPictures } from './stored-pictures.ts';

const KEY = 'zhipu-test';
const FIELDS = ['model', 'prompt', 'size', 'quality', 'watermark_enabled', 'user_id'];

interface Body {
  readonly model?: string;
  readonly prompt?: string;
  readonly size?: string;
  readonly quality?: string;
  readonly watermark_enabled?: boolean;
  readonly user_id?: string;
}

const refuse = (status: number, code: string, message: string) =>
  new Refusal(status, { error: { code, message } });
const invalid = (field: string) => refuse(400, '1214', `${field} 参数非法。请检查文档`);

/** Zhipu's image generation under `/api/paas/v4`, for an account that has not signed the disclaimer. Key: `zhipu-test`. */
export function startZhipu(): Promise<Fake> {
  const files = new StoredPictures();
  return startFake(
    refusing(async (call) => {
      const file = files.find(call);
      if (file) return file;
      if (call.headers.authorization !== `Bearer ${KEY}`) throw refuse(401, '1000', '身份验证失败');
      if (call.path !== '/api/paas/v4/images/generations') throw refuse(404, '1222', 'API 不存在');
      return draw(call, files);
    }),
  );
}

async function draw(call: FakeCall, files: StoredPictures): Promise<FakeReply> {
  const body = (call.json ?? {}) as Body;
  const glm = body.model === 'glm-image';
  if (!glm && !/^cogview-(4(-250304)?|3-flash)$/.test(body.model ?? ''))
    throw refuse(400, '1211', '模型不存在，请检查模型代码');
  const unknown = Object.keys(body).find((name) => !FIELDS.includes(name));
  if (unknown) throw invalid(unknown);
  if (!body.prompt) throw refuse(400, '1213', '未正常接收到 prompt 参数');
  if (!(glm ? ['hd', undefined] : ['hd', 'standard', undefined]).includes(body.quality))
    throw invalid('quality');
  if (body.watermark_enabled === false) throw invalid('watermark_enabled');
  if (body.user_id !== undefined && !/^.{6,128}$/.test(body.user_id)) throw invalid('user_id');
  const size = sizeOf(body, glm);
  if (/forbidden/i.test(body.prompt))
    throw refuse(400, '1301', '系统检测到输入或生成内容可能包含不安全或敏感内容');
  const bytes = await makePicture({ ...size, format: 'png', label: body.prompt });
  return { json: { created: 1_795_400_000, data: [{ url: files.add(call, bytes) }], request_id: 'req-1' } };
}

function sizeOf({ size }: Body, glm: boolean) {
  const [width = 0, height = 0] = (size ?? (glm ? '1280x1280' : '1024x1024')).split('x').map(Number);
  const [step, least, most] = glm ? [32, 1024, 2 ** 22] : [16, 512, 2 ** 21];
  const fits = [width, height].every((edge) => edge % step === 0 && edge >= least && edge <= 2048);
  if (!fits || width * height > most) throw invalid('size');
  return { width, height };
}
