import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CopyButton } from '@/ui/copy.tsx';
import { Dialog } from '@/ui/dialog.tsx';
import { Field } from '@/ui/field.tsx';
import { Select } from '@/ui/input.tsx';
import { type CodeLanguage, LANGUAGES, programOf } from './programs.ts';
import { type CodeFormat, fileMark, type Sample, type SampleFile } from './sample.ts';

/** A picture that programs read from a file. */
export interface PictureFile extends SampleFile {
  /** Where the browser has it, as `blob:…`. */
  readonly url: string;
}

interface CodeDialogProps<Format extends CodeFormat> {
  /** Those the request goes to; the program is for one of them. */
  readonly models: readonly string[];
  readonly formats: readonly Format[];
  readonly sample: (format: Format, model: string) => Sample;
  /** What the program for the model reads. */
  readonly files: (model: string) => readonly PictureFile[];
  readonly onClose: () => void;
}

/** The same request as a program, in every format clients speak. */
export function CodeDialog<Format extends CodeFormat>({
  models,
  formats,
  sample: sampleFor,
  files: filesFor,
  onClose,
}: CodeDialogProps<Format>) {
  const { t } = useTranslation('code');
  const [format, setFormat] = useState(formats[0] as Format);
  const [language, setLanguage] = useState<CodeLanguage>('curl');
  const [model, setModel] = useState(models[0] ?? '');
  const sample = sampleFor(format, model);
  const code = programOf(language, sample, window.location.origin);
  return (
    <Dialog open onClose={onClose} title={t('title')} description={t('hint')} className="max-w-3xl">
      <div className="grid grid-cols-1 gap-4">
        <div className="flex flex-wrap items-end gap-3">
          {models.length > 1 && (
            <Choice label={t('model')} value={model} options={models} onChange={setModel} />
          )}
          <Choice label={t('format')} value={format} options={formats} onChange={setFormat}>
            {(each) => t(`formats.${each as CodeFormat}`)}
          </Choice>
          <Choice label={t('language')} value={language} options={LANGUAGES} onChange={setLanguage}>
            {(each) => t(`languages.${each}`)}
          </Choice>
          <CopyButton text={code} label={t('common:action.copy')} />
        </div>
        {sample.lost.map((each) => (
          <p key={each} role="note" className="text-sm text-warning">
            {t(`lost.${each}`)}
          </p>
        ))}
        <Files
          files={filesFor(model).filter((file) => JSON.stringify(sample.body).includes(fileMark(file)))}
        />
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard */}
        <pre tabIndex={0} className="max-h-[55dvh] overflow-auto rounded-md bg-muted p-4 text-xs">
          <code>{code}</code>
        </pre>
        <p className="text-xs text-muted-foreground">{t(`result.${resultOf(language, sample)}`)}</p>
      </div>
    </Dialog>
  );
}

/** Where the answer is found once the program has run. */
function resultOf(language: CodeLanguage, { wanted }: Sample): 'file' | 'pictures' | 'shown' {
  if (language === 'curl') return 'file';
  return wanted === 'pictures' ? 'pictures' : 'shown';
}

function Choice<Option extends string>({
  label,
  value,
  options,
  onChange,
  children = (each) => each,
}: {
  readonly label: string;
  readonly value: Option;
  readonly options: readonly Option[];
  readonly onChange: (option: Option) => void;
  readonly children?: (option: Option) => ReactNode;
}) {
  return (
    <Field label={label}>
      <Select value={value} onChange={({ target }) => onChange(target.value as Option)}>
        {options.map((each) => (
          <option key={each} value={each}>
            {children(each)}
          </option>
        ))}
      </Select>
    </Field>
  );
}

function Files({ files }: { readonly files: readonly PictureFile[] }) {
  const { t } = useTranslation('code');
  if (files.length === 0) return null;
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
      {t('files')}
      {files.map(({ name, url }) => (
        <a key={name} href={url} download={name} className="underline underline-offset-4">
          {name}
        </a>
      ))}
    </p>
  );
}
