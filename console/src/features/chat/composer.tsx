import { Code, Eraser, ImagePlus, SendHorizontal, Square, X } from 'lucide-react';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Picture, pictureOf } from '@/features/studio/picture.ts';
import { Button } from '@/ui/button.tsx';

interface ComposerProps {
  readonly running: boolean;
  /** No model is chosen. */
  readonly disabled: boolean;
  /** Nothing was said yet. */
  readonly empty: boolean;
  readonly onSend: (text: string, pictures: readonly Picture[]) => void;
  readonly onStop: () => void;
  readonly onClear: () => void;
  readonly onCode: () => void;
}

/** Where questions are written; pictures are dropped, pasted or chosen. Enter sends, Shift + Enter begins a line. */
export function Composer({ running, disabled, empty, onSend, onStop, onClear, onCode }: ComposerProps) {
  const { t } = useTranslation('chat');
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [pictures, setPictures] = useState<readonly Picture[]>([]);
  const ready = !running && !disabled && (text.trim() !== '' || pictures.length > 0);
  const add = (files: Iterable<File>): void => {
    const images = [...files].filter(({ type }) => type.startsWith('image/'));
    if (images.length > 0) setPictures((all) => [...all, ...images.map(pictureOf)]);
  };
  const send = (event?: FormEvent): void => {
    event?.preventDefault();
    if (!ready) return;
    onSend(text, pictures);
    setText('');
    setPictures([]);
  };
  return (
    <form
      className="sticky bottom-4 grid gap-2 rounded-lg border bg-surface p-3 shadow-lg focus-within:border-ring"
      onSubmit={send}
      onDrop={(event) => {
        event.preventDefault();
        add(event.dataTransfer.files);
      }}
      onDragOver={(event) => event.preventDefault()}
    >
      {pictures.length > 0 && (
        <ul className="flex flex-wrap gap-2">
          {pictures.map(({ url }, index) => (
            <li key={url} className="relative">
              <img
                src={url}
                alt={t('picture', { number: index + 1 })}
                className="size-16 rounded-md border object-cover"
              />
              <Button
                size="icon"
                className="absolute -top-2 -right-2 size-6 rounded-full"
                aria-label={t('removePicture', { number: index + 1 })}
                onClick={() => setPictures(pictures.filter((_, at) => at !== index))}
              >
                <X aria-hidden />
              </Button>
            </li>
          ))}
        </ul>
      )}
      <textarea
        aria-label={t('message')}
        rows={2}
        className="max-h-60 w-full resize-none bg-transparent text-sm outline-none [field-sizing:content] placeholder:text-muted-foreground"
        placeholder={t('messageHint')}
        value={text}
        onChange={({ target }) => setText(target.value)}
        onPaste={({ clipboardData }) => add(clipboardData.files)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
            event.preventDefault();
            send();
          }
        }}
      />
      <div className="flex flex-wrap items-center gap-1">
        <Button kind="ghost" size="icon" aria-label={t('addPicture')} onClick={() => input.current?.click()}>
          <ImagePlus aria-hidden />
        </Button>
        <input
          ref={input}
          type="file"
          accept="image/*"
          multiple
          className="hidden"
          aria-label={t('addPicture')}
          onChange={({ target }) => {
            add(target.files ?? []);
            target.value = '';
          }}
        />
        <Button kind="ghost" size="icon" aria-label={t('code.show')} onClick={onCode} disabled={disabled}>
          <Code aria-hidden />
        </Button>
        {!empty && (
          <Button kind="ghost" size="small" onClick={onClear}>
            <Eraser aria-hidden />
            {t('clear')}
          </Button>
        )}
        {running ? (
          <Button className="ml-auto" onClick={onStop}>
            <Square aria-hidden />
            {t('stop')}
          </Button>
        ) : (
          <Button type="submit" kind="primary" className="ml-auto" disabled={!ready}>
            <SendHorizontal aria-hidden />
            {t('send')}
          </Button>
        )}
      </div>
    </form>
  );
}
