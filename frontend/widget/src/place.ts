/** What the page says about itself in the snippet's attributes. */
export interface Place {
  /** Address of the centre that served the snippet. */
  origin: string
  entry: string
  language: 'zh' | 'en'
  /** Signed by the company's own site for a customer who is signed in. */
  ticket: string
  page: string
}

/** What the loader hands to the call module: where to draw, and how to give the button back. */
export interface Room {
  place: Place
  root: ShadowRoot
  button: HTMLButtonElement
}
