import { Brush, ImagePlus, X } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/ui/button.tsx';
import { MaskEditor } from './mask-editor.tsx';
import type { Picture } from './picture.ts';
import { picturesAmong } from './use-dropped.ts';

interface ReferencesProps {
  readonly pictures: readonly Picture[];
  readonly mask: Picture | undefined;
  readonly onPictures: (pictures: readonly Picture[]) => void;
  readonly onAdd: (pictures: readonly Picture[]) => void;
  readonly onMask: (mask: Picture | undefined) => void;
}

/** Pictures an edit starts from. The mask belongs to the first one. */
export function References({ pictures, mask, onPictures, onAdd, onMask }: ReferencesProps) {
  const { t } = useTranslation('studio');
  const input = useRef<HTMLInputElement>(null);
  const [editing, setEditing] = useState(false);
  const remove = (index: number): void => onPictures(pictures.filter((_, each) => each !== index));
  const [first] = pictures;
  return (
    <section aria-label={t('references.title')} className="grid gap-2">
      <h2 className="text-sm font-medium">{t('references.title')}</h2>
      <div className="flex flex-wrap gap-2">
        {pictures.map(({ url }, index) => (
          <div key={url} className="relative">
            <img
              src={url}
              alt={t('references.alt', { number: index + 1 })}
              className="size-20 rounded-md border object-cover"
            />
            <Button
              size="icon"
              className="absolute -top-2 -right-2 size-6 rounded-full"
              aria-label={t('references.remove', { number: index + 1 })}
              onClick={() => remove(index)}
            >
              <X aria-hidden />
            </Button>
          </div>
        ))}
        <button
          type="button"
          onClick={() => input.current?.click()}
          className="grid size-20 cursor-pointer place-items-center rounded-md border border-dashed text-muted-foreground hover:bg-muted"
          aria-label={t('references.add')}
        >
          <ImagePlus aria-hidden className="size-5" />
        </button>
        <input
          ref={input}
          type="file"
          accept="image/*"
          multiple
          className="hidden"
          aria-label={t('references.add')}
          onChange={({ target }) => {
            onAdd(picturesAmong(target.files ?? []));
            target.value = '';
          }}
        />
      </div>
      {!first && <p className="text-xs text-muted-foreground">{t('references.hint')}</p>}
      {first && (
        <div className="flex flex-wrap items-center gap-2">
          <Button size="small" onClick={() => setEditing(true)}>
            <Brush aria-hidden />
            {mask ? t('mask.change') : t('mask.paint')}
          </Button>
          {mask && (
            <img
              src={mask.url}
              alt={t('mask.shown')}
              className="size-8 rounded border bg-danger/60 object-cover"
            />
          )}
          {mask && (
            <Button size="small" kind="ghost" onClick={() => onMask(undefined)}>
              {t('mask.remove')}
            </Button>
          )}
        </div>
      )}
      {editing && first && (
        <MaskEditor
          picture={first}
          onClose={() => setEditing(false)}
          onDone={(painted) => {
            onMask(painted);
            setEditing(false);
          }}
        />
      )}
    </section>
  );
}
