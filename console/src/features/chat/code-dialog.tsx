import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CodeLanguage, LANGUAGES, programOf } from '@/features/studio/code-samples.ts';
import { CopyButton } from '@/ui/copy.tsx';
import { Dialog } from '@/ui/dialog.tsx';
import { Field } from '@/ui/field.tsx';
import { Select } from '@/ui/input.tsx';
import { Loaded } from '@/ui/states.tsx';
import type { Turn } from './conversation.ts';
import { requestBody } from './request.ts';
import type { ChatSettings } from './settings.ts';

/** Pictures are shown by their first characters only: nobody reads the rest, and programs read them from files. */
const SHOWN_OF_PICTURE = /(data:image\/[\w.+-]+;base64,.{12})[^"]+/g;

/** The conversation so far as a program, for each chosen model. */
export function CodeDialog({
  settings,
  turns,
  onClose,
}: {
  readonly settings: ChatSettings;
  readonly turns: readonly Turn[];
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('chat');
  const [language, setLanguage] = useState<CodeLanguage>('curl');
  const [model, setModel] = useState(settings.models[0] ?? '');
  const query = useQuery({
    queryKey: ['chat-code', model, settings, turns.map(({ id }) => id)],
    gcTime: 0,
    queryFn: async () => {
      const { stream: _, stream_options: __, ...body } = await requestBody(model, settings, turns);
      const messages = (body.messages as object[]).length > 0 ? body.messages : [EXAMPLE];
      return { ...body, messages };
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('code.title')}
      description={t('studio:code.hint')}
      className="max-w-3xl"
    >
      <div className="grid grid-cols-1 gap-4">
        <Loaded query={query}>
          {(body) => {
            const code = programOf(language, `${window.location.origin}/v1/chat/completions`, body);
            return (
              <>
                <div className="flex flex-wrap items-end gap-3">
                  {settings.models.length > 1 && (
                    <Field label={t('code.model')}>
                      <Select value={model} onChange={({ target }) => setModel(target.value)}>
                        {settings.models.map((each) => (
                          <option key={each}>{each}</option>
                        ))}
                      </Select>
                    </Field>
                  )}
                  <Field label={t('studio:code.language')}>
                    <Select
                      value={language}
                      onChange={({ target }) => setLanguage(target.value as CodeLanguage)}
                    >
                      {LANGUAGES.map((each) => (
                        <option key={each} value={each}>
                          {t(`studio:code.languages.${each}`)}
                        </option>
                      ))}
                    </Select>
                  </Field>
                  <CopyButton text={code} label={t('common:action.copy')} />
                </div>
                {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard */}
                <pre tabIndex={0} className="max-h-[55dvh] overflow-auto rounded-md bg-muted p-4 text-xs">
                  <code>{code.replaceAll(SHOWN_OF_PICTURE, '$1…')}</code>
                </pre>
              </>
            );
          }}
        </Loaded>
      </div>
    </Dialog>
  );
}

const EXAMPLE = { role: 'user', content: 'Hello!' };
