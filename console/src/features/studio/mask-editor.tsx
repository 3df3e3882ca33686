import { Brush, Eraser, FlipHorizontal2, Redo2, Trash2, Undo2, ZoomIn, ZoomOut } from 'lucide-react';
import { type PointerEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/ui/button.tsx';
import { Dialog } from '@/ui/dialog.tsx';
import { Field } from '@/ui/field.tsx';
import { exportMask, paint } from './mask-canvas.ts';
import { type Picture, pictureOf } from './picture.ts';
import { UNDO_KEYS, useUndoKeys } from './undo-keys.ts';
import { useStrokes } from './use-strokes.ts';

interface MaskEditorProps {
  readonly picture: Picture;
  readonly onClose: () => void;
  /** Undefined: nothing is painted, the whole picture may change. */
  readonly onDone: (mask: Picture | undefined) => void;
}

const ZOOMS = [0.25, 0.5, 1, 2, 4];

function useZoom() {
  const [zoom, setZoom] = useState(1);
  const step = (by: number): void =>
    setZoom(ZOOMS[Math.min(Math.max(ZOOMS.indexOf(zoom) + by, 0), ZOOMS.length - 1)] ?? 1);
  return { zoom, step };
}

/** Paints which part of a picture may change. */
export function MaskEditor({ picture, onClose, onDone }: MaskEditorProps) {
  const { t } = useTranslation('studio');
  const canvas = useRef<HTMLCanvasElement>(null);
  const [size, setSize] = useState<{ width: number; height: number }>();
  const { strokes, mayUndo, mayRedo, begin, extend, undo, redo, clear } = useStrokes();
  useUndoKeys({ undo, redo });
  const [erase, setErase] = useState(false);
  const [inverted, setInverted] = useState(false);
  const [brush, setBrush] = useState(8);
  const { zoom, step } = useZoom();

  useEffect(() => {
    if (size && canvas.current) paint(canvas.current, strokes, inverted);
  }, [strokes, inverted, size]);

  const place = ({ clientX, clientY, currentTarget }: PointerEvent<HTMLCanvasElement>) => {
    const box = currentTarget.getBoundingClientRect();
    const scale = currentTarget.width / box.width;
    return { x: (clientX - box.left) * scale, y: (clientY - box.top) * scale };
  };
  const press = (event: PointerEvent<HTMLCanvasElement>): void => {
    event.currentTarget.setPointerCapture(event.pointerId);
    begin({ erase, width: ((size?.width ?? 1024) * brush) / 100 }, place(event));
  };
  const move = (event: PointerEvent<HTMLCanvasElement>): void => {
    if (event.buttons !== 0) extend(place(event));
  };
  const done = async (): Promise<void> => {
    const empty = strokes.length === 0 && !inverted;
    onDone(canvas.current && !empty ? pictureOf(await exportMask(canvas.current)) : undefined);
  };

  return (
    <Dialog
      open
      onClose={onClose}
      title={t('mask.title')}
      description={`${t('mask.hint')} ${t('mask.keys', { undo: UNDO_KEYS.undo.shown, redo: UNDO_KEYS.redo.shown })}`}
      className="max-w-4xl"
    >
      <div className="grid gap-4">
        <div role="toolbar" aria-label={t('mask.title')} className="flex flex-wrap items-end gap-2">
          <Tool label={t('mask.brush')} active={!erase} onClick={() => setErase(false)} icon={Brush} />
          <Tool label={t('mask.eraser')} active={erase} onClick={() => setErase(true)} icon={Eraser} />
          <Tool
            label={t('mask.undo')}
            keys={UNDO_KEYS.undo}
            disabled={!mayUndo}
            onClick={undo}
            icon={Undo2}
          />
          <Tool
            label={t('mask.redo')}
            keys={UNDO_KEYS.redo}
            disabled={!mayRedo}
            onClick={redo}
            icon={Redo2}
          />
          <Tool
            label={t('mask.invert')}
            active={inverted}
            onClick={() => setInverted(!inverted)}
            icon={FlipHorizontal2}
          />
          <Tool label={t('mask.clear')} disabled={strokes.length === 0} onClick={clear} icon={Trash2} />
          <Tool
            label={t('mask.zoomOut')}
            disabled={zoom === ZOOMS[0]}
            onClick={() => step(-1)}
            icon={ZoomOut}
          />
          <Tool
            label={t('mask.zoomIn')}
            disabled={zoom === ZOOMS.at(-1)}
            onClick={() => step(1)}
            icon={ZoomIn}
          />
          <Field label={t('mask.size')}>
            <input
              type="range"
              min={1}
              max={40}
              value={brush}
              onChange={({ target }) => setBrush(Number(target.value))}
            />
          </Field>
        </div>
        <section
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
          tabIndex={0}
          aria-label={t('mask.picture')}
          className="max-h-[60dvh] overflow-auto rounded-md border bg-muted"
        >
          <div className="relative" style={{ width: `${zoom * 100}%` }}>
            <img
              src={picture.url}
              alt=""
              className="block w-full"
              onLoad={({ currentTarget: { naturalWidth: width, naturalHeight: height } }) =>
                setSize({ width, height })
              }
            />
            {size && (
              <canvas
                ref={canvas}
                width={size.width}
                height={size.height}
                aria-label={t('mask.canvas')}
                className="absolute inset-0 size-full cursor-crosshair touch-none opacity-60"
                onPointerDown={press}
                onPointerMove={move}
              />
            )}
          </div>
        </section>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('common:action.cancel')}</Button>
          <Button kind="primary" onClick={() => void done()}>
            {t('mask.use')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

function Tool({
  label,
  keys,
  icon: Icon,
  active,
  disabled,
  onClick,
}: {
  readonly label: string;
  readonly keys?: (typeof UNDO_KEYS)[keyof typeof UNDO_KEYS];
  readonly icon: typeof Brush;
  readonly active?: boolean;
  readonly disabled?: boolean;
  readonly onClick: () => void;
}) {
  return (
    <Button
      size="icon"
      kind={active ? 'primary' : 'secondary'}
      aria-label={label}
      title={keys ? `${label} (${keys.shown})` : label}
      aria-keyshortcuts={keys?.aria}
      {...(active !== undefined && { 'aria-pressed': active })}
      disabled={disabled}
      onClick={onClick}
    >
      <Icon aria-hidden />
    </Button>
  );
}
