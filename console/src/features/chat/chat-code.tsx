import { useQuery } from '@tanstack/react-query';
import { CodeDialog, type PictureFile } from '@/features/code/code-dialog.tsx';
import { pictureFile } from '@/features/code/picture-file.ts';
import { fileUrl } from '@/features/code/sample.ts';
import { TALK_FORMATS, type TalkQuestion, talkSample } from '@/features/code/talk-sample.ts';
import type { Picture } from '@/features/studio/picture.ts';
import type { Turn } from './conversation.ts';
import { requestBody } from './request.ts';
import type { ChatSettings } from './settings.ts';

/** A conversation as a program, with the files it reads. */
interface Talk {
  readonly question: TalkQuestion;
  readonly files: readonly PictureFile[];
}

/** The conversation so far as a program, for each chosen model. */
export function ChatCode({
  settings,
  turns,
  onClose,
}: {
  readonly settings: ChatSettings;
  readonly turns: readonly Turn[];
  readonly onClose: () => void;
}) {
  const { models } = settings;
  const { data } = useQuery({
    queryKey: ['chat-code', settings, turns.map(({ id }) => id)],
    gcTime: 0,
    queryFn: async () =>
      new Map(
        await Promise.all(
          models.map(async (model) => [model, await talkOf(model, settings, turns)] as const),
        ),
      ),
  });
  if (!data) return null;
  return (
    <CodeDialog
      models={models}
      formats={TALK_FORMATS}
      files={(model) => data.get(model)?.files ?? []}
      sample={(format, model) =>
        talkSample(format, data.get(model)?.question ?? { model, messages: [EXAMPLE] })
      }
      onClose={onClose}
    />
  );
}

const EXAMPLE = { role: 'user', content: 'Hello!' };

async function talkOf(model: string, settings: ChatSettings, turns: readonly Turn[]): Promise<Talk> {
  const files = new Map<Picture, PictureFile>();
  const place = async (picture: Picture): Promise<string> => {
    const file = files.get(picture) ?? pictureFile(picture, `picture-${files.size + 1}`);
    files.set(picture, file);
    return fileUrl(file);
  };
  const { stream: _, stream_options: __, ...body } = await requestBody(model, settings, turns, place);
  const question = body as unknown as TalkQuestion;
  const asked = question.messages.some(({ role }) => role === 'user');
  const messages = asked ? question.messages : [...question.messages, EXAMPLE];
  return { question: { ...question, messages }, files: [...files.values()] };
}
