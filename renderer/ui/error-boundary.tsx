import { Button } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { Component, type ReactNode } from 'react'
import { textsOf } from '#renderer/i18n/i18n.ts'
import { EmptyState } from './empty-state.tsx'

interface ErrorBoundaryProps {
  /** Where it happened, for the log: a zone's name, never data. */
  readonly where: string
  readonly report: (where: string, error: unknown) => void
  readonly children: ReactNode
}

/** Keeps a fault in one zone from taking the phone with it: the zone says so and can be shown again. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { hasFailed: boolean }> {
  override state = { hasFailed: false }

  static getDerivedStateFromError(): { hasFailed: boolean } {
    return { hasFailed: true }
  }

  override componentDidCatch(error: unknown): void {
    this.props.report(this.props.where, error)
  }

  override render(): ReactNode {
    if (!this.state.hasFailed) return this.props.children
    const t = textsOf('shell')
    return (
      <EmptyState icon={IconAlertTriangle} title={t('error.title')} body={t('error.body')}>
        <Button variant="default" onClick={() => this.setState({ hasFailed: false })}>
          {t('error.retry')}
        </Button>
      </EmptyState>
    )
  }
}
