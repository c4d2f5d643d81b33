interface WrittenLetterProps {
  readonly to: { readonly recipient: string; readonly address: string }
  readonly texts: readonly string[]
}

/** A letter that was put forward, as it will be read. */
export function WrittenLetter({ to, texts }: WrittenLetterProps) {
  return (
    <article className="letter" lang="ru">
      <p className="letter__to">
        {to.recipient}
        <br />
        {to.address}
      </p>
      {texts.map((text) => (
        <p key={text}>{text}</p>
      ))}
    </article>
  )
}
