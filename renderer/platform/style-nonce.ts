/**
 * The nonce which lets style elements made by the desk pass the Content-Security-Policy (docs/decisions, "Strict styles"). Whoever
 * serves the page writes it there: `<meta property="csp-nonce" nonce="…">`. Given to MantineProvider as `getStyleNonce`.
 */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''
}
