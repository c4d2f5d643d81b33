import '@mantine/core/styles.css'
import '#renderer/ui/tokens.css'
import '#renderer/ui/mantine-under-tokens.css'
import '#renderer/ui/base.css'
import '#renderer/ui/kit.css'
import '#renderer/i18n/i18n.ts'
import { createRoot } from 'react-dom/client'
import { Providers } from '#renderer/app/providers.tsx'
import type { BrowserSoftphone } from '#renderer/features/telephony/browser-softphone.ts'
import { SoftphoneBar } from '#renderer/features/telephony/softphone-bar.tsx'
import { SoftphoneProvider } from '#renderer/features/telephony/softphone-context.tsx'

/** The bar of the desk over the softphone under test. */
export function showBar(soft: BrowserSoftphone): void {
  const place = document.createElement('main')
  document.body.append(place)
  createRoot(place).render(
    <Providers>
      <SoftphoneProvider soft={soft}>
        <h1>{document.title}</h1>
        <SoftphoneBar />
      </SoftphoneProvider>
    </Providers>,
  )
}
