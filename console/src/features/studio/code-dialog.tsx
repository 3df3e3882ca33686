import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '@/ui/copy.tsx';
import { Dialog } from '@/ui/dialog.tsx';
import { Field } from '@/ui/field.tsx';
import { Select } from '@/ui/input.tsx';
import { type CodeFormat, type CodeLanguage, FORMATS, LANGUAGES, sampleOf } from './code-samples.ts';
import type { Wishes } from './wishes.ts';

/** The same request as a program, in every format clients speak. */
export function CodeDialog({
  model,
  wishes,
  editing,
  onClose,
}: {
  readonly model: string;
  readonly wishes: Wishes;
  readonly editing: boolean;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('studio');
  const [format, setFormat] = useState<CodeFormat>('chat');
  const [language, setLanguage] = useState<CodeLanguage>('curl');
  const code = sampleOf(format, language, { origin: window.location.origin, model, wishes, editing });
  return (
    <Dialog open onClose={onClose} title={t('code.title')} description={t('code.hint')} className="max-w-3xl">
      <div className="grid gap-4">
        <div className="flex flex-wrap items-end gap-3">
          <Field label={t('code.format')}>
            <Select value={format} onChange={({ target }) => setFormat(target.value as CodeFormat)}>
              {FORMATS.map((each) => (
                <option key={each} value={each}>
                  {t(`code.formats.${each}`)}
                </option>
              ))}
            </Select>
          </Field>
          <Field label={t('code.language')}>
            <Select value={language} onChange={({ target }) => setLanguage(target.value as CodeLanguage)}>
              {LANGUAGES.map((each) => (
                <option key={each} value={each}>
                  {t(`code.languages.${each}`)}
                </option>
              ))}
            </Select>
          </Field>
          <CopyButton text={code} label={t('common:action.copy')} />
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard */}
        <pre tabIndex={0} className="max-h-[55dvh] overflow-auto rounded-md bg-muted p-4 text-xs">
          <code>{code}</code>
        </pre>
      </div>
    </Dialog>
  );
}
