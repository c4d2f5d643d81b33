/**
 * The nonce which lets style elements made by the desk pass the Content-Security-Policy (docs/decisions, "Strict styles"). It is
 * written into the page by whoever serves it: `<meta property="csp-nonce" nonce="…">`. Give it to MantineProvider as
 * `getStyleNonce`, and once to `setNonce` of `get-nonce` for the scroll lock of modal windows.
 */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''
}
