import { ActionIcon } from '@mantine/core'
import { IconChevronLeft, IconChevronRight, IconX } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useText } from '#renderer/i18n/i18n.ts'
import type { CaseFile } from '#shared/features/complaints/complaint-case.ts'
import { openPdf, type PdfPages } from './pdf-pages.ts'

interface FilePreviewProps {
  readonly file: CaseFile
  /** Null when the content is on the server only and cannot be reached. */
  readonly content: Blob | null
  readonly onClose: () => void
}

/** A scan inside the case, never in a window over it. */
export function FilePreview({ file, content, onClose }: FilePreviewProps) {
  const t = useText('complaints')
  return (
    <section className="file-preview" aria-label={file.name}>
      <header className="file-preview__head">
        <span className="ellipsis">{file.name}</span>
        <ActionIcon size="sm" aria-label={t('files.close')} onClick={onClose}>
          <IconX size={14} />
        </ActionIcon>
      </header>
      {content === null ? (
        <p className="soft">{t('files.unreachable')}</p>
      ) : file.type === 'application/pdf' ? (
        <PdfPreview content={content} />
      ) : (
        <ImagePreview content={content} name={file.name} />
      )}
    </section>
  )
}

function ImagePreview({ content, name }: { readonly content: Blob; readonly name: string }) {
  const t = useText('complaints')
  const [address, setAddress] = useState<string | null>(null)
  const [isBroken, setIsBroken] = useState(false)
  useEffect(() => {
    const made = URL.createObjectURL(content)
    setAddress(made)
    return () => URL.revokeObjectURL(made)
  }, [content])
  if (isBroken) return <p className="soft">{t('files.broken')}</p>
  return address === null ? null : (
    <img className="file-preview__sheet" src={address} alt={name} onError={() => setIsBroken(true)} />
  )
}

function PdfPreview({ content }: { readonly content: Blob }) {
  const t = useText('complaints')
  const canvas = useRef<HTMLCanvasElement>(null)
  const [pdf, setPdf] = useState<PdfPages | 'broken' | null>(null)
  const [page, setPage] = useState(1)

  useEffect(() => {
    let opened: PdfPages | null = null
    let isCurrent = true
    openPdf(content).then(
      (pages) => {
        opened = pages
        if (isCurrent) setPdf(pages)
        else pages.close()
      },
      () => isCurrent && setPdf('broken'),
    )
    return () => {
      isCurrent = false
      opened?.close()
    }
  }, [content])

  useEffect(() => {
    const sheet = canvas.current
    if (pdf === null || pdf === 'broken' || sheet === null) return
    pdf.draw(page, sheet, sheet.clientWidth || 600).catch(() => setPdf('broken'))
  }, [pdf, page])

  if (pdf === 'broken') return <p className="soft">{t('files.broken')}</p>
  return (
    <>
      <canvas ref={canvas} className="file-preview__sheet" />
      {pdf === null ? null : (
        <nav className="file-preview__pages">
          <ActionIcon
            size="sm"
            aria-label={t('files.previous')}
            disabled={page === 1}
            onClick={() => setPage(page - 1)}
          >
            <IconChevronLeft size={14} />
          </ActionIcon>
          <span className="digits">{t('files.page', { page, pages: pdf.count })}</span>
          <ActionIcon
            size="sm"
            aria-label={t('files.following')}
            disabled={page === pdf.count}
            onClick={() => setPage(page + 1)}
          >
            <IconChevronRight size={14} />
          </ActionIcon>
        </nav>
      )}
    </>
  )
}
