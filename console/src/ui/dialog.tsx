import { X } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import { cn } from './cn.ts';

interface DialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: ReactNode;
  readonly description?: ReactNode;
  /** `side`: a panel at the right edge, for long forms and details. */
  readonly place?: 'middle' | 'side';
  readonly className?: string;
  readonly children: ReactNode;
}

/** The browser's modal dialog: it keeps the focus, closes with Escape and hides the page behind from screen readers. */
export function Dialog({
  open,
  onClose,
  title,
  description,
  place = 'middle',
  className,
  children,
}: DialogProps) {
  const { t } = useTranslation();
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = ref.current;
    if (open && dialog && !dialog.open) dialog.showModal();
    if (!open) dialog?.close();
  }, [open]);
  if (!open) return null;
  return (
    <dialog
      ref={ref}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      className={cn(
        'max-h-[92dvh] w-full overflow-y-auto border bg-surface p-6 text-foreground shadow-xl backdrop:bg-black/50',
        place === 'middle' ? 'm-auto max-w-lg rounded-lg' : 'mr-0 ml-auto h-dvh max-h-dvh max-w-2xl',
        className,
      )}
    >
      <div className="mb-4 flex items-start justify-between gap-4">
        <div className="grid gap-1">
          <h2 id={id} className="text-lg font-semibold">
            {title}
          </h2>
          {description !== undefined && <div className="text-sm text-muted-foreground">{description}</div>}
        </div>
        <Button kind="ghost" size="icon" onClick={onClose} aria-label={t('action.close')}>
          <X aria-hidden />
        </Button>
      </div>
      {children}
    </dialog>
  );
}
